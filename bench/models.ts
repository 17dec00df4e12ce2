/** What is measured: a model of one size, in all the forms and tools that are to be compared. */

import { paxosInPromela } from './spin/paxos.ts'
import { twoPhaseCommitInPromela } from './spin/two-phase-commit.ts'
import type { OwnModel } from './tools/ackproof.ts'
import type { Counts } from './tools/contender.ts'

export interface SpinModel {
  readonly form: string
  readonly promela: string
}

export interface StaterightModel {
  readonly form: string
  readonly model: string
  readonly size: string
  readonly order: 'bfs' | 'dfs'
}

export interface TlcModel {
  readonly form: string
  readonly module: string
  readonly constants: Readonly<Record<string, string>>
  readonly invariants: readonly string[]
}

export interface BenchmarkModel {
  readonly title: string
  /** What every tool has to count before any time is shown; null where the first of our forms says it. */
  readonly counts: Counts | null
  /** Our forms; the others are compared with the first. */
  readonly own: readonly [OwnModel, ...OwnModel[]]
  readonly spin?: SpinModel
  readonly stateright?: readonly StaterightModel[]
  readonly tlc?: TlcModel
}

function own(form: string, suite: string, config: OwnModel['config'], maxDepth: number | null = null): OwnModel {
  return { form, suite, config, maxDepth }
}

/** `{m1, m2, m3}`. */
function names(prefix: string, size: number): string {
  return `{${Array.from({ length: size }, (_, index) => `${prefix}${index + 1}`).join(', ')}}`
}

const pairsOfThree = '{{a1, a2}, {a1, a3}, {a2, a3}}'

function twoPhaseCommit(managers: number, distinct: number, generated: number): BenchmarkModel {
  const size = String(managers)
  return {
    title: `two-phase commit, ${managers} managers`,
    counts: { distinct, generated, depth: 3 * managers + 2 },
    own: [
      own('split by hand', 'classic/two-phase-commit', { managers }),
      own('a set, read by pattern', 'forms/two-phase-commit-set', { managers }),
    ],
    spin: { form: 'arrays of bits', promela: twoPhaseCommitInPromela(managers) },
    stateright: [
      { form: 'packed by hand', model: 'two-phase-packed', size, order: 'dfs' },
      { form: 'sets', model: 'two-phase-sets', size, order: 'dfs' },
    ],
    tlc: {
      form: 'sets',
      module: 'TwoPhaseCommit',
      constants: { Managers: names('m', managers) },
      invariants: ['AllOrNothing', 'CommitsOnlyWhatWasDecided'],
    },
  }
}

function paxos(values: number, lastBallot: number, counts: Counts, withClosures: boolean): BenchmarkModel {
  const config = { values, lastBallot }
  return {
    title: `Paxos, ${values} values, ballots 0 to ${lastBallot}`,
    counts,
    own: [
      own('a family of booleans', 'forms/paxos-booleans', config),
      own('a set, read by pattern', 'forms/paxos', config),
      ...(withClosures ? [own('a set, read by closures', 'forms/paxos-closures', config)] : []),
    ],
    spin: { form: 'a bit a message', promela: paxosInPromela(values, lastBallot) },
    stateright: [
      { form: 'a set', model: 'paxos', size: `${values},${lastBallot}`, order: 'dfs' },
      { form: 'a set', model: 'paxos', size: `${values},${lastBallot}`, order: 'bfs' },
    ],
    tlc: {
      form: 'a set',
      module: 'Paxos',
      constants: { Acceptors: names('a', 3), Values: names('v', values), LastBallot: String(lastBallot) },
      invariants: ['Agreement'],
    },
  }
}

const paxosCommitConfig = { managers: 2, lastBallot: 1 }

export const models: readonly BenchmarkModel[] = [
  twoPhaseCommit(5, 8_832, 58_146),
  twoPhaseCommit(7, 296_448, 2_744_706),
  twoPhaseCommit(8, 1_745_408, 18_507_778),
  {
    ...withoutPeers(twoPhaseCommit(9, 10_340_352, 123_558_402)),
    spin: { form: 'arrays of bits', promela: twoPhaseCommitInPromela(9) },
  },
  paxos(2, 1, { distinct: 3_921, generated: 15_299, depth: 17 }, true),
  paxos(2, 2, { distinct: 185_369, generated: 772_240, depth: 25 }, true),
  paxos(3, 2, { distinct: 362_361, generated: 1_535_560, depth: 25 }, false),
  {
    title: 'Paxos commit, 2 managers, 3 acceptors, ballots 0 and 1',
    counts: { distinct: 1_321_761, generated: 16_959_159, depth: 28 },
    own: [
      own('a family of booleans', 'forms/paxos-commit-booleans', paxosCommitConfig),
      own('a set, read by pattern', 'forms/paxos-commit', paxosCommitConfig),
    ],
    tlc: {
      form: 'a set',
      module: 'PaxosCommit',
      constants: { Managers: names('m', 2), Acceptors: names('a', 3), Quorums: pairsOfThree, LastBallot: '1' },
      invariants: ['AllOrNothing'],
    },
  },
  {
    title: 'Paxos, 6 values, ballots 0 to 2',
    counts: { distinct: 1_379_481, generated: 6_053_536, depth: 25 },
    own: [
      own('a family of booleans', 'forms/paxos-booleans', { values: 6, lastBallot: 2 }),
      own('a set, read by pattern', 'forms/paxos', { values: 6, lastBallot: 2 }),
    ],
  },
  {
    title: 'Raft, 2 candidates, 2 terms, 2 requests, to depth 17',
    counts: { distinct: 1_436_085, generated: 5_741_385, depth: 17 },
    own: [own('a bag, read by pattern', 'forms/raft', {}, 17)],
  },
  {
    title: 'two-phase commit, 8 managers, everyone learns of the decision under fairness',
    counts: null,
    own: [own('split by hand', 'classic/two-phase-commit-progress', { managers: 8 })],
  },
  {
    title: 'token ring, 6 nodes with 10 values each, stabilisation under fairness',
    counts: null,
    own: [own('built in', 'classic/token-ring', { nodes: 6, values: 10 })],
  },
  {
    title: 'rocketmq/transaction, every fault once',
    counts: null,
    own: [
      own('built in', 'rocketmq/transaction', {
        checkRounds: 'after op marks are written',
        oneWayLoss: 1,
        producerStop: 1,
        processCrash: 1,
        powerCut: 1,
      }),
    ],
  },
  {
    title: 'rocketmq/store, three messages, every fault once',
    counts: null,
    own: [
      own('built in', 'rocketmq/store', {
        flushDiskType: 'SYNC_FLUSH',
        messages: 3,
        powerCut: 1,
        processCrash: 1,
        failedFsync: 1,
      }),
    ],
  },
]

/** Our first form alone. */
function withoutPeers({ title, counts, own: [first] }: BenchmarkModel): BenchmarkModel {
  return { title, counts, own: [first] }
}
