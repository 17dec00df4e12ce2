import {
  at,
  each,
  holds,
  insert,
  reachable,
  rows,
  type SetOf,
  set,
  specify,
  suite,
  unreachable,
  upTo,
  violated,
} from '../language/index.ts'
import { explanationText } from '../parts/consistency/explanation-text.ts'
import { callsOf, emptyHistory, invoked, isWaiting, returned } from '../parts/consistency/history.ts'
import { explainLinearizability, isLinearizable } from '../parts/consistency/order.ts'
import { register } from '../parts/consistency/sequential-object.ts'
import { canTalk, partition, partitionSentence, partitionsOf, wholeNetwork } from '../parts/partition.ts'

const servers = ['s1', 's2', 's3'] as const
type Server = (typeof servers)[number]

/** The writer stands beside the first server, the reader beside the last: a partition parts them like these. */
const writerAt: Server = 's1'
const readerAt: Server = 's3'
const reads = 2
const cell = register(0)

const subsetsOf = (from: readonly Server[], size: number): readonly (readonly Server[])[] =>
  from
    .reduce<readonly (readonly Server[])[]>((all, server) => all.flatMap((some) => [some, [...some, server]]), [[]])
    .filter((some) => some.length === size)

interface Configuration {
  /** Servers that have to answer a request: 2 of the 3 are a majority, so that any two requests meet in one. */
  readonly quorum: number
  /** Whether a reader stores what it found at a quorum before it returns it. */
  readonly writesBack: boolean
  /** Whether the network is assumed to be whole again and again: no partition is for ever. */
  readonly comesBack: boolean
  /** Fault budget: partitions of the network in two. */
  readonly partitions: number
}

function specification({ quorum, writesBack, comesBack, partitions }: Configuration) {
  return specify('partitioned register', {
    value: each(servers, 0),
    /** Servers that have stored the value of the writer, and of the reader, and have told it. */
    stored: set<Server>() as SetOf<Server>,
    backed: set<Server>() as SetOf<Server>,
    /** What the reader has found, and not returned yet. */
    found: null as number | null,
    cuts: wholeNetwork<Server>(),
    history: emptyHistory(cell),
  })
    .about(`
      A register on three servers: a writer stores 1 in place of 0, and a reader reads twice. Each needs answers of a
      quorum. Meanwhile the network may be parted, and heal.
      Modelled: the writer's requests one by one; the reader, which asks a quorum that it can talk to, and stores what it
      found at a quorum, one by one; partitions in two, at any moment; the history of what was asked and answered.
      Abstracted: request and answer are one step, so a request whose answer is lost is one that was not made; it may be
      made again. A read asks its quorum at one moment. Values only grow, so the newest is the largest and needs no
      time stamp.
      Assumed of the network: nothing heals it at any certain time. That it does so at all is an assumption of the one
      promise that needs it, and a switch.
      Source: Attiya, Bar-Noy and Dolev, "Sharing memory robustly in message-passing systems" (1995); Gilbert and Lynch,
      "Brewer's conjecture and the feasibility of consistent, available, partition-tolerant web services" (2002).
    `)

    .action('begin to write')
    .by('writer')
    .says(() => 'the writer begins to write 1')
    .when((s) => callsOf(s.history, 'writer').length === 0)
    .changes((s) => ({ history: invoked(s.history, 'writer', { type: 'write', value: 1 }) }))

    .action('store')
    .over('server', servers)
    .by(({ server }) => server)
    .says((_before, { server }) => `${server} stores 1 for the writer`)
    .when(
      (s, { server }) =>
        isWaiting(s.history, 'writer') && !s.stored.includes(server) && canTalk(s.cuts, writerAt, server),
    )
    .changes((s, { server }) => ({ value: at(server, 1), stored: insert(s.stored, server) }))

    .action('end the write')
    .by('writer')
    .says((before) => `the write ends, stored by ${before.stored.join(' and ')}`)
    .when((s) => isWaiting(s.history, 'writer') && s.stored.length >= quorum)
    .changes((s) => ({ history: returned(s.history, 'writer', 'ok') }))

    .action('begin to read')
    .by('reader')
    .says((before) => `the reader begins its read ${callsOf(before.history, 'reader').length + 1}`)
    .when((s) => !isWaiting(s.history, 'reader') && callsOf(s.history, 'reader').length < reads)
    .changes((s) => ({ history: invoked(s.history, 'reader', { type: 'read' }) }))

    .action('ask', 'A quorum tells what it has.')
    .over('asked', (s) =>
      subsetsOf(
        servers.filter((server) => canTalk(s.cuts, readerAt, server)),
        quorum,
      ),
    )
    .by('reader')
    .says((_before, { asked }, after) => `the reader asks ${asked.join(' and ')}, and finds ${after.found}`)
    .when((s) => isWaiting(s.history, 'reader') && s.found === null)
    .changes((s, { asked }) => ({ found: Math.max(...asked.map((server) => s.value[server])) }))

    .action('write back')
    .over('server', servers)
    .given('found', (s) => s.found)
    .by(({ server }) => server)
    .says((_before, { server, found }) => `${server} stores ${found} for the reader`)
    .when((s, { server }) => writesBack && !s.backed.includes(server) && canTalk(s.cuts, readerAt, server))
    .changes((s, { server, found }) => ({
      value: at(server, Math.max(s.value[server], found)),
      backed: insert(s.backed, server),
    }))

    .action('end the read')
    .given('found', (s) => s.found)
    .by('reader')
    .says(
      (_before, { found }, after) =>
        `the reader returns ${found}; ${explanationText(explainLinearizability(after.history, cell))}`,
    )
    .when((s) => !writesBack || s.backed.length >= quorum)
    .changes((s, { found }) => ({
      history: returned(s.history, 'reader', found),
      found: null,
      backed: set<Server>(),
    }))

    .action('partition')
    .over('side', partitionsOf(servers))
    .fault({ spends: 'partitions', of: partitions })
    .by('network')
    .says((_before, { side }) => partitionSentence(servers, side))
    .when((s) => s.cuts.length === 0)
    .changes((s, { side }) => ({ cuts: partition(s.cuts, servers, side) }))

    .action('heal')
    .by('network')
    .says(() => 'the network is whole again')
    .when((s) => s.cuts.length > 0)
    .changes(() => ({ cuts: wholeNetwork<Server>() }))

    .always('linearizable', (s) => isLinearizable(s.history, cell))
    .fair('weak', 'store', 'server')
    .fair('weak', 'end the write')
    .fair('weak', 'ask')
    .fair('weak', 'write back', 'server')
    .fair('weak', 'end the read')
    .leadsTo(
      'whoever asks has an answer',
      ['writer', 'reader'],
      (s, client) => isWaiting(s.history, client),
      (s, client) => !isWaiting(s.history, client),
    )
    .assuming('the network is whole', (s) => !comesBack || s.cuts.length === 0)
    .always('the reader stores only what it has found', (s) => s.found !== null || s.backed.length === 0)
    .alwaysStep('nobody is reached across a partition', ({ cuts }, step) => {
      if (step.action === 'store') return canTalk(cuts, writerAt, step.args.server)
      return step.action !== 'write back' || canTalk(cuts, readerAt, step.args.server)
    })
    .alwaysStep(
      'every fault counts against its budget',
      (before, step, after) =>
        after.partitions === before.partitions - (step.action === 'partition' ? 1 : 0) && after.partitions >= 0,
    )
    .alwaysStep('no server stores anything older', (before, _step, after) =>
      servers.every((server) => after.value[server] >= before.value[server]),
    )
    .reachable(
      'both reads return the new value',
      (s) => callsOf(s.history, 'reader').filter((call) => 'result' in call && call.result === 1).length === reads,
    )
    .reachable(
      'a read returns the new value before the write ends',
      (s) =>
        isWaiting(s.history, 'writer') &&
        callsOf(s.history, 'reader').some((call) => 'result' in call && call.result === 1),
    )
    .reachableStep(
      'the network is parted while somebody waits',
      (before, step) =>
        step.action === 'partition' && (isWaiting(before.history, 'writer') || isWaiting(before.history, 'reader')),
    )
    .reachableStep('the network heals', (_before, step, after) => step.action === 'heal' && after.cuts.length === 0)
    .deadlockFree(
      (s) =>
        s.cuts.length === 0 &&
        callsOf(s.history, 'writer').length === 1 &&
        callsOf(s.history, 'reader').length === reads &&
        !isWaiting(s.history, 'writer') &&
        !isWaiting(s.history, 'reader'),
    )
}

