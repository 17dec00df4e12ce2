import fc from 'fast-check'
import { describe, expect, expectTypeOf, it } from 'vitest'
import { bag, has } from '../language/index.ts'
import {
  arriving,
  closeConnection,
  delay,
  delayable,
  delaySentence,
  deliver,
  duplicate,
  duplicateSentence,
  type FifoChannel,
  fifoChannel,
  lose,
  lossSentence,
  overtake,
  overtakers,
  overtakeSentence,
  send,
  targets,
  type UnorderedChannel,
  underWay,
  unorderedChannel,
} from './channel.ts'

type Letter = 'a' | 'b' | 'c'

const inFlight = (...letters: readonly Letter[]) => letters.reduce(send, unorderedChannel<Letter>())
const line = (...letters: readonly Letter[]) => letters.reduce(send, fifoChannel<Letter>())

describe('an unordered channel', () => {
  it('delivers in any order, so the order of sending leaves no trace', () => {
    expect(inFlight('b', 'a')).toEqual(inFlight('a', 'b'))
    expect(arriving(inFlight('b', 'a'))).toEqual(bag(['a', 'b']))
    expect(deliver(inFlight('a', 'b'), 'b')).toEqual(inFlight('a'))
  })

  it('neither merges nor duplicates equal messages', () => {
    expect(deliver(inFlight('a', 'a'), 'a')).toEqual(inFlight('a'))
    expect(deliver(inFlight('a'), 'a')).toEqual(unorderedChannel())
  })

  it('refuses to deliver, or to lose, what is not in flight', () => {
    expect(() => deliver(inFlight('b'), 'a')).toThrow('not in flight, "a"')
    expect(() => lose(inFlight('b'), 'a')).toThrow('not in flight, "a"')
  })

  it('loses one copy, and duplicates one', () => {
    expect(lose(inFlight('a', 'a', 'b'), 'a')).toEqual(inFlight('a', 'b'))
    expect(duplicate(inFlight('a', 'b'), 'a')).toEqual(inFlight('a', 'a', 'b'))
  })

  it('drops what a closed connection had under way', () => {
    expect(closeConnection(inFlight('a', 'b', 'a'), (letter) => letter === 'a')).toEqual(inFlight('b'))
  })
})

describe('a fifo channel', () => {
  it('delivers the message first that was sent first', () => {
    expect(arriving(line('a', 'b'))).toEqual(['a'])
    expect(deliver(line('a', 'b'), 'a')).toEqual(line('b'))
    expect(() => deliver(line('a', 'b'), 'b')).toThrow('has to wait for the messages sent before it')
    expect(() => deliver(line('a'), 'c')).toThrow('not in flight, "c"')
  })

  it('loses and duplicates the message at an index, since equal ones differ in what lies between them', () => {
    expect(targets(line('a', 'b', 'a'))).toEqual([0, 1, 2])
    expect(lose(line('a', 'b', 'a'), 0)).toEqual(line('b', 'a'))
    expect(lose(line('a', 'b', 'a'), 2)).toEqual(line('a', 'b'))
    expect(duplicate(line('a', 'b'), 0)).toEqual(line('a', 'a', 'b'))
  })

  it('lets a message overtake the one before it', () => {
    expect(overtakers(line('a', 'b', 'c'))).toEqual([1, 2])
    expect(overtake(line('a', 'b', 'c'), 1)).toEqual(line('b', 'a', 'c'))
    expect(overtake(line('a', 'b', 'c'), 2)).toEqual(line('a', 'c', 'b'))
  })

  it('delivers a message that is held back at any time, and the others in order', () => {
    const delayed = delay(line('a', 'b', 'c'), 0)
    expect(delayable(delayed)).toEqual([0, 1])
    expect(arriving(delayed)).toEqual(['b', 'a'])
    expect(arriving(deliver(delayed, 'b'))).toEqual(['c', 'a'])
    expect(arriving(deliver(delayed, 'a'))).toEqual(['b'])
  })

  it('loses and duplicates what is held back, too', () => {
    const delayed = delay(line('a', 'b'), 0)
    expect(targets(delayed)).toEqual([0, 1])
    expect(lose(delayed, 1)).toEqual(line('b'))
    expect(underWay(duplicate(delayed, 1))).toEqual(['b', 'a', 'a'])
  })

  it('takes the copy in order where the one held back is equal', () => {
    const delayed = delay(duplicate(line('a', 'b'), 0), 1)
    expect(deliver(delayed, 'a')).toEqual({ inOrder: ['b'], late: bag(['a']) })
  })

  it('drops what a closed connection had under way', () => {
    const delayed = delay(line('a', 'b', 'a', 'c'), 2)
    expect(closeConnection(delayed, (letter) => letter === 'a')).toEqual(line('b', 'c'))
  })

  it('refuses an index at which there is nothing to strike', () => {
    expect(() => lose(line('a'), 1)).toThrow('lose() at index 1 of a channel: choose one of targets(channel)')
    expect(() => duplicate(line('a'), -1)).toThrow('choose one of targets(channel)')
    expect(() => overtake(line('a', 'b'), 0)).toThrow('choose one of overtakers(channel)')
    expect(() => overtake(line('a', 'b'), 2)).toThrow('choose one of overtakers(channel)')
    expect(() => delay(line(), 0)).toThrow('choose one of delayable(channel)')
  })
})

