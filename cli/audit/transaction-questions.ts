/** Questions to `rocketmq/transaction`: what a broker's check settings and disk promise about transactional messages. */
import type { FaultBudget } from '../../spec/parts/faults.ts'
import type { TransactionConfiguration } from '../../spec/rocketmq/transaction/configuration.ts'
import { duration } from './decision-window.ts'
import { type Change, combinations, type Question } from './question.ts'
import { type BrokerSettings, type RocketmqVersion, visibleRecords } from './settings.ts'
import { usesTransientPool } from './store-questions.ts'

const promises = [
  ['a committed transaction gets its message', 'a committed local transaction gets its final message'],
  ['a transaction gets one message at most', 'one final message per half'],
  ['no message comes without a committed transaction', 'a final message only for a committed local transaction'],
] as const

type Kind = 'oneWayLoss' | 'producerStop' | 'processCrash' | 'powerCut'
/** From what allows least to what allows most: `outlasting` transactions may still be quick ones. */
const speeds = ['in time', 'late', 'outlasting'] as const
type Speed = (typeof speeds)[number]

interface Circumstances {
  readonly words: string
  readonly speed: Speed
  readonly budget: FaultBudget<Kind>
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
  {
    words: '1 lost request and 1 power cut, decisions in time',
    speed: 'in time',
    budget: { ...noFault, oneWayLoss: 1, powerCut: 1 },
  },
  { words: 'the whole producer group stops', speed: 'in time', budget: { ...noFault, producerStop: 2 } },
]

interface SetUp {
  readonly settings: BrokerSettings
  readonly version: RocketmqVersion
}

export function questionsAboutTransactions(settings: BrokerSettings, version: RocketmqVersion): readonly Question[] {
  const setUp = { settings, version }
  const remedies = combinations(setUp, changes, 2)
  // Half messages in direct memory are gone after a process crash, and the model has no such memory.
  const answerable = circumstances.filter(({ budget }) => budget.processCrash === 0 || !usesTransientPool(setUp))
  return promises.flatMap(([promise, property]) =>
    answerable.map(({ words, speed, budget }) => ({
      promise,
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

/** More rounds than the faults can waste only repeat the same step (see `TransactionConfiguration`). */
export const modelledChecks = 2

type Switches = Pick<
  TransactionConfiguration,
  | 'halfSend'
  | 'flushDiskType'
  | 'visibility'
  | 'opMarks'
  | 'transactionCheckMax'
  | 'checkRounds'
  | 'localTransaction'
  | 'rowAbsentAnswer'
  | 'offsetFile'
>

function transactionConfiguration({ settings, version }: SetUp, speed: Speed): Switches {
  const { flushDiskType } = settings
  return {
    halfSend: [
      'SEND_OK',
      ...(flushDiskType === 'SYNC_FLUSH' ? (['FLUSH_DISK_TIMEOUT'] as const) : []),
      ...(settings.brokerRole === 'SYNC_MASTER' ? (['FLUSH_SLAVE_TIMEOUT', 'SLAVE_NOT_AVAILABLE'] as const) : []),
      'exception, half stored',
      'exception, half not stored',
    ],
    flushDiskType,
    visibility: visibleRecords(settings, version),
    opMarks: hasOpBatch(version) ? 'buffered' : 'direct',
    transactionCheckMax: Math.min(settings.transactionCheckMax, modelledChecks),
    checkRounds: checkRounds({ settings, version }, speed),
    localTransaction: speed === 'outlasting' ? 'may outlast every check' : 'ends before the last check',
    rowAbsentAnswer: 'UNKNOWN',
    offsetFile: 'ahead of the log',
  }
}

/** `transactionOpBatchInterval`, which is left at its default: op marks reach the log up to so much later (a.3). */
const opBatchIntervalMs = 3000

/** RIP-50, 5.1.0. */
function hasOpBatch(version: RocketmqVersion): boolean {
  return version !== '4.9'
}

/** Where the grace period or the next round is no further than the op batch, a mark is late however quick the decision. */
function checkRounds({ settings, version }: SetUp, speed: Speed): TransactionConfiguration['checkRounds'] {
  if (speed !== 'in time') return 'may overtake a decision'
  return isTooShortForBatch({ settings, version }) ? 'after decisions have arrived' : 'after op marks are written'
}

function isTooShortForBatch({ settings, version }: SetUp): boolean {
  const { transactionTimeOut, transactionCheckInterval } = settings
  return hasOpBatch(version) && Math.min(transactionTimeOut, transactionCheckInterval) <= opBatchIntervalMs
}

/** What `decisions in time` means for these settings, as a sentence. */
export function decisionsInTime(settings: BrokerSettings, version: RocketmqVersion): string {
  const { transactionTimeOut, transactionCheckInterval } = settings
  const isBatched = hasOpBatch(version) && !isTooShortForBatch({ settings, version })
  const lessBatch = (ms: number, name: string): string =>
    isBatched ? `${duration(ms - opBatchIntervalMs)} (${name} less the op batch interval)` : `${duration(ms)} (${name})`
  return (
    'decisions in time: the local transaction and its request take less than ' +
    `${lessBatch(transactionTimeOut, 'transactionTimeOut')}, a check and its answer less than ` +
    lessBatch(transactionCheckInterval, 'transactionCheckInterval')
  )
}

const changes: readonly Change<SetUp>[] = [
  {
    words: 'transactionTimeOut=6000',
    apply: (setUp) =>
      isTooShortForBatch(setUp) && setUp.settings.transactionTimeOut <= opBatchIntervalMs
        ? withSettings(setUp, { transactionTimeOut: 6000 })
        : undefined,
  },
  {
    words: 'transactionCheckInterval=30000',
    apply: (setUp) =>
      isTooShortForBatch(setUp) && setUp.settings.transactionCheckInterval <= opBatchIntervalMs
        ? withSettings(setUp, { transactionCheckInterval: 30_000 })
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
    // With SYNC_FLUSH, 5.x begins to use a pool that 4.x ignored.
    apply: (setUp) =>
      setUp.version === '5.3' || setUp.settings.transientStorePoolEnable ? undefined : { ...setUp, version: '5.3' },
  },
]

function withSettings(setUp: SetUp, change: Partial<BrokerSettings>): SetUp {
  return { ...setUp, settings: { ...setUp.settings, ...change } }
}
