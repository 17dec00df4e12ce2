import { compose, specify, suite } from '../language/index.ts'
import {
  alternatingBitContract,
  type Bit,
  bits,
  type Datum,
  data,
  flip,
  quietStates,
} from './alternating-bit-contract.ts'
import { arrivingNever, keepingOrder, reordering } from './alternating-bit-outcomes.ts'

interface Message {
  readonly bit: Bit
  readonly value: Datum
}

const messages: readonly Message[] = bits.flatMap((bit) => data.map((value) => ({ bit, value })))

/** What the sender and the receiver know. */
interface Ends {
  readonly sender: { readonly sentBit: Bit; readonly acknowledgedBit: Bit; readonly sent: Datum }
  readonly receiver: { readonly receivedBit: Bit; readonly received: Datum }
}

const withoutChannels = ({
  sender: { sentBit, acknowledgedBit, sent },
  receiver: { receivedBit, received },
}: Ends) => ({ sentBit, acknowledgedBit, sent, receivedBit, received })

interface Configuration {
  /** Messages, and acknowledgements, that are on their way at the same time. */
  readonly capacity: number
  /** Whether messages arrive in the order in which they were sent. */
  readonly inOrder: boolean
  /**
   * Which messages are sure to arrive. "some of many": some of those that are sent again and again. "patient ones": those
   * that lie in the channel for ever, unless they arrive.
   */
  readonly arrivals: 'some of many' | 'patient ones'
}

/** A channel for any of these messages: it loses what it likes, and never makes one up. */
const lossyChannel = <M>(possible: readonly M[], { capacity, inOrder, arrivals }: Configuration) =>
  specify('lossy channel', { queue: [] as readonly M[] })
    .action('put')
    .over('message', possible)
    .changes((s, { message }) => ({ queue: [...s.queue, message] }))
    .action('take', 'The oldest message, or any where they overtake each other.')
    .over('index', (s) => (inOrder ? [...s.queue.keys()].slice(0, 1) : [...s.queue.keys()]))
    .given('message', (s, { index }) => s.queue[index])
    .changes((s, { index }) => ({ queue: s.queue.filter((_, other) => other !== index) }))
    .action('lose')
    .over('index', (s) => [...s.queue.keys()])
    .fault()
    .changes((s, { index }) => ({ queue: s.queue.filter((_, other) => other !== index) }))
    .constraint('few on their way', (s) => s.queue.length <= capacity)
    .fair(arrivals === 'some of many' ? 'strong' : 'weak', 'take')

const sender = specify('sender', { sentBit: 0 as Bit, acknowledgedBit: 0 as Bit, sent: 'd1' as Datum })
  .action('send', 'A new value, once the one before is acknowledged.')
  .over('value', data)
  .given('message', (s, { value }): Message => ({ bit: flip(s.sentBit), value }))
  .when((s) => s.acknowledgedBit === s.sentBit)
  .changes((_s, { message }) => ({ sent: message.value, sentBit: message.bit }))
  .action('send again')
  .given('message', (s): Message => ({ bit: s.sentBit, value: s.sent }))
  .when((s) => s.acknowledgedBit !== s.sentBit)
  .changes(() => ({}))
  .action('hear')
  .over('bit', bits)
  .changes((_s, { bit }) => ({ acknowledgedBit: bit }))
  .fair('weak', 'send again')

const receiver = specify('receiver', { receivedBit: 0 as Bit, received: 'd1' as Datum })
  .action('receive')
  .over('message', messages)
  .changes((_s, { message }) => ({ receivedBit: message.bit, received: message.value }))
  .action('acknowledge')
  .given('bit', (s) => s.receivedBit)
  .changes(() => ({}))
  .fair('weak', 'acknowledge')

function specification(configuration: Configuration) {
  return compose(
    'alternating bit over two channels',
    {
      sender,
      receiver,
      messages: lossyChannel(messages, configuration),
      acknowledgements: lossyChannel(bits, configuration),
    },
    {
      together: {
        send: { sender: 'send', messages: 'put' },
        'send again': { sender: 'send again', messages: 'put' },
        receive: { receiver: 'receive', messages: 'take' },
        acknowledge: { receiver: 'acknowledge', acknowledgements: { put: { message: 'bit' } } },
        'receive acknowledgement': { sender: 'hear', acknowledgements: { take: { message: 'bit' } } },
      },
    },
  )
    .about(`
      The alternating bit protocol in parts: a sender, a receiver, and the same lossy channel twice. The sender knows
      nothing of channels, and a channel nothing of bits: who hands what to whom is said where they are put together.
      Modelled and abstracted: as in classic/alternating-bit, which is written as one; the states are the same.
      Source: tlaplus/Examples, specifications/SpecifyingSystems/TLC/AlternatingBit.tla and MCAlternatingBit.tla
      (Bartlett, Scantlebury and Wilkinson, 1969).
    `)
    .startingFrom(
      quietStates.map(({ receivedBit, received, ...sent }) => ({ sender: sent, receiver: { receivedBit, received } })),
    )
    .always('an acknowledged value has been received', ({ sender, receiver }) => {
      return sender.acknowledgedBit !== sender.sentBit || receiver.receivedBit === sender.sentBit
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
      ({ sender }, value) => sender.sentBit !== sender.acknowledgedBit && sender.sent === value,
      ({ receiver }, value) => receiver.received === value,
    )
    .leadsTo(
      'what is sent is acknowledged',
      ({ sender }) => sender.sentBit !== sender.acknowledgedBit,
      ({ sender }) => sender.sentBit === sender.acknowledgedBit,
    )
    .deadlockFree()
}

export const alternatingBitComposed = suite('classic/alternating-bit-composed', specification, {
  capacity: 2,
  inOrder: true,
  arrivals: 'some of many',
})
  .scenario({
    title: 'lossy channels that keep the order',
    ...keepingOrder,
    neighbour: 'lossy channels that reorder',
  })
  .scenario({
    title: 'lossy channels that reorder',
    config: { inOrder: false },
    ...reordering,
    neighbour: 'lossy channels that keep the order',
  })
  .scenario({
    title: 'channels that may lose everything',
    config: { arrivals: 'patient ones' },
    ...arrivingNever(5),
    neighbour: 'lossy channels that keep the order',
  })
