import {
  at,
  each,
  holds,
  reachable,
  rows,
  specify,
  suite,
  unreachable,
  upTo,
  violated,
  where,
} from '../language/index.ts'
import {
  deliver,
  duplicate,
  duplicateSentence,
  lose,
  lossSentence,
  send,
  targets,
  unorderedChannel,
} from '../parts/channel.ts'
import { ackedIsDurable, atMostOnce, exactlyOnce } from '../parts/delivery.ts'
import { budget, spendsOnly } from '../parts/faults.ts'
import { idempotencyTable, isRemembered, remember } from '../parts/idempotency.ts'
import {
  answered,
  attempt,
  isOver,
  mayAttempt,
  mayTimeOut,
  timedOut,
  timeOutSentence,
  untried,
} from '../parts/retry.ts'

const payments = ['p1', 'p2'] as const
type Payment = (typeof payments)[number]

type Message =
  | { readonly type: 'request'; readonly payment: Payment; readonly key: string }
  | { readonly type: 'answer'; readonly payment: Payment }

const nameOf = ({ type, payment }: Message): string => `the ${type} ${type === 'answer' ? 'about' : 'for'} ${payment}`

/** What each action spends. */
const spent = {
  attempt: null,
  'time out': null,
  'time out too early': 'delays',
  pay: null,
  record: null,
  'receive answer': null,
  lose: 'losses',
  duplicate: 'duplicates',
  'service crash': 'crashes',
} as const

/** How many messages more there are after each action, those counted that the service has in its hands. */
const more = {
  attempt: 1,
  'time out': 0,
  'time out too early': 0,
  pay: 0,
  record: 0,
  'receive answer': -1,
  lose: -1,
  duplicate: 1,
} as const
const load = (s: { readonly inFlight: readonly Message[]; readonly unrecorded: readonly unknown[] }): number =>
  s.inFlight.length + s.unrecorded.length

interface Configuration {
  /** What names a request: one key for all attempts of a payment, or one for each attempt. */
  readonly key: 'payment' | 'attempt'
  /** When the service remembers what it paid: in the transaction that pays, in one of its own afterwards, or never. */
  readonly remembers: 'with the payment' | 'afterwards' | 'never'
  /** Entries that the table has room for, before the oldest expires. */
  readonly room: number
  /** Most attempts at each payment. */
  readonly attempts: number
  /** Fault budgets. A delay is a time-out although the request, or its answer, is still under way. */
  readonly losses: number
  readonly duplicates: number
  readonly delays: number
  readonly crashes: number
}

