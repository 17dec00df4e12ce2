import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  ackedIsDurable,
  atMostOnce,
  exactlyOnce,
  fifoPerKey,
  missing,
  noPhantom,
  outOfOrder,
  phantoms,
  repeated,
} from './delivery.ts'

interface Message {
  readonly key: string
  readonly id: number
}

const message = (name: string): Message => ({ key: name.slice(0, 1), id: Number(name.slice(1)) })
/** `a1 b1`: new objects each time, since only content counts. */
const list = (names: string): readonly Message[] => names.split(' ').filter(Boolean).map(message)
const keyOf = ({ key }: Message): string => key

describe('acknowledged is durable', () => {
  it('holds where everything acknowledged is kept, whatever else is', () => {
    expect(ackedIsDurable(list(''), list(''))).toBe(true)
    expect(ackedIsDurable(list('a1'), list('b1 a1'))).toBe(true)
  })

  it('breaks where something acknowledged is not kept', () => {
    expect(ackedIsDurable(list('a1 a2'), list('a1'))).toBe(false)
    expect(missing(list('a1 a2'), list('a1'))).toEqual(list('a2'))
  })
})

describe('no phantom', () => {
  it('holds where everything delivered was sent, however often', () => {
    expect(noPhantom(list('a1 a1'), list('a1 a2'))).toBe(true)
  })

  it('breaks where something delivered was never sent', () => {
    expect(noPhantom(list('a1 a3'), list('a1 a2'))).toBe(false)
    expect(phantoms(list('a1 a3'), list('a1 a2'))).toEqual(list('a3'))
  })
})

describe('at most once', () => {
  it('holds where nothing is delivered twice', () => {
    expect(atMostOnce(list('a1 a2 b1'))).toBe(true)
  })

  it('breaks where something is, whatever lies between', () => {
    expect(atMostOnce(list('a1 a2 a1'))).toBe(false)
    expect(repeated(list('a1 a2 a1 a1'))).toEqual(list('a1 a1'))
  })
})

describe('exactly once', () => {
  it('holds where all that was sent is delivered once, in any order', () => {
    expect(exactlyOnce(list('a2 a1'), list('a1 a2'))).toBe(true)
  })

  it('breaks by a loss, by a repetition and by a phantom', () => {
    expect(exactlyOnce(list('a1'), list('a1 a2'))).toBe(false)
    expect(exactlyOnce(list('a1 a2 a1'), list('a1 a2'))).toBe(false)
    expect(exactlyOnce(list('a1 a2 a3'), list('a1 a2'))).toBe(false)
  })
})

describe('first in, first out for each key', () => {
  it('holds where each key keeps its order, whatever other keys do', () => {
    expect(fifoPerKey(list('b1 a1 b2 a2'), list('a1 a2 b1 b2'), keyOf)).toBe(true)
  })

  it('breaks where a message is delivered after a later one of its key', () => {
    expect(fifoPerKey(list('a2 b1 a1'), list('a1 a2 b1'), keyOf)).toBe(false)
    expect(outOfOrder(list('a2 b1 a1'), list('a1 a2 b1'), keyOf)).toEqual([
      { message: message('a1'), overtakenBy: message('a2') },
    ])
  })

  it('leaves gaps, repetitions and phantoms to the other promises', () => {
    expect(fifoPerKey(list('a1 a3'), list('a1 a2 a3'), keyOf)).toBe(true)
    expect(fifoPerKey(list('a1 a2 a1'), list('a1 a2'), keyOf)).toBe(true)
    expect(fifoPerKey(list('a1 a9'), list('a1'), keyOf)).toBe(true)
    expect(fifoPerKey(list('a9 a1'), list('a1'), keyOf)).toBe(true)
  })

  it('takes keys of any content', () => {
    const pair = ({ key, id }: Message) => ({ key, isOdd: id % 2 === 1 })
    expect(fifoPerKey(list('a2 a1'), list('a1 a2'), pair)).toBe(true)
    expect(fifoPerKey(list('a3 a1'), list('a1 a2 a3'), pair)).toBe(false)
  })
})

describe('the promises, on random histories', () => {
  const messages = list('a1 a2 a3 b1 b2')
  const delivered = fc.array(fc.constantFrom(...messages), { maxLength: 7 })
  const sent = fc.shuffledSubarray([...messages])
  const textOf = ({ key, id }: Message) => `${key}${id}`

  it('say what their definitions say of texts', () => {
    fc.assert(
      fc.property(delivered, sent, (got, gave) => {
        const [gotTexts, gaveTexts] = [got.map(textOf), gave.map(textOf)]
        expect(noPhantom(got, gave)).toBe(new Set([...gaveTexts, ...gotTexts]).size === gaveTexts.length)
        expect(atMostOnce(got)).toBe(new Set(gotTexts).size === gotTexts.length)
        expect(exactlyOnce(got, gave)).toBe([...gotTexts].sort().join() === [...gaveTexts].sort().join())
        const inOrder = ['a', 'b'].every((key) => {
          const first = [...new Set(gotTexts)].filter((text) => text.startsWith(key) && gaveTexts.includes(text))
          return first.join() === gaveTexts.filter((text) => first.includes(text)).join()
        })
        expect(fifoPerKey(got, gave, keyOf)).toBe(inOrder)
      }),
      { numRuns: 1_000 },
    )
  })
})
