import { at, each, holds, reachable, rows, specify, suite, unreachable, upTo, violated } from '../language/index.ts'
import { clocksOf, reading, skew, skewSentence, tick } from '../parts/clock.ts'
import { atMostOnce } from '../parts/delivery.ts'
import { budget, spendsOnly } from '../parts/faults.ts'
import { admits, expirySentence, grant, isExpired, type Lease, mayGrant, noLease, raised } from '../parts/lease.ts'
import { isPaused, noPauses, pause, pauseSentence, resume, resumeSentence } from '../parts/pause.ts'

const clients = ['ann', 'bob'] as const
type Client = (typeof clients)[number]

/** Ticks for which a lease is granted, and ticks that the model has in all. */
const duration = 2
const horizon = 4

/** What each action spends. */
const spent = {
  grant: null,
  'look at the clock': null,
  write: null,
  'find it expired': null,
  tick: null,
  'go on': null,
  pause: 'pauses',
  skew: 'skews',
} as const

interface Configuration {
  /** Whether the storage refuses a token that is older than one it has seen. */
  readonly hasFence: boolean
  /** Ticks before its end at which a holder no longer trusts its lease. */
  readonly margin: number
  /** Fault budgets: pauses of clients; single ticks by which a clock is set ahead or back. */
  readonly pauses: number
  readonly skews: number
}

