import {
  at,
  each,
  holds,
  reachable,
  record,
  rows,
  specify,
  suite,
  unreachable,
  upTo,
  violated,
} from '../language/index.ts'
import { ackedIsDurable, atMostOnce, missing } from '../parts/delivery.ts'
import {
  afterDiskLoss,
  afterPowerCut,
  append,
  diskLossSentence,
  emptyLog,
  failedFsync,
  failedFsyncSentence,
  fsync,
  type LogFile,
  powerCutSentence,
  powerCutSurvivors,
  readable,
  recovered,
} from '../parts/disk.ts'
import { budget, spendsOnly } from '../parts/faults.ts'

const replicas = ['r1', 'r2'] as const
const records = ['m1', 'm2'] as const
type Record = (typeof records)[number]

/** What each action spends. */
const spent = {
  append: null,
  copy: null,
  flush: null,
  acknowledge: null,
  'power cut': 'powerCuts',
  'failed fsync': 'failedFsyncs',
  'disk loss': 'diskLosses',
} as const

interface Configuration {
  /** Replicas that must have a record before it is acknowledged: 1, or both. */
  readonly copies: 1 | 2
  /** Whether they must have flushed it as well, as far as they know. */
  readonly flushesFirst: boolean
  /** What a replica does when an fsync fails: go on as if it had worked, try it again, or never write again. */
  readonly onFailedFsync: 'goes on' | 'tries again' | 'stops'
  /** Fault budgets, each fault at one replica. */
  readonly powerCuts: number
  readonly failedFsyncs: number
  readonly diskLosses: number
}