const base: Configuration = { quorum: 2, writesBack: true, comesBack: true, partitions: 0 }

const usual = {
  linearizable: holds,
  'whoever asks has an answer': holds,
  'the reader stores only what it has found': holds,
  'nobody is reached across a partition': holds,
  'every fault counts against its budget': holds,
  'no server stores anything older': holds,
  'both reads return the new value': reachable(13),
  'a read returns the new value before the write ends': reachable(8),
  'the network is parted while somebody waits': unreachable,
  'the network heals': unreachable,
  'no deadlock': holds,
} as const

const faults = { partitions: upTo(2, 'partition') } as const

export const partitionedRegister = rows(suite('classic/partitioned-register', specification, base), usual, [
  {
    title: 'a majority, 1 partition',
    about:
      'Whoever is on the side of the minority waits until the network is whole: consistent, and not always available.',
    headline: 'linearizable',
    counts: { distinct: 5_885, generated: 20_053, depth: 18 },
    config: { partitions: 1 },
    expect: {
      'the network is parted while somebody waits': reachable(3),
      'the network heals': reachable(3),
    },
    faults,
    frontier: {
      linearizable: 'holds with up to 2 partitions (all that was tried)',
      'whoever asks has an answer': 'holds with up to 2 partitions (all that was tried)',
    },
    neighbours: [
      {
        title: 'a majority, 1 partition that may stay',
        about: 'Nothing is assumed of the network: whoever is on the side of the minority may wait for ever.',
        but: { comesBack: false },
        counts: { distinct: 5_885, generated: 20_053, depth: 18 },
        headline: 'whoever asks has an answer',
        expect: { 'whoever asks has an answer': violated(3) },
        faults,
        frontier: { 'whoever asks has an answer': 'holds without faults; broken by 1 partition' },
      },
      {
        title: 'any one server, 1 partition',
        about: 'Everybody has an answer, and some of the answers are wrong: available, and not consistent.',
        but: { quorum: 1 },
        counts: { distinct: 12_740, generated: 44_960, depth: 17 },
        expect: {
          'both reads return the new value': reachable(11),
          'a read returns the new value before the write ends': reachable(7),
          linearizable: violated(8),
        },
      },
    ],
  },
  {
    title: 'a majority, written back',
    headline: 'linearizable',
    counts: { distinct: 1_177, generated: 3_316, depth: 16 },
    neighbours: [
      {
        title: 'a majority, not written back',
        about: 'A write that is under way is found by the first read and not by the second. No fault is needed.',
        but: { writesBack: false },
        counts: { distinct: 332, generated: 716, depth: 12 },
        expect: {
          'both reads return the new value': reachable(9),
          'a read returns the new value before the write ends': reachable(6),
          linearizable: violated(9),
        },
      },
    ],
  },
])
