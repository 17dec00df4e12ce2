import { disabled, holds, specify, suite, violated } from '../language/index.ts'
import { alternatingBitContract, type Bit, type Datum, data, flip, quietStates } from './alternating-bit-contract.ts'
import { arrivingNever, keepingOrder, reordering } from './alternating-bit-outcomes.ts'

interface Message {
  readonly bit: Bit
  readonly value: Datum
}

const indices = (queue: readonly unknown[]): readonly number[] => queue.map((_, index) => index)
const without = <T>(queue: readonly T[], index: number): readonly T[] => queue.filter((_, other) => other !== index)

/** What the sender and the receiver know. */
interface Ends {
  readonly sentBit: Bit
  readonly acknowledgedBit: Bit
  readonly receivedBit: Bit
  readonly sent: Datum
  readonly received: Datum
}

const withoutChannels = ({ sentBit, acknowledgedBit, receivedBit, sent, received }: Ends): Ends => {
  return { sentBit, acknowledgedBit, receivedBit, sent, received }
}

interface Configuration {
  /** Messages, and acknowledgements, that are on their way at the same time. */
  readonly capacity: number
  /** Whether messages arrive in the order in which they were sent. */
  readonly inOrder: boolean
  /**
   * Which messages are sure to arrive. "some of many": some of those that are sent again and again. "patient ones": those
   * that lie in the channel for ever, unless they arrive. "none": no message; and none need be repeated or acknowledged.
   */
  readonly arrivals: 'some of many' | 'patient ones' | 'none'
}

function specification({ capacity, inOrder, arrivals }: Configuration) {
  const next = (queue: readonly unknown[]): readonly number[] => (inOrder ? indices(queue).slice(0, 1) : indices(queue))

  const protocol = specify('alternating bit', {
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
      Fairness as published: the sender repeats itself and the receiver acknowledges (weak), and of what is on its way
      again and again something arrives, in spite of losses (strong).
      Source: tlaplus/Examples, specifications/SpecifyingSystems/TLC/AlternatingBit.tla and MCAlternatingBit.tla
      (Bartlett, Scantlebury and Wilkinson, 1969).
    `)
    .startingFrom(quietStates)
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
    .over('index', (s) => next(s.messages))
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
    .over('index', (s) => next(s.acknowledgements))
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
    .refines(
      'every value is received once, in order, unchanged',
      alternatingBitContract({ fair: true }),
      withoutChannels,
      { only: 'safety' },
    )
    .refines('it hands over values as if without channels', alternatingBitContract({ fair: true }), withoutChannels)
    .leadsTo(
      'what is sent is received',
      data,
      (s, value) => s.sentBit !== s.acknowledgedBit && s.sent === value,
      (s, value) => s.received === value,
    )
    .leadsTo(
      'what is sent is received if messages arrive',
      data,
      (s, value) => s.sentBit !== s.acknowledgedBit && s.sent === value,
      (s, value) => s.received === value,
    )
    .assumingStep('some message arrives', (_before, { action }) => action === 'receive')
    .leadsTo(
      'what is sent is acknowledged',
      (s) => s.sentBit !== s.acknowledgedBit,
      (s) => s.sentBit === s.acknowledgedBit,
    )
    .deadlockFree()
  if (arrivals === 'none') return protocol
  const strength = arrivals === 'some of many' ? 'strong' : 'weak'
  return protocol
    .fair('weak', 'send again')
    .fair('weak', 'acknowledge')
    .fair(strength, 'receive')
    .fair(strength, 'receive acknowledgement')
}

export const alternatingBit = suite('classic/alternating-bit', specification, {
  capacity: 2,
  inOrder: true,
  arrivals: 'some of many',
})
  .scenario({
    title: 'lossy channels that keep the order',
    ...keepingOrder,
    expect: { ...keepingOrder.expect, 'what is sent is received if messages arrive': holds },
    neighbour: 'lossy channels that reorder',
  })
  .scenario({
    title: 'lossy channels that reorder',
    about: `
      One bit is enough only where nothing overtakes: a repeated message that arrives late passes for a new one, and a
      late acknowledgement for that of a value that is lost.
    `,
    config: { inOrder: false },
    ...reordering,
    expect: { ...reordering.expect, 'what is sent is received if messages arrive': violated(16) },
    neighbour: 'lossy channels that keep the order',
  })
  .scenario({
    title: 'channels that may lose everything',
    about: `
      Repeating is not enough: each copy may be lost before it arrives, for ever. Weak fairness allows that, since a
      message that is lost was not there all the time. Where the channel is taken to hand over some message again and
      again, nothing else need be assumed.
    `,
    config: { arrivals: 'patient ones' },
    ...arrivingNever(5),
    expect: { ...arrivingNever(5).expect, 'what is sent is received if messages arrive': holds },
    neighbour: 'lossy channels that keep the order',
  })
  .scenario({
    title: 'a sender that may give up',
    config: { arrivals: 'none' },
    ...arrivingNever(2),
    expect: { ...arrivingNever(2).expect, 'what is sent is received if messages arrive': holds },
    neighbour: 'lossy channels that keep the order',
  })