function specification({ copies, flushesFirst, onFailedFsync, powerCuts, failedFsyncs, diskLosses }: Configuration) {
  const has = (log: LogFile<Record>, record: Record): boolean => {
    const index = readable(log).indexOf(record)
    return index !== -1 && (!flushesFirst || index < log.flushed)
  }

  const failure = onFailedFsync === 'goes on' ? 'swallowed' : 'noticed'

  return specify('replicated log', {
    log: each(replicas, record(emptyLog<Record>())),
    isStopped: each(replicas, false),
    acknowledged: [] as readonly Record[],
    faults: budget({ powerCuts, failedFsyncs, diskLosses }),
  })
    .about(`
      Two replicas keep a log, each on a disk of its own. A record is acknowledged once so many of them have it, in the
      page cache or, as far as they know, on the platter.
      Modelled: the page cache, fsync, the power cut of one machine, an fsync that fails and what a replica makes of it,
      the loss of a disk. A replica that has lost something is back at once, and either copies from the other what it
      lacks. Some replica has to have what was acknowledged.
      Abstracted: the order of records, which two replicas that repair each other may disagree about; messages between
      them; process crashes, which take nothing that is in the page cache.
      Source: fsync as in Rebello and others, "Can applications recover from fsync failures?" (2020); replication in
      place of fsync as in Kafka's documentation, "Replication".
    `)

    .action('append', 'The first replica takes the next record.')
    .given('record', (s) =>
      records.find(
        (record) =>
          replicas.every((replica) => !s.log[replica].records.includes(record)) && !s.acknowledged.includes(record),
      ),
    )
    .by('r1')
    .says((_before, { record }) => `r1 appends ${record}, in its page cache`)
    .when((s) => !s.isStopped.r1)
    .changes((s, { record }) => ({ log: at('r1', append(s.log.r1, record)) }))

    .action('copy', 'A replica takes what the other has and it has not.')
    .over('to', replicas)
    .given('record', (s, { to }) => missing(readable(s.log[to === 'r1' ? 'r2' : 'r1']), readable(s.log[to]))[0])
    .by(({ to }) => to)
    .says((_before, { to, record }) => `${to} copies ${record}, into its page cache`)
    .when((s, { to }) => !s.isStopped[to])
    .changes((s, { to, record }) => ({ log: at(to, append(s.log[to], record)) }))

    .action('flush')
    .over('replica', replicas)
    .by(({ replica }) => replica)
    .says((_before, { replica }) => `${replica} fsyncs its log`)
    .when((s, { replica }) => !s.isStopped[replica] && s.log[replica].flushed < s.log[replica].written)
    .changes((s, { replica }) => ({ log: at(replica, fsync(s.log[replica])) }))

    .action('acknowledge')
    .over('record', records)
    .by('r1')
    .says((_before, { record }) => `${record} is acknowledged`)
    .when(
      (s, { record }) =>
        !s.acknowledged.includes(record) && replicas.filter((replica) => has(s.log[replica], record)).length >= copies,
    )
    .changes((s, { record }) => ({ acknowledged: [...s.acknowledged, record] }))

    .action('power cut', 'One machine loses power, and restarts with what the platter has.')
    .over('replica', replicas)
    .over('kept', (s, { replica }) => powerCutSurvivors(s.log[replica]))
    .fault({ spends: 'faults.powerCuts' })
    .by(({ replica }) => replica)
    .says(
      (before, { replica }, after) =>
        `power cut at ${replica}: ${powerCutSentence(before.log[replica], after.log[replica])}`,
    )
    .changes((s, { replica, kept }) => ({ log: at(replica, recovered(afterPowerCut(s.log[replica], kept))) }))

    .action('failed fsync')
    .over('replica', replicas)
    .fault({ spends: 'faults.failedFsyncs' })
    .by(({ replica }) => replica)
    .says((_before, { replica }) => {
      const then = { 'goes on': '', 'tries again': ' and will try again', stops: ' and stops' }
      return failedFsyncSentence(failure, { log: `the log of ${replica}` }) + then[onFailedFsync]
    })
    .when((s, { replica }) => !s.isStopped[replica] && s.log[replica].flushed < s.log[replica].written)
    .changes((s, { replica }) => ({
      log: at(replica, failedFsync(s.log[replica], failure)),
      isStopped: at(replica, onFailedFsync === 'stops'),
    }))

    .action('disk loss')
    .over('replica', replicas)
    .fault({ spends: 'faults.diskLosses' })
    .by(({ replica }) => replica)
    .says((before, { replica }) => diskLossSentence(before.log[replica], { log: `the log of ${replica}` }))
    .changes((s, { replica }) => ({ log: at(replica, afterDiskLoss(s.log[replica])) }))

    .always('what is acknowledged is kept by some replica', (s) =>
      ackedIsDurable(s.acknowledged, [...readable(s.log.r1), ...readable(s.log.r2)]),
    )
    .always('no replica has a record twice', replicas, (s, replica) => atMostOnce(s.log[replica].records))
    .alwaysStep('a replica that has stopped writes nothing', (before, step) => {
      if (step.action === 'append') return !before.isStopped.r1
      return step.action !== 'copy' || !before.isStopped[step.args.to]
    })
    .alwaysStep('what a power cut leaves is on the platter, and a lost disk leaves nothing', (_before, step, after) => {
      if (step.action !== 'power cut' && step.action !== 'disk loss') return true
      const { written, flushed, durable, hasHole } = after.log[step.args.replica]
      return flushed === written && durable === written && !hasHole && (step.action === 'power cut' || written === 0)
    })
    .alwaysStep('every fault counts against its budget', (before, step, after) =>
      spendsOnly(before.faults, spent[step.action], after.faults),
    )
    .reachable('both records are acknowledged', (s) => s.acknowledged.length === records.length)
    .reachable('both replicas have everything', (s) =>
      replicas.every((replica) => s.log[replica].flushed === records.length),
    )
    .reachableStep(
      'a power cut takes a record',
      (before, step, after) =>
        step.action === 'power cut' && after.log[step.args.replica].written < before.log[step.args.replica].written,
    )
    .reachableStep(
      'a failed fsync counts as flushed',
      (before, step, after) =>
        step.action === 'failed fsync' && after.log[step.args.replica].flushed > before.log[step.args.replica].flushed,
    )
    .reachableStep('an fsync fails', (_before, step) => step.action === 'failed fsync')
    .reachableStep(
      'a disk is lost with a record on it',
      (before, step, after) =>
        step.action === 'disk loss' &&
        before.log[step.args.replica].durable > 0 &&
        after.log[step.args.replica].written === 0,
    )
    .deadlockFree((s) => s.acknowledged.length === records.length || replicas.some((replica) => s.isStopped[replica]))
}

