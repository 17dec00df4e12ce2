import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sameValue } from '../../language/index.ts'
import { callsOf, emptyHistory, invoked, isWaiting, returned, withoutRealTime } from './history.ts'
import { register } from './sequential-object.ts'
import { recorded, registerTimelines } from './testing/events.ts'
import type { Event } from './testing/every-order.ts'

const start = emptyHistory(register('none'))
const read = { type: 'read' } as const
const write = (value: string) => ({ type: 'write', value }) as const

describe('a history', () => {
  it('keeps the calls of each process in order, with their answers', () => {
    const history = invoked(returned(invoked(start, 'p', write('a')), 'p', 'ok'), 'p', read)
    expect(history).toEqual({
      p: [{ operation: write('a'), result: 'ok' }, { operation: read }],
    })
  })

  it('knows how many calls of the others had returned before one began', () => {
    const written = returned(invoked(start, 'p', write('a')), 'p', 'ok')
    expect(invoked(written, 'q', read).q).toEqual([{ operation: read, after: { p: 1 } }])
    expect(invoked(invoked(start, 'p', write('a')), 'q', read).q).toEqual([{ operation: read }])
  })

  it('takes numbers for names of processes', () => {
    expect(returned(invoked(start, 1, read), 1, 'none')).toEqual({
      1: [{ operation: read, result: 'none' }],
    })
  })

  it('is not confused by processes that are named like what every object has', () => {
    const history = returned(invoked(invoked(start, 'toString', read), 'constructor', read), 'toString', 'none')
    expect(invoked(history, 'p', read).p).toEqual([{ operation: read, after: { toString: 1 } }])
  })

  it('says what is wrong where a process calls twice at a time, or gets an answer to nothing', () => {
    const waiting = invoked(start, 'p', read)
    expect(() => invoked(waiting, 'p', write('a'))).toThrow(
      'invoked() for process "p", which still waits for the answer to {"type":"read"}',
    )
    expect(() => returned(start, 'p', 'ok')).toThrow('returned() for process "p", which waits for no answer')
    expect(() => returned(returned(waiting, 'p', 'none'), 'p', 'none')).toThrow('waits for no answer')
  })

  it('knows who waits for an answer', () => {
    const asked = invoked(start, 'toString', read)
    expect(isWaiting(asked, 'toString')).toBe(true)
    expect(isWaiting(returned(asked, 'toString', 'none'), 'toString')).toBe(false)
    expect(isWaiting(start, 'toString')).toBe(false)
    expect(callsOf(start, 'toString')).toEqual([])
    expect(callsOf(asked, 'toString')).toHaveLength(1)
  })

  it('takes the operations and results of its object and no others', () => {
    // @ts-expect-error a register has no such operation
    invoked(start, 'p', { type: 'dequeue' })
    // @ts-expect-error a register of strings returns no number
    returned(invoked(start, 'p', read), 'p', 7)
  })

  it('forgets who was first on demand, and nothing else', () => {
    const history = invoked(returned(invoked(start, 'p', write('a')), 'p', 'ok'), 'q', read)
    expect(withoutRealTime(history)).toEqual({
      p: [{ operation: write('a'), result: 'ok' }],
      q: [{ operation: read }],
    })
  })
})

describe('histories are equal exactly when nobody could tell them apart', () => {
  /** Every event of a time line with its place among the events of its process. */
  const named = (events: readonly Event[]): readonly string[] =>
    events.map(({ type, process }, at) => {
      const before = events.slice(0, at).filter((other) => other.process === process && other.type === type).length
      return `${type} ${process}${before}`
    })

  /** Which call had returned before which other began: the real-time order, from the time line alone. */
  const realTime = (events: readonly Event[]): readonly string[] => {
    const names = named(events)
    return names
      .flatMap((early, at) =>
        early.startsWith('return')
          ? names
              .slice(at)
              .filter((late) => late.startsWith('invoke'))
              .map((late) => `${early} < ${late}`)
          : [],
      )
      .sort()
  }
  const perProcess = (events: readonly Event[]): unknown =>
    ['p', 'q', 'r'].map((process) => events.filter((event) => event.process === process))

  /** The same events with two neighbours of different processes exchanged, where there are such at `at`. */
  const exchanged = (events: readonly Event[], at: number): readonly Event[] => {
    const [left, right] = [events[at], events[at + 1]]
    if (left === undefined || right === undefined || left.process === right.process) return events
    return [...events.slice(0, at), right, left, ...events.slice(at + 2)]
  }

  it('after any exchanges of neighbouring events', () => {
    let equal = 0
    let different = 0
    fc.assert(
      fc.property(registerTimelines(6), fc.array(fc.nat(11), { maxLength: 4 }), (events, places) => {
        const other = places.reduce(exchanged, events)
        const isSameOrder = sameValue(realTime(events), realTime(other))
        if (isSameOrder && named(events).join() !== named(other).join()) equal++
        if (!isSameOrder) different++
        expect(sameValue(recorded(events), recorded(other))).toBe(isSameOrder)
      }),
      { numRuns: 2_000 },
    )
    expect(equal).toBeGreaterThan(100)
    expect(different).toBeGreaterThan(100)
  })

  it('for any two time lines in which every process sees the same', () => {
    fc.assert(
      fc.property(registerTimelines(4), registerTimelines(4), (left, right) => {
        const isSame = sameValue(perProcess(left), perProcess(right)) && sameValue(realTime(left), realTime(right))
        expect(sameValue(recorded(left), recorded(right))).toBe(isSame)
      }),
      { numRuns: 1_000 },
    )
  })
})
