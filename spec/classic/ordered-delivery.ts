import { at, each, holds, reachable, rows, specify, suite, unreachable, upTo, violated } from '../language/index.ts'
import {
  arriving,
  delay,
  delayable,
  delaySentence,
  deliver,
  duplicate,
  duplicateSentence,
  fifoChannel,
  lose,
  lossSentence,
  overtake,
  overtakers,
  overtakeSentence,
  send,
  targets,
  underWay,
} from '../parts/channel.ts'
import { atMostOnce, fifoPerKey } from '../parts/delivery.ts'
import { budget, spendsOnly } from '../parts/faults.ts'

const keys = ['a', 'b'] as const
type Key = (typeof keys)[number]

interface Message {
  readonly key: Key
  readonly number: number
}

/** In the order in which they are sent. */
const messages: readonly Message[] = [
  { key: 'a', number: 1 },
  { key: 'a', number: 2 },
  { key: 'b', number: 1 },
]

const keyOf = ({ key }: Message): Key => key
const nameOf = ({ key, number }: Message): string => `${key}${number}`

/** What each fault spends, and how many messages more are under way after each action. */
const spent = {
  send: null,
  receive: null,
  lose: 'losses',
  duplicate: 'duplicates',
  overtake: 'overtakes',
  delay: 'delays',
} as const
const more = { send: 1, receive: -1, lose: -1, duplicate: 1, overtake: 0, delay: 0 } as const

interface Configuration {
  /**
   * What the receiver takes, by the last number of the key that it took. "anything": it does not look at numbers.
   * "newer": any higher number. "next": the next one alone.
   */
  readonly accepts: 'anything' | 'newer' | 'next'
  /** Fault budgets: messages lost, duplicated, overtaking the one before, held back. */
  readonly losses: number
  readonly duplicates: number
  readonly overtakes: number
  readonly delays: number
}

function specification({ accepts, losses, duplicates, overtakes, delays }: Configuration) {
  const isTaken = (last: number, { number }: Message): boolean => {
    if (accepts === 'anything') return true
    return accepts === 'newer' ? number > last : number === last + 1
  }

  return specify('ordered delivery', {
    line: fifoChannel<Message>(),
    last: each(keys, 0),
    sent: [] as readonly Message[],
    delivered: [] as readonly Message[],
    faults: budget({ losses, duplicates, overtakes, delays }),
  })
    .about(`
        Messages of two keys cross one channel that keeps the order, until it is struck by faults. The sender numbers the
        messages of each key; the receiver may use the numbers to pass over what is old, or what is not next.
        Modelled: the channel with losses, duplicates, overtaking and delays, each by a budget; the last number of each
        key that the receiver took; what was sent and delivered, which neither of the two reads.
        Abstracted: the sender does not send again, so a gap stays a gap. Sending again only adds copies that arrive
        later, and those are what a duplicate that is delayed is.
        Source: sequence numbers as in RFC 793, section 3.3 (TCP), and in Kafka's idempotent producer (KIP-98).
      `)
    .action('send', 'The sender sends its next message.')
    .given('message', (s) => messages[s.sent.length])
    .by('sender')
    .says((_before, { message }) => `the sender sends ${nameOf(message)}`)
    .changes((s, { message }) => ({ line: send(s.line, message), sent: [...s.sent, message] }))

    .action('receive', 'The receiver delivers the message that arrives, or passes it over.')
    .over('message', (s) => arriving(s.line))
    .by('receiver')
    .says(({ last }, { message }) =>
      isTaken(last[message.key], message)
        ? `the receiver delivers ${nameOf(message)}`
        : `the receiver passes over ${nameOf(message)}, since its last number of ${message.key} is ${last[message.key]}`,
    )
    .changes((s, { message }) => {
      const line = deliver(s.line, message)
      if (!isTaken(s.last[message.key], message)) return { line }
      return { line, last: at(message.key, message.number), delivered: [...s.delivered, message] }
    })

    .action('lose')
    .over('target', (s) => targets(s.line))
    .fault({ spends: 'faults.losses' })
    .by('channel')
    .says((before, { target }) => lossSentence(before.line, target, nameOf))
    .changes((s, { target }) => ({ line: lose(s.line, target) }))

    .action('duplicate')
    .over('target', (s) => targets(s.line))
    .fault({ spends: 'faults.duplicates' })
    .by('channel')
    .says((before, { target }) => duplicateSentence(before.line, target, nameOf))
    .changes((s, { target }) => ({ line: duplicate(s.line, target) }))

    .action('overtake')
    .over('index', (s) => overtakers(s.line))
    .fault({ spends: 'faults.overtakes' })
    .by('channel')
    .says((before, { index }) => overtakeSentence(before.line, index, nameOf))
    .changes((s, { index }) => ({ line: overtake(s.line, index) }))

    .action('delay')
    .over('index', (s) => delayable(s.line))
    .fault({ spends: 'faults.delays' })
    .by('channel')
    .says((before, { index }) => delaySentence(before.line, index, nameOf))
    .changes((s, { index }) => ({ line: delay(s.line, index) }))

    .always('each key is delivered in the order of sending', (s) => fifoPerKey(s.delivered, s.sent, keyOf))
    .always('no message is delivered twice', (s) => atMostOnce(s.delivered))
    .always('no key has a gap', keys, (s, key) => {
      const numbers = new Set(s.delivered.filter((message) => message.key === key).map(({ number }) => number))
      return [...numbers].every((number) => number === 1 || numbers.has(number - 1))
    })
    .alwaysStep(
      'every message under way is counted',
      (before, step, after) => underWay(after.line).length - underWay(before.line).length === more[step.action],
    )
    .alwaysStep('every fault counts against its budget', (before, step, after) =>
      spendsOnly(before.faults, spent[step.action], after.faults),
    )
    .reachable('every message is delivered', (s) => messages.length === s.delivered.length && atMostOnce(s.delivered))
    .reachableStep('a message is lost', (_before, step) => step.action === 'lose')
    .reachableStep('a message is duplicated', (_before, step) => step.action === 'duplicate')
    .reachableStep('a message overtakes', (_before, step) => step.action === 'overtake')
    .reachableStep('a message is held back', (_before, step) => step.action === 'delay')
    .reachableStep(
      'a message is passed over',
      (before, step, after) => step.action === 'receive' && before.delivered.length === after.delivered.length,
    )
    .deadlockFree((s) => s.sent.length === messages.length && underWay(s.line).length === 0)
}

