import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { emptyOutbox, enlist, markPublished, oldest } from './outbox.ts'

const outboxOf = (...events: readonly string[]) => events.reduce(enlist, emptyOutbox<string>())

describe('an outbox', () => {
  it('keeps events in the order in which they were written', () => {
    expect(outboxOf('a', 'b')).toEqual(['a', 'b'])
    expect(oldest(outboxOf('a', 'b'))).toEqual(['a'])
    expect(oldest(outboxOf())).toEqual([])
  })

  it('marks one event, and leaves an equal one that was written later', () => {
    expect(markPublished(outboxOf('a', 'b', 'a'), 'a')).toEqual(['b', 'a'])
    expect(() => markPublished(outboxOf('a'), 'b')).toThrow('not in the outbox, "b"')
  })

  it('compares events by content', () => {
    const outbox = enlist(emptyOutbox<{ id: number }>(), { id: 1 })
    expect(markPublished(outbox, { id: 1 })).toEqual([])
  })

  it('loses no event that is not marked, whatever is marked', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'b', 'c')), fc.array(fc.nat()), (events, marks) => {
        let outbox = outboxOf(...events)
        const marked: string[] = []
        for (const mark of marks) {
          const event = outbox[mark % (outbox.length || 1)]
          if (event === undefined) continue
          marked.push(event)
          outbox = markPublished(outbox, event)
        }
        expect([...outbox, ...marked].sort()).toEqual([...events].sort())
      }),
    )
  })
})