function specification({ key, remembers, room, attempts, losses, duplicates, delays, crashes }: Configuration) {
  return specify('idempotent consumer', {
    call: each(payments, untried()),
    inFlight: unorderedChannel<Message>(),
    table: idempotencyTable<string, 'paid'>(),
    /** Requests that the service has paid, and has neither remembered nor answered yet. In its memory. */
    unrecorded: [] as readonly { readonly payment: Payment; readonly key: string }[],
    paid: [] as readonly Payment[],
    faults: budget({ losses, duplicates, delays, crashes }),
  })
    .about(`
      A client asks a service to make two payments, and asks again where no answer comes. The service keeps a table of
      what it has paid, by the key of the request.
      Modelled: requests and answers in any order, with losses, duplicates and delays by budgets; a bounded number of
      attempts; a table that may be written in the transaction of the payment or after it, and has room for so many
      entries; a crash of the service, which loses what it holds in memory.
      Abstracted: time. A time-out comes when neither request nor answer is under way any more, which any long enough
      time-out achieves; one that comes sooner is the fault "delay". Client crashes: one that forgets its call is one
      that gives up.
      Source: the pattern "Idempotent Receiver" (Hohpe and Woolf, "Enterprise Integration Patterns", 2003), and keys of
      idempotency as in the Internet-Draft draft-ietf-httpapi-idempotency-key-header.
    `)

    .derive('isUnderWay', payments, (s, payment) => {
      return where(s.inFlight, { payment }).length > 0 || s.unrecorded.some((request) => request.payment === payment)
    })

    .action('attempt', 'The client sends the request, the first time or again.')
    .over('payment', payments)
    .by('client')
    .says((_before, { payment }, after) => `the client asks for ${payment}, attempt ${after.call[payment].attempts}`)
    .when((s, { payment }) => mayAttempt(s.call[payment]))
    .changes((s, { payment }) => {
      const call = attempt(s.call[payment])
      const request: Message = {
        type: 'request',
        payment,
        key: key === 'payment' ? payment : `${payment}/${call.attempts}`,
      }
      return { call: at(payment, call), inFlight: send(s.inFlight, request) }
    })

    .action('time out', 'Nothing is under way any more that could bring an answer.')
    .over('payment', payments)
    .by('client')
    .says(({ call }, { payment }) => `${payment}: ${timeOutSentence(call[payment], attempts)}`)
    .when((s, { payment }) => mayTimeOut(s.call[payment]) && !s.isUnderWay[payment])
    .changes((s, { payment }) => ({ call: at(payment, timedOut(s.call[payment], attempts)) }))

    .action('time out too early', 'The request or its answer is late.')
    .over('payment', payments)
    .fault({ spends: 'faults.delays' })
    .by('client')
    .says(({ call }, { payment }) => `${payment} is late: ${timeOutSentence(call[payment], attempts)}`)
    .when((s, { payment }) => mayTimeOut(s.call[payment]) && s.isUnderWay[payment])
    .changes((s, { payment }) => ({ call: at(payment, timedOut(s.call[payment], attempts)) }))

    .action('pay', 'The service makes the payment, unless the table has the key of the request.')
    .over('message', (s) => where(s.inFlight, { type: 'request' }))
    .by('service')
    .says((before, { message }, after) =>
      after.paid.length > before.paid.length
        ? `the service pays ${message.payment}${before.paid.includes(message.payment) ? ' once more' : ''}`
        : `the service remembers the key ${message.key}, and answers that ${message.payment} is paid`,
    )
    .changes((s, { message }) => {
      const { payment, key: its } = message
      const inFlight = deliver(s.inFlight, message)
      const withAnswer = send(inFlight, { type: 'answer', payment })
      if (isRemembered(s.table, its)) return { inFlight: withAnswer }
      const paid = [...s.paid, payment]
      if (remembers === 'never') return { inFlight: withAnswer, paid }
      if (remembers === 'afterwards') return { inFlight, paid, unrecorded: [...s.unrecorded, { payment, key: its }] }
      return { inFlight: withAnswer, paid, table: remember(s.table, its, 'paid', room) }
    })

    .action('record', 'The service remembers a payment in a transaction of its own, and answers.')
    .given('request', (s) => s.unrecorded[0])
    .by('service')
    .says(
      (_before, { request }) =>
        `the service records the key ${request.key}, and answers that ${request.payment} is paid`,
    )
    .changes((s, { request }) => ({
      unrecorded: s.unrecorded.slice(1),
      inFlight: send(s.inFlight, { type: 'answer', payment: request.payment }),
      // A copy of the request may have been paid and recorded meanwhile.
      table: isRemembered(s.table, request.key) ? s.table : remember(s.table, request.key, 'paid', room),
    }))

    .action('receive answer')
    .over('message', (s) => where(s.inFlight, { type: 'answer' }))
    .by('client')
    .says(({ call }, { message: { payment } }) =>
      isOver(call[payment])
        ? `the client ignores the answer about ${payment}: the call is over`
        : `the client learns that ${payment} is paid`,
    )
    .changes((s, { message }) => ({
      inFlight: deliver(s.inFlight, message),
      call: at(message.payment, answered(s.call[message.payment])),
    }))

    .action('lose')
    .over('message', (s) => targets(s.inFlight))
    .fault({ spends: 'faults.losses' })
    .by('network')
    .says((before, { message }) => lossSentence(before.inFlight, message, nameOf))
    .changes((s, { message }) => ({ inFlight: lose(s.inFlight, message) }))

    .action('duplicate')
    .over('message', (s) => targets(s.inFlight))
    .fault({ spends: 'faults.duplicates' })
    .by('network')
    .says((before, { message }) => duplicateSentence(before.inFlight, message, nameOf))
    .changes((s, { message }) => ({ inFlight: duplicate(s.inFlight, message) }))

    .action('service crash', 'What it has paid is paid; what it holds in memory is gone.')
    .fault({ spends: 'faults.crashes' })
    .by('service')
    .says((before) =>
      before.unrecorded.length === 0
        ? 'the service crashes and restarts'
        : `the service crashes and restarts: it does not know that it paid ${before.unrecorded.map(({ payment }) => payment).join(', ')}`,
    )
    .changes(() => ({ unrecorded: [] }))

    .always('no payment is made twice', (s) => atMostOnce(s.paid))
    .always('what the client knows to be paid is paid', (s) =>
      ackedIsDurable(
        payments.filter((payment) => s.call[payment].phase === 'answered'),
        s.paid,
      ),
    )
    .always('once both calls are answered, each payment is made exactly once', (s) => {
      return payments.some((payment) => s.call[payment].phase !== 'answered') || exactlyOnce(s.paid, payments)
    })
    .always('the table has each key once', (s) => atMostOnce(s.table.map((entry) => entry.key)))
    .alwaysStep('every message under way is counted', (before, step, after) => {
      const isLostWithTheService = step.action === 'service crash'
      return load(after) - load(before) === (isLostWithTheService ? -before.unrecorded.length : more[step.action])
    })
    .alwaysStep('every fault counts against its budget', (before, step, after) =>
      spendsOnly(before.faults, spent[step.action], after.faults),
    )
    .fair('weak', 'attempt', 'payment')
    .fair('weak', 'time out', 'payment')
    .fair('weak', 'pay')
    .fair('weak', 'record')
    .fair('weak', 'receive answer')
    .eventually('every call ends', payments, (s, payment) => isOver(s.call[payment]))
    .reachable('both calls are answered', (s) => payments.every((payment) => s.call[payment].phase === 'answered'))
    .reachable('a call is given up although it was paid', (s) =>
      payments.some((payment) => s.call[payment].phase === 'given up' && s.paid.includes(payment)),
    )
    .reachableStep(
      'the table saves a payment from being made twice',
      (before, step) => step.action === 'pay' && isRemembered(before.table, step.args.message.key),
    )
    .reachableStep('a message is lost', (_before, step) => step.action === 'lose')
    .reachableStep('a message is duplicated', (_before, step) => step.action === 'duplicate')
    .reachableStep('a time-out comes too early', (_before, step) => step.action === 'time out too early')
    .reachableStep(
      'a crash makes the service forget a payment',
      (before, step) => step.action === 'service crash' && before.unrecorded.length > 0,
    )
    .deadlockFree((s) => payments.every((payment) => isOver(s.call[payment])) && s.inFlight.length === 0)
}