/** What may happen to a channel, with a number that chooses among what it may happen to. */
type Event = readonly [kind: 'send' | 'deliver' | 'lose' | 'duplicate' | 'overtake' | 'delay', choice: number]

interface Run {
  readonly sent: readonly number[]
  readonly delivered: readonly number[]
  readonly underWay: readonly number[]
  readonly times: Readonly<Record<Event[0], number>>
}

/** Sends 0, 1, 2, … and counts what happens; what cannot happen does not. */
function run(events: readonly Event[], empty: FifoChannel<number> | UnorderedChannel<number>): Run {
  let channel = empty
  const sent: number[] = []
  const delivered: number[] = []
  const times = { send: 0, deliver: 0, lose: 0, duplicate: 0, overtake: 0, delay: 0 }
  const chosen = <T>(from: readonly T[], choice: number): readonly T[] =>
    from.slice(choice % (from.length || 1)).slice(0, 1)
  const next: Record<Event[0], (choice: number) => readonly (typeof channel)[]> = {
    send: () => {
      sent.push(sent.length)
      return [send(channel, sent.length - 1)]
    },
    deliver: (choice) =>
      chosen(arriving(channel), choice).map((message) => {
        delivered.push(message)
        return deliver(channel, message)
      }),
    lose: (choice) => chosen(targets(channel), choice).map((target) => lose(channel, target)),
    duplicate: (choice) => chosen(targets(channel), choice).map((target) => duplicate(channel, target)),
    overtake: (choice) =>
      'late' in channel
        ? chosen(overtakers(channel), choice).map((index) => overtake(channel as FifoChannel<number>, index))
        : [],
    delay: (choice) =>
      'late' in channel
        ? chosen(delayable(channel), choice).map((index) => delay(channel as FifoChannel<number>, index))
        : [],
  }
  for (const [kind, choice] of events) {
    for (const after of next[kind](choice)) {
      channel = after
      times[kind]++
    }
  }
  return { sent, delivered, underWay: underWay(channel), times }
}

const events = (...kinds: readonly Event[0][]) =>
  fc.array(fc.tuple(fc.constantFrom('send' as const, 'deliver' as const, ...kinds), fc.nat(5)), { maxLength: 30 })
const everyKind = ['lose', 'duplicate', 'overtake', 'delay'] as const
const anyChannel = fc.constantFrom(fifoChannel<number>(), unorderedChannel<number>())
const runsLong = { numRuns: 500 }

/** Pairs delivered in another order than the one in which they were sent. */
const inversions = (delivered: readonly number[]) =>
  delivered.flatMap((one, index) => delivered.slice(index + 1).filter((later) => later < one)).length