const base: Configuration = { accepts: 'anything', losses: 0, duplicates: 0, overtakes: 0, delays: 0 }

const usual = {
  'each key is delivered in the order of sending': holds,
  'no message is delivered twice': holds,
  'no key has a gap': holds,
  'every message under way is counted': holds,
  'every fault counts against its budget': holds,
  'every message is delivered': reachable(7),
  'a message is lost': unreachable,
  'a message is duplicated': unreachable,
  'a message overtakes': unreachable,
  'a message is held back': unreachable,
  'a message is passed over': unreachable,
  'no deadlock': holds,
} as const
const faults = {
  losses: upTo(1, 'loss', 'losses'),
  duplicates: upTo(1, 'duplicate'),
  overtakes: upTo(1, 'overtaking'),
  delays: upTo(1, 'delay'),
} as const

const whateverStrikes = 'holds with up to 1 loss, 1 duplicate, 1 overtaking and 1 delay (all that was tried)'

export const orderedDelivery = rows(suite('classic/ordered-delivery', specification, base), usual, [
  {
    title: 'no fault',
    headline: 'each key is delivered in the order of sending',
    counts: { distinct: 10, generated: 13, depth: 7 },
    faults,
    frontier: {
      'each key is delivered in the order of sending':
        'holds with any 1 loss + 1 duplicate; broken by 1 overtaking, or by 1 delay',
      'no message is delivered twice': 'holds with any 1 loss + 1 overtaking + 1 delay; broken by 1 duplicate',
      'no key has a gap': 'holds with any 1 duplicate; broken by 1 loss, or by 1 overtaking, or by 1 delay',
    },
  },
  {
    title: 'numbers are not looked at, 1 overtaking',
    headline: 'each key is delivered in the order of sending',
    counts: { distinct: 21, generated: 28, depth: 8 },
    config: { overtakes: 1 },
    expect: {
      'each key is delivered in the order of sending': violated(6),
      'no key has a gap': violated(5),
      'a message overtakes': reachable(4),
    },
    neighbours: [
      {
        title: 'newer numbers only, 1 overtaking',
        but: { accepts: 'newer' },
        counts: { distinct: 21, generated: 28, depth: 8 },
        expect: {
          'each key is delivered in the order of sending': holds,
          'a message is passed over': reachable(6),
        },
        faults,
        frontier: {
          'each key is delivered in the order of sending': whateverStrikes,
          'no message is delivered twice': whateverStrikes,
          'no key has a gap': 'holds with any 1 duplicate; broken by 1 loss, or by 1 overtaking, or by 1 delay',
        },
      },
    ],
  },
  {
    title: 'numbers are not looked at, 1 duplicate',
    headline: 'no message is delivered twice',
    counts: { distinct: 36, generated: 54, depth: 9 },
    config: { duplicates: 1 },
    expect: { 'no message is delivered twice': violated(5), 'a message is duplicated': reachable(3) },
    neighbours: [
      {
        title: 'newer numbers only, 1 duplicate',
        but: { accepts: 'newer' },
        counts: { distinct: 32, generated: 52, depth: 9 },
        expect: { 'no message is delivered twice': holds, 'a message is passed over': reachable(5) },
      },
    ],
  },
  {
    title: 'numbers are not looked at, 1 delay',
    headline: 'each key is delivered in the order of sending',
    counts: { distinct: 41, generated: 64, depth: 8 },
    config: { delays: 1 },
    expect: {
      'each key is delivered in the order of sending': violated(6),
      'no key has a gap': violated(5),
      'a message is held back': reachable(3),
    },
    neighbours: [
      {
        title: 'newer numbers only, 1 delay',
        but: { accepts: 'newer' },
        counts: { distinct: 40, generated: 64, depth: 8 },
        expect: {
          'each key is delivered in the order of sending': holds,
          'a message is passed over': reachable(6),
        },
      },
    ],
  },
  {
    title: 'newer numbers only, 1 loss',
    about: 'A higher number is taken whatever is missing before it.',
    headline: 'no key has a gap',
    counts: { distinct: 24, generated: 36, depth: 7 },
    config: { accepts: 'newer', losses: 1 },
    expect: { 'no key has a gap': violated(5), 'a message is lost': reachable(3) },
    neighbours: [
      {
        title: 'the next number only, 1 loss',
        about: 'What follows a gap is passed over: order and completeness at the price of waiting for the sender.',
        but: { accepts: 'next' },
        counts: { distinct: 24, generated: 36, depth: 7 },
        expect: { 'no key has a gap': holds, 'a message is passed over': reachable(5) },
        faults,
        frontier: {
          'each key is delivered in the order of sending': whateverStrikes,
          'no message is delivered twice': whateverStrikes,
          'no key has a gap': whateverStrikes,
        },
      },
    ],
  },
])
