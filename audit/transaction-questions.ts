/** Questions to `rocketmq/transaction`: what a broker's check settings and disk promise about transactional messages. */
import type { FaultBudget } from '../spec/parts/faults.ts'
import { isTooShortForBatch, opMarkDelayMs, type SetUp, usesTransientPool, withSettings } from './behaviour.ts'
import { type Speed, speeds, transactionConfiguration } from './model-configurations.ts'
import { type Change, combinations, type Promised, type Question, type Topic } from './question.ts'
import { has, version } from './versions.ts'

const promises: readonly (Promised & { readonly property: string })[] = [
  {
    promise: 'a committed transaction gets its message',
    short: 'delivered',
    property: 'a committed local transaction gets its final message',
  },
  { promise: 'a transaction gets one message at most', short: 'once', property: 'one final message per half' },
  {
    promise: 'no message comes without a committed transaction',
    short: 'only committed',
    property: 'a final message only for a committed local transaction',
  },
]

type Kind = 'oneWayLoss' | 'producerStop' | 'processCrash' | 'powerCut'

interface Circumstances {
  readonly words: string
  readonly speed: Speed
  readonly budget: FaultBudget<Kind>
  /** Not asked where its graph, of millions of states, would have to be seen whole: what breaks shows early. */
  readonly onlyBreaks?: true
}

const noFault: FaultBudget<Kind> = { oneWayLoss: 0, producerStop: 0, processCrash: 0, powerCut: 0 }

const circumstances: readonly Circumstances[] = [
  { words: 'no fault, decisions in time', speed: 'in time', budget: noFault },
  { words: 'no fault, decisions late', speed: 'late', budget: noFault },
  { words: '1 lost request, decisions in time', speed: 'in time', budget: { ...noFault, oneWayLoss: 1 } },
  {
    words: '1 lost request, a local transaction longer than the decision window',
    speed: 'outlasting',
    budget: { ...noFault, oneWayLoss: 1 },
  },
  { words: '1 process crash, decisions in time', speed: 'in time', budget: { ...noFault, processCrash: 1 } },
  { words: '1 power cut, decisions in time', speed: 'in time', budget: { ...noFault, powerCut: 1 } },
  { words: '1 power cut, decisions late', speed: 'late', budget: { ...noFault, powerCut: 1 }, onlyBreaks: true },
  {
    words: '1 lost request and 1 power cut, decisions in time',
    speed: 'in time',
    budget: { ...noFault, oneWayLoss: 1, powerCut: 1 },
  },
  { words: 'the whole producer group stops', speed: 'in time', budget: { ...noFault, producerStop: 2 } },
]

export const transactions: Topic = {
  topic: 'transactions',
  promises: promises.map(({ promise, short }) => ({ promise, short })),
  rows: circumstances.map(({ words, speed, budget }) => ({ fault: words, budget, freedom: speeds.indexOf(speed) })),
}

/** None where half messages wait in direct memory: the model has no such memory (see `pooledTransactions`). */
export function questionsAboutTransactions(setUp: SetUp): readonly Question[] {
  if (usesTransientPool(setUp)) return []
  const remedies = combinations(setUp, changes, 2).filter((remedy) => !usesTransientPool(remedy.setUp))
  return promises.flatMap(({ promise, short, property }) =>
    circumstances
      .filter(({ onlyBreaks }) => onlyBreaks !== true || short !== 'only committed')
      .map(({ words, speed, budget }) => ({
        topic: transactions.topic,
        promise,
        short,
        fault: words,
        freedom: speeds.indexOf(speed),
        budget,
        suite: 'rocketmq/transaction',
        configuration: { ...transactionConfiguration(setUp, speed), ...budget },
        properties: [property],
        remedies: remedies.map((remedy) => ({
          words: remedy.words,
          configuration: { ...transactionConfiguration(remedy.setUp, speed), ...budget },
        })),
      })),
  )
}

/** A time that is safely longer than an op batch takes: as much again is left for the decision. */
function safelyLongerMs(setUp: SetUp): number {
  return 2 * opMarkDelayMs(setUp)
}

const changes: readonly Change<SetUp>[] = [
  {
    words: (setUp) => `transactionTimeOut=${safelyLongerMs(setUp)}`,
    apply: (setUp) =>
      isTooShortForBatch(setUp) && setUp.settings.transactionTimeOut <= opMarkDelayMs(setUp)
        ? withSettings(setUp, { transactionTimeOut: safelyLongerMs(setUp) })
        : undefined,
  },
  {
    words: (setUp) => `transactionCheckInterval=${Math.max(30_000, safelyLongerMs(setUp))}`,
    apply: (setUp) =>
      isTooShortForBatch(setUp) && setUp.settings.transactionCheckInterval <= opMarkDelayMs(setUp)
        ? withSettings(setUp, { transactionCheckInterval: Math.max(30_000, safelyLongerMs(setUp)) })
        : undefined,
  },
  {
    words: 'transactionCheckMax=15',
    apply: (setUp) =>
      setUp.settings.transactionCheckMax < 2 ? withSettings(setUp, { transactionCheckMax: 15 }) : undefined,
  },
  {
    words: 'flushDiskType=SYNC_FLUSH',
    apply: (setUp) =>
      setUp.settings.flushDiskType === 'ASYNC_FLUSH' ? withSettings(setUp, { flushDiskType: 'SYNC_FLUSH' }) : undefined,
  },
  {
    words: 'readUnCommitted=false',
    apply: (setUp) => (setUp.settings.readUnCommitted ? withSettings(setUp, { readUnCommitted: false }) : undefined),
  },
  {
    words: 'an upgrade to RocketMQ 5.3',
    apply: (setUp) => (has('flushedIsVisible', setUp.version) ? undefined : { ...setUp, version: version('5.3') }),
  },
  {
    words: 'an upgrade to RocketMQ 5.4',
    apply: (setUp) => (has('promptOpBatches', setUp.version) ? undefined : { ...setUp, version: version('5.4') }),
  },
]