function specification({ hasFence, margin, pauses, skews }: Configuration) {
  return specify('lease', {
    clocks: clocksOf(['service', ...clients]),
    lease: noLease<Client>(),
    copy: each(clients, null as Lease<Client> | null),
    /** "about to write": it has looked at the clock, and found that it holds the lease. */
    phase: each(clients, 'idle' as 'idle' | 'holds' | 'about to write' | 'done'),
    fence: 0,
    /** Tokens of the writes that the storage has taken. */
    written: [] as readonly number[],
    paused: noPauses<Client>(),
    faults: budget({ pauses, skews }),
  })
    .about(`
      Two clients write to a storage, each while it holds a lease that a service grants. A client looks at its clock
      before it writes. The lease bears a number, which the storage may check.
      Modelled: a clock each for the service and the clients, which a fault sets ahead or back by a tick; pauses of a
      client between its look at the clock and its write; a margin that a holder keeps; a storage with a fence or without.
      Time is urgent: while a client that runs is about to write, it does not pass. So a client that is not paused is
      quick, and each time one is slow is counted as a fault.
      Abstracted: messages take no time and are not lost; renewal, which gives a longer lease. Time ends after ${horizon}
      ticks, which is two leases.
      Source: Kleppmann, "How to do distributed locking" (2016); Gray and Cheriton, "Leases" (1989).
    `)

    .action('grant', 'The service grants the lease, when it is free by its own clock.')
    .over('client', clients)
    .by('service')
    .says(
      (_before, { client }, { lease }) =>
        `the service grants ${client} the lease until ${lease.until}, token ${lease.token}`,
    )
    .when(
      (s, { client }) =>
        s.phase[client] === 'idle' && !isPaused(s.paused, client) && mayGrant(s.lease, reading(s.clocks, 'service')),
    )
    .changes((s, { client }) => {
      const lease = grant(s.lease, client, reading(s.clocks, 'service'), duration)
      return { lease, copy: at(client, lease), phase: at(client, 'holds') }
    })

    .action('look at the clock', 'A client makes sure that it holds the lease.')
    .over('client', clients)
    .given('lease', (s, { client }) => s.copy[client])
    .by(({ client }) => client)
    .says(
      ({ clocks }, { client, lease }) =>
        `${client} reads ${reading(clocks, client)} and holds the lease until ${lease.until}`,
    )
    .when(
      (s, { client, lease }) =>
        s.phase[client] === 'holds' &&
        !isPaused(s.paused, client) &&
        !isExpired(lease, reading(s.clocks, client) + margin),
    )
    .changes((_s, { client }) => ({ phase: at(client, 'about to write') }))

    .action('find it expired', 'A client that looks too late gives the lease up.')
    .over('client', clients)
    .given('lease', (s, { client }) => s.copy[client])
    .by(({ client }) => client)
    .says(({ clocks }, { client, lease }) => expirySentence(client, lease, reading(clocks, client), margin))
    .when(
      (s, { client, lease }) =>
        s.phase[client] === 'holds' &&
        !isPaused(s.paused, client) &&
        isExpired(lease, reading(s.clocks, client) + margin),
    )
    .changes((_s, { client }) => ({ phase: at(client, 'idle'), copy: at(client, null) }))

    .action('write', 'The storage takes the write, unless its fence is in the way.')
    .over('client', clients)
    .given('lease', (s, { client }) => s.copy[client])
    .by(({ client }) => client)
    .says((before, { client, lease }, after) =>
      after.written.length > before.written.length
        ? `${client} writes with token ${lease.token}`
        : `the storage refuses the write of ${client}: token ${lease.token} is older than ${before.fence}`,
    )
    .when((s, { client }) => s.phase[client] === 'about to write' && !isPaused(s.paused, client))
    .changes((s, { client, lease }) => {
      const over = { phase: at(client, 'done'), copy: at(client, null) }
      if (!hasFence) return { ...over, written: [...s.written, lease.token] }
      if (!admits(s.fence, lease.token)) return over
      return { ...over, written: [...s.written, lease.token], fence: raised(s.fence, lease.token) }
    })

    .action('tick')
    .by('time')
    .says((_before, _args, after) => `a tick passes: it is ${after.clocks.now}`)
    .when(
      (s) =>
        s.clocks.now < horizon &&
        clients.every((client) => s.phase[client] !== 'about to write' || isPaused(s.paused, client)),
    )
    .changes((s) => ({ clocks: tick(s.clocks) }))

    .action('pause', 'A garbage collection, for example.')
    .over('client', clients)
    .fault({ spends: 'faults.pauses' })
    .by(({ client }) => client)
    .says((_before, { client }) => pauseSentence(client))
    .when((s, { client }) => !isPaused(s.paused, client))
    .changes((s, { client }) => ({ paused: pause(s.paused, client) }))

    .action('go on')
    .over('client', (s) => s.paused)
    .by(({ client }) => client)
    .says((_before, { client }) => resumeSentence(client))
    .changes((s, { client }) => ({ paused: resume(s.paused, client) }))

    .action('skew')
    .over('node', ['service', ...clients] as const)
    .over('by', [1, -1])
    .fault({ spends: 'faults.skews' })
    .by(({ node }) => node)
    .says((_before, { node, by }) => skewSentence(node, by))
    .changes((s, { node, by }) => ({ clocks: skew(s.clocks, node, by) }))

    .derive('believes', clients, (s, client) => {
      const lease = s.copy[client]
      return lease !== null && !isExpired(lease, reading(s.clocks, client) + margin)
    })
    .always('one client at a time believes that it holds the lease', (s) => !(s.believes.ann && s.believes.bob))
    .always('no write follows one with a newer token', (s) =>
      s.written.every((token, index) => index === 0 || token >= (s.written[index - 1] ?? 0)),
    )
    .always('every token is granted once', (s) => {
      const [ann, bob] = [s.copy.ann, s.copy.bob]
      return ann === null || bob === null || ann.token !== bob.token
    })
    .always('no token is used for two writes', (s) => atMostOnce(s.written))
    .always('a client has its copy of the lease from the grant to the write', clients, (s, client) => {
      return (s.copy[client] !== null) === (s.phase[client] === 'holds' || s.phase[client] === 'about to write')
    })
    .alwaysStep(
      'a client gives up no lease that it believes to hold',
      (before, step) => step.action !== 'find it expired' || !before.believes[step.args.client],
    )
    .alwaysStep('a skew sets one clock by one tick', (before, step, after) => {
      if (step.action !== 'skew') return true
      const { node, by } = step.args
      return reading(after.clocks, node) === reading(before.clocks, node) + by
    })
    .alwaysStep('every fault counts against its budget', (before, step, after) =>
      spendsOnly(before.faults, spent[step.action], after.faults),
    )
    .reachable('both clients write', (s) => s.written.length === 2)
    .reachableStep('a client gives its lease up', (_before, step) => step.action === 'find it expired')
    .reachableStep(
      'the storage refuses a write',
      (before, step, after) => step.action === 'write' && before.written.length === after.written.length,
    )
    .reachableStep(
      'a client is paused before it writes',
      (before, step) => step.action === 'pause' && before.phase[step.args.client] === 'about to write',
    )
    .reachableStep('a clock is skewed', (_before, step) => step.action === 'skew')
    .deadlockFree((s) => s.clocks.now === horizon)
}

