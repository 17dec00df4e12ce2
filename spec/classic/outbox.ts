import { holds, reachable, rows, specify, suite, unreachable, upTo, violated } from '../language/index.ts'
import { ackedIsDurable, atMostOnce, fifoPerKey, noPhantom } from '../parts/delivery.ts'
import { budget, spendsOnly } from '../parts/faults.ts'
import { idempotencyTable, isRemembered, remember } from '../parts/idempotency.ts'
import { emptyOutbox, enlist, markPublished, oldest } from '../parts/outbox.ts'

interface Event {
  readonly order: string
  readonly change: 'placed' | 'paid'
}

/** Changes that the service makes, in this order; each has an event that tells of it. */
const changes: readonly Event[] = [
  { order: 'o1', change: 'placed' },
  { order: 'o1', change: 'paid' },
]

const nameOf = ({ order, change }: Event): string => `"${order} ${change}"`

/** What each action spends. */
const spent = {
  change: null,
  announce: null,
  finish: null,
  publish: null,
  mark: null,
  consume: null,
  crash: 'crashes',
} as const

interface Configuration {
  /**
   * How a change and its event are written: both in one transaction of the database, through an outbox; or directly to
   * the database and to the broker, one before the other.
   */
  readonly writes: 'one transaction' | 'the change first' | 'the event first'
  /** Which event a relay publishes next: the oldest, or any, as several relays side by side do. */
  readonly relays: 'the oldest' | 'any'
  /** Whether the consumer remembers which events it has handled. */
  readonly remembers: boolean
  /** Fault budget: crashes of the service, and of the relay that runs in it. */
  readonly crashes: number
}