describe('every channel', () => {
  it('delivers what was sent, and counts each copy: nothing is lost or duplicated but by faults', () => {
    fc.assert(
      fc.property(events(...everyKind), anyChannel, (all, channel) => {
        const { sent, delivered, underWay: left, times } = run(all, channel)
        expect([...delivered, ...left].every((message) => has(sent, message))).toBe(true)
        expect(delivered.length + left.length).toBe(sent.length + times.duplicate - times.lose)
        const missing = sent.filter((message) => !has([...delivered, ...left], message))
        expect(missing.length).toBeLessThanOrEqual(times.lose)
        const repeated = delivered.filter((message, index) => delivered.indexOf(message) < index)
        expect(repeated.length).toBeLessThanOrEqual(times.duplicate)
      }),
      runsLong,
    )
  })
})

describe('every fifo channel', () => {
  it('keeps the order of sending while nothing overtakes and nothing is delayed', () => {
    fc.assert(
      fc.property(events('lose', 'duplicate'), (all) => {
        expect(inversions(run(all, fifoChannel<number>()).delivered)).toBe(0)
      }),
      runsLong,
    )
  })

  it('delivers no more pairs in the wrong order than messages overtook', () => {
    fc.assert(
      fc.property(events('lose', 'overtake'), (all) => {
        const { delivered, times } = run(all, fifoChannel<number>())
        expect(inversions(delivered)).toBeLessThanOrEqual(times.overtake)
      }),
      runsLong,
    )
  })

  it('keeps the order of all messages but the delayed ones', () => {
    fc.assert(
      fc.property(events('lose', 'delay'), (all) => {
        const { delivered, times } = run(all, fifoChannel<number>())
        // A list is in order but for `n` of its members where its longest increasing part leaves out no more than `n`.
        const longest: number[] = []
        for (const [at, one] of delivered.entries()) {
          const before = longest.filter((_, index) => index < at && (delivered[index] ?? 0) < one)
          longest.push(1 + Math.max(0, ...before))
        }
        expect(delivered.length - Math.max(0, ...longest)).toBeLessThanOrEqual(times.delay)
      }),
      runsLong,
    )
  })

  it('can be reordered by each of the two: the laws above are not kept by idleness', () => {
    const sends = [
      ['send', 0],
      ['send', 0],
    ] as const
    const receipts = [
      ['deliver', 0],
      ['deliver', 0],
    ] as const
    expect(run([...sends, ['overtake', 0], ...receipts], fifoChannel<number>()).delivered).toEqual([1, 0])
    expect(run([...sends, ['delay', 0], ...receipts], fifoChannel<number>()).delivered).toEqual([1, 0])
  })
})

describe('the sentences of a channel', () => {
  it('name the messages', () => {
    expect(lossSentence(inFlight('a'), 'a')).toBe('a is lost on its way')
    expect(duplicateSentence(line('a', 'b'), 1)).toBe('b is duplicated on its way')
    expect(overtakeSentence(line('a', 'b'), 1)).toBe('b overtakes a')
    expect(delaySentence(line('a', 'b'), 0, (letter) => `letter ${letter}`)).toBe(
      'letter a is held back, and may arrive at any later time',
    )
    expect(lossSentence(send(unorderedChannel<{ id: number }>(), { id: 1 }), { id: 1 })).toBe(
      '{"id":1} is lost on its way',
    )
  })
})

describe('the types of a channel', () => {
  it('know its messages and what faults may strike', () => {
    expectTypeOf(arriving(line('a'))).toEqualTypeOf<readonly Letter[]>()
    expectTypeOf(targets(line('a'))).toEqualTypeOf<readonly number[]>()
    expectTypeOf(targets(inFlight('a'))).toEqualTypeOf<readonly Letter[]>()
    expectTypeOf(send(line('a'), 'b')).toEqualTypeOf<FifoChannel<Letter>>()
    // @ts-expect-error no such message
    send(inFlight('a'), 'd')
    // @ts-expect-error no such message
    expect(() => lose(inFlight('a'), 'd')).toThrow()
    // @ts-expect-error a fifo channel is struck at an index
    expect(() => lose(line('a'), 'a')).toThrow()
    // @ts-expect-error an unordered channel has no order to overtake in
    expect(() => overtake(inFlight('a'), 1)).toThrow()
  })
})