const base: Configuration = {
  copies: 1,
  flushesFirst: true,
  onFailedFsync: 'stops',
  powerCuts: 0,
  failedFsyncs: 0,
  diskLosses: 0,
}

const kept = 'what is acknowledged is kept by some replica'

const usual = {
  [kept]: holds,
  'no replica has a record twice': holds,
  'a replica that has stopped writes nothing': holds,
  'what a power cut leaves is on the platter, and a lost disk leaves nothing': holds,
  'every fault counts against its budget': holds,
  'both records are acknowledged': reachable(6),
  'both replicas have everything': reachable(7),
  'a power cut takes a record': unreachable,
  'a failed fsync counts as flushed': unreachable,
  'an fsync fails': unreachable,
  'a disk is lost with a record on it': unreachable,
  'no deadlock': holds,
} as const

const faults = {
  powerCuts: upTo(2, 'power cut'),
  failedFsyncs: upTo(1, 'failed fsync'),
  diskLosses: upTo(1, 'lost disk'),
} as const

export const replicatedLog = rows(suite('classic/replicated-log', specification, base), usual, [
  {
    title: '1 copy, flushed, 1 power cut',
    headline: kept,
    counts: { distinct: 249, generated: 767, depth: 11 },
    config: { powerCuts: 1 },
    expect: { 'a power cut takes a record': reachable(3) },
    faults,
    frontier: { [kept]: 'holds with any 2 power cuts + 1 failed fsync; broken by 1 lost disk' },
    neighbours: [
      {
        title: '1 copy, not flushed, 1 power cut',
        but: { flushesFirst: false },
        counts: { distinct: 419, generated: 1_423, depth: 11 },
        expect: { 'both records are acknowledged': reachable(5), [kept]: violated(4) },
        neighbours: [
          {
            title: '2 copies, not flushed, 1 power cut',
            about: 'The other machine has it, which is what replication in place of fsync relies on.',
            but: { copies: 2 },
            counts: { distinct: 312, generated: 979, depth: 11 },
            expect: { 'both records are acknowledged': reachable(7), [kept]: holds },
            faults,
            frontier: {
              [kept]:
                'holds with any 1 power cut + 1 failed fsync, or any 1 failed fsync + 1 lost disk; broken by 2 power cuts, or by 1 power cut + 1 lost disk',
            },
          },
        ],
      },
    ],
  },
  {
    title: '2 copies, flushed, 1 lost disk',
    headline: kept,
    counts: { distinct: 177, generated: 384, depth: 13 },
    config: { copies: 2, diskLosses: 1 },
    expect: { 'both records are acknowledged': reachable(9), 'a disk is lost with a record on it': reachable(4) },
    faults,
    frontier: { [kept]: 'holds with up to 2 power cuts, 1 failed fsync and 1 lost disk (all that was tried)' },
    neighbours: [
      {
        title: '1 copy, flushed, 1 lost disk',
        about: 'No fsync helps where the disk is gone.',
        but: { copies: 1 },
        counts: { distinct: 352, generated: 910, depth: 13 },
        expect: { 'both records are acknowledged': reachable(6), [kept]: violated(5) },
      },
    ],
  },
  {
    title: '1 copy, stops after a failed fsync, 1 power cut',
    headline: kept,
    counts: { distinct: 564, generated: 1_623, depth: 12 },
    config: { failedFsyncs: 1, powerCuts: 1 },
    expect: { 'a power cut takes a record': reachable(3), 'an fsync fails': reachable(3) },
    neighbours: [
      {
        title: '1 copy, goes on after a failed fsync, 1 power cut',
        but: { onFailedFsync: 'goes on' },
        counts: { distinct: 1_023, generated: 3_156, depth: 12 },
        expect: { 'a failed fsync counts as flushed': reachable(3), [kept]: violated(5) },
      },
      {
        title: '1 copy, tries again after a failed fsync, 1 power cut',
        about: 'The second fsync succeeds, and has nothing to write: the pages that were not written count as clean.',
        but: { onFailedFsync: 'tries again' },
        counts: { distinct: 1_242, generated: 3_932, depth: 13 },
        expect: { [kept]: violated(6) },
      },
    ],
  },
])