const base: Configuration = { hasFence: true, margin: 0, pauses: 0, skews: 0 }

const usual = {
  'one client at a time believes that it holds the lease': holds,
  'no write follows one with a newer token': holds,
  'every token is granted once': holds,
  'no token is used for two writes': holds,
  'a client has its copy of the lease from the grant to the write': holds,
  'a client gives up no lease that it believes to hold': holds,
  'a skew sets one clock by one tick': holds,
  'every fault counts against its budget': holds,
  'both clients write': reachable(9),
  'a client gives its lease up': reachable(5),
  'the storage refuses a write': unreachable,
  'a client is paused before it writes': unreachable,
  'a clock is skewed': unreachable,
  'no deadlock': holds,
} as const

const faults = { pauses: upTo(1, 'pause'), skews: upTo(2, 'skew') } as const

const whateverStrikes = 'holds with up to 1 pause and 2 skews (all that was tried)'

export const lease = rows(suite('classic/lease', specification, base), usual, [
  {
    title: 'no fault, no fence',
    headline: 'no write follows one with a newer token',
    counts: { distinct: 257, generated: 383, depth: 13 },
    config: { hasFence: false },
    faults,
    frontier: {
      'no write follows one with a newer token': 'holds without faults; broken by 1 pause, or by 1 skew',
      'one client at a time believes that it holds the lease': 'holds with any 1 pause; broken by 1 skew',
    },
  },
  {
    title: 'a fence, 1 pause',
    headline: 'no write follows one with a newer token',
    counts: { distinct: 1_222, generated: 2_635, depth: 15 },
    config: { pauses: 1 },
    expect: {
      'the storage refuses a write': reachable(11),
      'a client is paused before it writes': reachable(4),
    },
    faults,
    frontier: {
      'no write follows one with a newer token': whateverStrikes,
      'one client at a time believes that it holds the lease': 'holds with any 1 pause; broken by 1 skew',
    },
    neighbours: [
      {
        title: 'no fence, 1 pause',
        about: "The client has looked at the clock. When it writes, the lease is another's.",
        but: { hasFence: false },
        counts: { distinct: 1_224, generated: 2_635, depth: 15 },
        expect: {
          'no write follows one with a newer token': violated(11),
          'the storage refuses a write': unreachable,
        },
      },
    ],
  },
  {
    title: 'a margin of 1 tick, 1 skew',
    headline: 'one client at a time believes that it holds the lease',
    counts: { distinct: 2_143, generated: 4_683, depth: 14 },
    config: { margin: 1, skews: 1 },
    expect: { 'a clock is skewed': reachable(2), 'a client gives its lease up': reachable(4) },
    faults,
    frontier: {
      'no write follows one with a newer token': whateverStrikes,
      'one client at a time believes that it holds the lease': 'holds with any 1 pause + 1 skew; broken by 2 skews',
    },
    neighbours: [
      {
        title: 'no margin, 1 skew',
        about: 'By one clock the lease is over, by the other it is not.',
        but: { margin: 0 },
        counts: { distinct: 2_245, generated: 4_855, depth: 14 },
        expect: {
          'a client gives its lease up': reachable(5),
          'one client at a time believes that it holds the lease': violated(5),
          'the storage refuses a write': reachable(9),
        },
      },
    ],
  },
])
