/** What is measured: built-in suites in a given configuration. */

export interface BenchmarkModel {
  readonly title: string
  readonly suite: string
  readonly config: Readonly<Record<string, unknown>>
  /** How often it is run; the median is shown. */
  readonly runs: number
  /** Resource managers of the same model in Promela; null where there is none. */
  readonly promelaManagers: number | null
}

function twoPhaseCommit(managers: number, runs: number): BenchmarkModel {
  return {
    title: `two-phase commit, ${managers} managers`,
    suite: 'classic/two-phase-commit',
    config: { managers },
    runs,
    promelaManagers: managers,
  }
}

export const models: readonly BenchmarkModel[] = [
  twoPhaseCommit(7, 3),
  twoPhaseCommit(8, 5),
  twoPhaseCommit(9, 1),
  {
    title: 'two-phase commit, 8 managers, everyone learns of the decision under fairness',
    suite: 'classic/two-phase-commit-progress',
    config: { managers: 8 },
    runs: 3,
    promelaManagers: null,
  },
  {
    title: 'token ring, 6 nodes with 10 values each, stabilisation under fairness',
    suite: 'classic/token-ring',
    config: { nodes: 6, values: 10 },
    runs: 1,
    promelaManagers: null,
  },
  {
    title: 'rocketmq/transaction, every fault once',
    suite: 'rocketmq/transaction',
    config: {
      checkRounds: 'after op marks are written',
      oneWayLoss: 1,
      producerStop: 1,
      processCrash: 1,
      powerCut: 1,
    },
    runs: 3,
    promelaManagers: null,
  },
  {
    title: 'rocketmq/store, three messages, every fault once',
    suite: 'rocketmq/store',
    config: { flushDiskType: 'SYNC_FLUSH', messages: 3, powerCut: 1, processCrash: 1, failedFsync: 1 },
    runs: 3,
    promelaManagers: null,
  },
]