function specification({ writes, relays, remembers, crashes }: Configuration) {
  const isDirect = writes !== 'one transaction'

  return specify('outbox', {
    /** The database: changes made, and the outbox. */
    changed: [] as readonly Event[],
    outbox: emptyOutbox<Event>(),
    /** Memory of the service: what it has written to one of two places only, or published and not marked. */
    halfDone: null as Event | null,
    published: null as Event | null,
    /** The broker: events in the order in which they were published. */
    topic: [] as readonly Event[],
    /** The consumer. */
    position: 0,
    table: idempotencyTable<Event, 'handled'>(),
    handled: [] as readonly Event[],
    faults: budget({ crashes }),
  })
    .about(`
      A service changes orders in its database and tells others of each change by an event. With an outbox it writes
      both in one transaction, and a relay publishes the event later. Without one it writes to two places in turn.
      Modelled: changes that are made in order; a relay that publishes and then marks; a consumer that reads the topic in
      order and may remember what it has handled; crashes, which take what is in memory.
      Abstracted: the broker keeps what it is given, in order, so that what goes wrong is the service's doing. A change
      that is refused by the database is a crash before it is made. The database never loses what it has committed.
      Source: the pattern "Transactional outbox" (Richardson, "Microservices Patterns", 2018, chapter 3).
    `)

    .action('change', 'The service changes an order; with an outbox, the event is written in the same transaction.')
    .given('event', (s) => (s.halfDone === null ? changes[s.changed.length] : null))
    .by('service')
    .says((_before, { event }) =>
      isDirect
        ? `the database has the change ${nameOf(event)}`
        : `the database has the change ${nameOf(event)}, and its event in the outbox`,
    )
    .when(() => writes !== 'the event first')
    .changes((s, { event }) =>
      isDirect
        ? { changed: [...s.changed, event], halfDone: event }
        : { changed: [...s.changed, event], outbox: enlist(s.outbox, event) },
    )

    .action('announce', 'The service publishes the event of a change that it is about to make.')
    .given('event', (s) => (s.halfDone === null ? changes[s.changed.length] : null))
    .by('service')
    .says((_before, { event }) => `the event ${nameOf(event)} is published, the change is to follow`)
    .when(() => writes === 'the event first')
    .changes((s, { event }) => ({ topic: [...s.topic, event], halfDone: event }))

    .action('finish', 'The second of two writes.')
    .given('event', (s) => s.halfDone)
    .by('service')
    .says((_before, { event }) =>
      writes === 'the event first'
        ? `the database has the change ${nameOf(event)}`
        : `the event ${nameOf(event)} is published`,
    )
    .changes((s, { event }) =>
      writes === 'the event first'
        ? { changed: [...s.changed, event], halfDone: null }
        : { topic: [...s.topic, event], halfDone: null },
    )

    .action('publish', 'The relay publishes an event of the outbox.')
    .over('event', (s) => (relays === 'the oldest' ? oldest(s.outbox) : s.outbox))
    .by('relay')
    .says(
      (before, { event }) => `the relay publishes ${nameOf(event)}${noPhantom([event], before.topic) ? ' again' : ''}`,
    )
    .when((s) => s.published === null)
    .changes((s, { event }) => ({ topic: [...s.topic, event], published: event }))

    .action('mark', 'The relay marks the event as published.')
    .given('event', (s) => s.published)
    .by('relay')
    .says((_before, { event }) => `the relay marks ${nameOf(event)} as published`)
    .changes((s, { event }) => ({ outbox: markPublished(s.outbox, event), published: null }))

    .action('consume')
    .given('event', (s) => s.topic[s.position])
    .by('consumer')
    .says(({ table }, { event }) =>
      isRemembered(table, event)
        ? `the consumer passes over ${nameOf(event)}, which it has handled`
        : `the consumer handles ${nameOf(event)}`,
    )
    .changes((s, { event }) => {
      const position = s.position + 1
      if (isRemembered(s.table, event)) return { position }
      const table = remembers ? remember(s.table, event, 'handled') : s.table
      return { position, table, handled: [...s.handled, event] }
    })

    .action('crash', 'The service and its relay restart without what they had in memory.')
    .fault({ spends: 'faults.crashes' })
    .by('service')
    .says(({ halfDone, published }) => {
      if (halfDone !== null) {
        const rest = writes === 'the event first' ? 'the change' : 'the event'
        return `the service crashes before it writes ${rest} ${nameOf(halfDone)}, and does not know of it any more`
      }
      return published === null
        ? 'the service crashes and restarts'
        : `the service crashes before it marks ${nameOf(published)} as published`
    })
    .changes(() => ({ halfDone: null, published: null }))

    .derive('isAtRest', (s) => s.halfDone === null && s.published === null && s.outbox.length === 0)
    .always('no event is published without its change', (s) => s.halfDone !== null || noPhantom(s.topic, s.changed))
    .always('no change is left without its event', (s) => !s.isAtRest || ackedIsDurable(s.changed, s.topic))
    .always('no event is handled twice', (s) => atMostOnce(s.handled))
    .always('the events of an order are handled in order', (s) => fifoPerKey(s.handled, changes, ({ order }) => order))
    .always('without a crash no event is published twice', (s) => s.faults.crashes < crashes || atMostOnce(s.topic))
    .always('the consumer remembers each event once', (s) => atMostOnce(s.table))
    .alwaysStep('every fault counts against its budget', (before, step, after) =>
      spendsOnly(before.faults, spent[step.action], after.faults),
    )
    .fair('weak', 'publish')
    .fair('weak', 'mark')
    .fair('weak', 'finish')
    .fair('weak', 'consume')
    .leadsTo(
      'every change is handled',
      [0, 1],
      (s, index) => s.changed.length > index,
      (s, index) => ackedIsDurable(changes.slice(index, index + 1), s.handled),
    )
    .reachable('every event is handled', (s) => s.handled.length === changes.length && s.isAtRest)
    .reachableStep(
      'an event is published and not marked',
      (before, step) => step.action === 'crash' && before.published !== null,
    )
    .reachableStep(
      'the consumer passes over a copy',
      (before, step, after) => step.action === 'consume' && before.handled.length === after.handled.length,
    )
    .deadlockFree((s) => s.changed.length === changes.length && s.isAtRest && s.position === s.topic.length)
}

