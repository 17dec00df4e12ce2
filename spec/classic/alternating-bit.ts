import { match } from 'ts-pattern'
import { disabled, holds, specify, suite, violated } from '../language/index.ts'

const data = ['d1', 'd2'] as const
type Datum = (typeof data)[number]
type Bit = 0 | 1
interface Message {
  readonly bit: Bit
  readonly value: Datum
}

const bits: readonly Bit[] = [0, 1]
const flip = (bit: Bit): Bit => (bit === 0 ? 1 : 0)
const indices = (queue: readonly unknown[]): readonly number[] => queue.map((_, index) => index)
const without = <T>(queue: readonly T[], index: number): readonly T[] => queue.filter((_, other) => other !== index)

interface Configuration {
  /** Messages, and acknowledgements, that are on their way at the same time. */
  readonly capacity: number
  /** Whether messages arrive in the order in which they were sent. */
  readonly inOrder: boolean
}

function specification({ capacity, inOrder }: Configuration) {
  const arrivals = (queue: readonly unknown[]): readonly number[] =>
    inOrder ? indices(queue).slice(0, 1) : indices(queue)

  return specify('alternating bit', {
    messages: [] as readonly Message[],
    acknowledgements: [] as readonly Bit[],
    sentBit: 0 as Bit,
    acknowledgedBit: 0 as Bit,
    receivedBit: 0 as Bit,
    sent: 'd1' as Datum,
    received: 'd1' as Datum,
  })
    .about(`
      Values cross channels that lose whatever they like but keep the order. One bit tells a new value from a
      repeated one, and an acknowledgement from a stale one.
      Modelled: both channels, loss at any position, repetition without limit. The channels are unbounded; the
      constraint explores those states in which they hold few messages, and checks one step beyond.
      The last property is refinement: seen without channels, every step is one of the abstract protocol's or none.
      Source: tlaplus/Examples, specifications/SpecifyingSystems/TLC/AlternatingBit.tla and ABCorrectness.tla
      (Bartlett, Scantlebury and Wilkinson, 1969).
    `)
    .startingFrom(
      bits.flatMap((bit) =>
        data.flatMap((sent) =>
          data.map((received) => ({ sentBit: bit, acknowledgedBit: bit, receivedBit: bit, sent, received })),
        ),
      ),
    )
    .action('send', 'A new value, once the one before is acknowledged.')
    .over('value', data)
    .by('sender')
    .when((s) => s.acknowledgedBit === s.sentBit)
    .changes((s, { value }) => {
      const bit = flip(s.sentBit)
      return { sent: value, sentBit: bit, messages: [...s.messages, { bit, value }] }
    })
    .action('send again')
    .by('sender')
    .when((s) => s.acknowledgedBit !== s.sentBit)
    .changes((s) => ({ messages: [...s.messages, { bit: s.sentBit, value: s.sent }] }))
    .action('receive')
    .over('index', (s) => arrivals(s.messages))
    .by('receiver')
    .changes((s, { index }) => {
      const message = s.messages[index]
      if (message === undefined) return disabled
      return { messages: without(s.messages, index), receivedBit: message.bit, received: message.value }
    })
    .action('acknowledge')
    .by('receiver')
    .changes((s) => ({ acknowledgements: [...s.acknowledgements, s.receivedBit] }))
    .action('receive acknowledgement')
    .over('index', (s) => arrivals(s.acknowledgements))
    .by('sender')
    .changes((s, { index }) => {
      const bit = s.acknowledgements[index]
      if (bit === undefined) return disabled
      return { acknowledgements: without(s.acknowledgements, index), acknowledgedBit: bit }
    })
    .action('lose message')
    .over('index', (s) => indices(s.messages))
    .fault()
    .changes((s, { index }) => ({ messages: without(s.messages, index) }))
    .action('lose acknowledgement')
    .over('index', (s) => indices(s.acknowledgements))
    .fault()
    .changes((s, { index }) => ({ acknowledgements: without(s.acknowledgements, index) }))
    .constraint(
      'few messages on their way',
      (s) => s.messages.length <= capacity && s.acknowledgements.length <= capacity,
    )
    .always('an acknowledged value has been received', (s) => {
      return s.acknowledgedBit !== s.sentBit || s.receivedBit === s.sentBit
    })
    .alwaysStep('every value is received once, in order, unchanged', (before, { action }, after) =>
      match(action)
        .with('receive', () => {
          const isRepeated = after.receivedBit === before.receivedBit && after.received === before.received
          const isNew = before.receivedBit !== before.sentBit && after.receivedBit === before.sentBit
          return isRepeated || (isNew && after.received === before.sent)
        })
        .with('receive acknowledgement', () => {
          const isRepeated = after.acknowledgedBit === before.acknowledgedBit
          return isRepeated || after.acknowledgedBit === before.receivedBit
        })
        .otherwise(() => true),
    )
    .deadlockFree()
}

export const alternatingBit = suite('classic/alternating-bit', specification, { capacity: 2, inOrder: true })
  .scenario({
    title: 'lossy channels that keep the order',
    expect: {
      'an acknowledged value has been received': holds,
      'every value is received once, in order, unchanged': holds,
      'no deadlock': holds,
    },
    counts: { distinct: 240, generated: 1_392, depth: 10 },
    neighbour: 'lossy channels that reorder',
  })
  .scenario({
    title: 'lossy channels that reorder',
    about: 'One bit is enough only where nothing overtakes: a repeated message that arrives late passes for a new one.',
    config: { inOrder: false },
    expect: {
      'an acknowledged value has been received': violated(8),
      'every value is received once, in order, unchanged': violated(7),
      'no deadlock': holds,
    },
    counts: { distinct: 1_800, generated: 13_984, depth: 20 },
    neighbour: 'lossy channels that keep the order',
  })