const base: Configuration = {
  key: 'payment',
  remembers: 'with the payment',
  room: 2,
  attempts: 2,
  losses: 0,
  duplicates: 0,
  delays: 0,
  crashes: 0,
}

const usual = {
  'no payment is made twice': holds,
  'what the client knows to be paid is paid': holds,
  'once both calls are answered, each payment is made exactly once': holds,
  'the table has each key once': holds,
  'every message under way is counted': holds,
  'every fault counts against its budget': holds,
  'every call ends': holds,
  'both calls are answered': reachable(7),
  'a call is given up although it was paid': unreachable,
  'the table saves a payment from being made twice': unreachable,
  'a message is lost': unreachable,
  'a message is duplicated': unreachable,
  'a time-out comes too early': unreachable,
  'a crash makes the service forget a payment': unreachable,
  'no deadlock': holds,
} as const

const faults = {
  losses: upTo(1, 'loss', 'losses'),
  duplicates: upTo(1, 'duplicate'),
  delays: upTo(1, 'delay'),
  crashes: upTo(1, 'crash', 'crashes'),
} as const

const whateverStrikes = 'holds with up to 1 loss, 1 duplicate, 1 delay and 1 crash (all that was tried)'

export const idempotentConsumer = rows(suite('classic/idempotent-consumer', specification, base), usual, [
  {
    title: 'no fault',
    headline: 'no payment is made twice',
    counts: { distinct: 20, generated: 29, depth: 7 },
    faults,
    frontier: {
      'no payment is made twice': whateverStrikes,
      'what the client knows to be paid is paid': whateverStrikes,
    },
  },
  {
    title: 'remembered with the payment, 1 loss',
    headline: 'no payment is made twice',
    counts: { distinct: 104, generated: 179, depth: 10 },
    config: { losses: 1 },
    expect: {
      'a message is lost': reachable(3),
      'the table saves a payment from being made twice': reachable(7),
    },
    neighbours: [
      {
        title: 'never remembered, 1 loss',
        about: 'The answer is lost, so the client asks again.',
        but: { remembers: 'never' },
        counts: { distinct: 136, generated: 215, depth: 11 },
        expect: {
          'no payment is made twice': violated(7),
          'once both calls are answered, each payment is made exactly once': violated(11),
          'the table saves a payment from being made twice': unreachable,
        },
      },
      {
        title: 'a key for each attempt, 1 loss',
        about: 'The table works as it should, and never sees the same key twice.',
        but: { key: 'attempt' },
        counts: { distinct: 136, generated: 215, depth: 11 },
        expect: {
          'no payment is made twice': violated(7),
          'once both calls are answered, each payment is made exactly once': violated(11),
          'the table saves a payment from being made twice': unreachable,
        },
      },
    ],
  },
  {
    title: 'remembered with the payment, 1 crash',
    headline: 'no payment is made twice',
    counts: { distinct: 40, generated: 77, depth: 8 },
    config: { crashes: 1 },
    neighbours: [
      {
        title: 'remembered afterwards, 1 crash',
        about: 'Between the payment and the entry in the table nothing but memory knows of it.',
        but: { remembers: 'afterwards' },
        faults,
        frontier: {
          'no payment is made twice': 'holds with any 1 loss; broken by 1 duplicate, or by 1 delay, or by 1 crash',
        },
        counts: { distinct: 236, generated: 385, depth: 16 },
        expect: {
          'both calls are answered': reachable(9),
          'no payment is made twice': violated(7),
          'once both calls are answered, each payment is made exactly once': violated(13),
          'a crash makes the service forget a payment': reachable(4),
        },
      },
    ],
  },
  {
    title: 'room for both payments, 1 duplicate',
    headline: 'no payment is made twice',
    counts: { distinct: 86, generated: 163, depth: 9 },
    config: { duplicates: 1 },
    expect: {
      'a message is duplicated': reachable(3),
      'the table saves a payment from being made twice': reachable(5),
    },
    neighbours: [
      {
        title: 'room for one payment, 1 duplicate',
        about: 'The entry has expired when the copy arrives.',
        but: { room: 1 },
        counts: { distinct: 98, generated: 177, depth: 10 },
        expect: {
          'no payment is made twice': violated(7),
          'once both calls are answered, each payment is made exactly once': violated(9),
        },
      },
      {
        title: 'remembered afterwards, 1 duplicate',
        about: 'Both copies are paid before either is remembered: no crash is needed.',
        but: { remembers: 'afterwards' },
        counts: { distinct: 220, generated: 393, depth: 13 },
        expect: {
          'both calls are answered': reachable(9),
          'the table saves a payment from being made twice': reachable(6),
          'no payment is made twice': violated(5),
          'once both calls are answered, each payment is made exactly once': violated(11),
        },
      },
    ],
  },
  {
    title: '2 delays',
    about: 'Whoever gives up a call does not know whether it was carried out.',
    headline: 'no payment is made twice',
    counts: { distinct: 316, generated: 699, depth: 15 },
    config: { delays: 2 },
    expect: {
      'a time-out comes too early': reachable(3),
      'a call is given up although it was paid': reachable(6),
      'the table saves a payment from being made twice': reachable(6),
    },
  },
])