const base: Configuration = { writes: 'one transaction', relays: 'the oldest', remembers: true, crashes: 0 }

const usual = {
  'no event is published without its change': holds,
  'no change is left without its event': holds,
  'no event is handled twice': holds,
  'the events of an order are handled in order': holds,
  'without a crash no event is published twice': holds,
  'the consumer remembers each event once': holds,
  'every fault counts against its budget': holds,
  'every change is handled': holds,
  'every event is handled': reachable(9),
  'an event is published and not marked': unreachable,
  'the consumer passes over a copy': unreachable,
  'no deadlock': holds,
} as const

const faults = { crashes: upTo(2, 'crash', 'crashes') } as const
const whateverStrikes = 'holds with up to 2 crashes (all that was tried)'

export const outbox = rows(suite('classic/outbox', specification, base), usual, [
  {
    title: 'one transaction, 1 crash',
    headline: 'no change is left without its event',
    counts: { distinct: 69, generated: 124, depth: 12 },
    config: { crashes: 1 },
    expect: { 'an event is published and not marked': reachable(4), 'the consumer passes over a copy': reachable(7) },
    faults,
    frontier: {
      'no event is published without its change': whateverStrikes,
      'no change is left without its event': whateverStrikes,
      'no event is handled twice': whateverStrikes,
      'the events of an order are handled in order': whateverStrikes,
    },
    neighbours: [
      {
        title: 'the change first, 1 crash',
        about: 'The order is changed, and nobody will ever be told.',
        but: { writes: 'the change first' },
        counts: { distinct: 24, generated: 34, depth: 8 },
        expect: {
          'no change is left without its event': violated(3),
          'every change is handled': violated(3),
          'every event is handled': reachable(7),
          'an event is published and not marked': unreachable,
          'the consumer passes over a copy': unreachable,
        },
        faults,
        frontier: {
          'no change is left without its event': 'holds without faults; broken by 1 crash',
          'no event is published without its change': whateverStrikes,
        },
      },
      {
        title: 'the event first, 1 crash',
        about: 'Others are told of a change that never was. It comes later here, since the service makes it again.',
        but: { writes: 'the event first' },
        counts: { distinct: 49, generated: 78, depth: 10 },
        headline: 'no event is published without its change',
        expect: {
          'no event is published without its change': violated(3),
          'every event is handled': reachable(7),
          'the consumer passes over a copy': reachable(6),
          'an event is published and not marked': unreachable,
        },
        faults,
        frontier: {
          'no event is published without its change': 'holds without faults; broken by 1 crash',
          'no change is left without its event': whateverStrikes,
        },
      },
      {
        title: 'a consumer that forgets, 1 crash',
        about: 'An outbox delivers at least once: what is published and not marked is published again.',
        but: { remembers: false },
        counts: { distinct: 69, generated: 124, depth: 12 },
        headline: 'no event is handled twice',
        expect: { 'no event is handled twice': violated(7), 'the consumer passes over a copy': unreachable },
        faults,
        frontier: { 'no event is handled twice': 'holds without faults; broken by 1 crash' },
      },
    ],
  },
  {
    title: 'one relay',
    headline: 'the events of an order are handled in order',
    counts: { distinct: 17, generated: 26, depth: 9 },
    neighbours: [
      {
        title: 'relays side by side',
        about: 'Any event may be published first, and no fault is needed.',
        but: { relays: 'any' },
        counts: { distinct: 27, generated: 40, depth: 9 },
        expect: { 'the events of an order are handled in order': violated(8) },
        faults,
        frontier: { 'the events of an order are handled in order': 'broken without any fault' },
      },
    ],
  },
])
