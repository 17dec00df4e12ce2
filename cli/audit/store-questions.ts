/** Questions to `rocketmq/store`: what one broker's disk, flush and visibility settings promise. */
import { budgetPhrase, type FaultBudget } from '../../spec/parts/faults.ts'
import type { StoreConfiguration } from '../../spec/rocketmq/store/configuration.ts'
import { type Change, combinations, type Question } from './question.ts'
import { type BrokerSettings, type RocketmqVersion, visibleRecords } from './settings.ts'

const promises = [
  ['an acknowledged message is not lost', 'no acknowledged message is lost'],
  ['no consumer reads a message that is gone later', 'no phantom read'],
  ["a group's offset stays within the log", 'the group offset stays within the log'],
  ['no message is skipped', 'no message is skipped'],
] as const

const budgets: readonly FaultBudget<'processCrash' | 'failedFsync' | 'powerCut'>[] = [
  { processCrash: 0, failedFsync: 0, powerCut: 0 },
  { processCrash: 1, failedFsync: 0, powerCut: 0 },
  { processCrash: 0, failedFsync: 0, powerCut: 1 },
  { processCrash: 0, failedFsync: 1, powerCut: 1 },
  { processCrash: 1, failedFsync: 0, powerCut: 1 },
]

interface SetUp {
  readonly settings: BrokerSettings
  readonly version: RocketmqVersion
  /** `enableRunningFlagsInFlush` (rmq#9709), in no release up to 5.3. */
  readonly stopsOnFailedFsync: boolean
}

export function questionsAboutStore(settings: BrokerSettings, version: RocketmqVersion): readonly Question[] {
  const setUp: SetUp = { settings, version, stopsOnFailedFsync: false }
  const remedies = combinations(setUp, changes, 3)
  return promises.flatMap(([promise, property]) =>
    budgets.map((budget) => ({
      promise,
      fault: budgetPhrase(budget),
      budget,
      freedom: 0,
      suite: 'rocketmq/store',
      configuration: { ...storeConfiguration(setUp), ...budget },
      properties: [property],
      remedies: remedies.map((remedy) => ({
        words: remedy.words,
        configuration: { ...storeConfiguration(remedy.setUp), ...budget },
      })),
    })),
  )
}

type Switches = Pick<
  StoreConfiguration,
  'flushDiskType' | 'transientStorePoolEnable' | 'visibility' | 'enableRunningFlagsInFlush'
>

function storeConfiguration(setUp: SetUp): Switches {
  const { settings, version } = setUp
  return {
    flushDiskType: settings.flushDiskType,
    transientStorePoolEnable: usesTransientPool(setUp),
    visibility: visibleRecords(settings, version),
    enableRunningFlagsInFlush: setUp.stopsOnFailedFsync,
  }
}

/** 4.x allows the pool only with ASYNC_FLUSH, 5.x with SYNC_FLUSH too (b.2, #isTransientStorePoolEnable). */
export function usesTransientPool({ settings, version }: Pick<SetUp, 'settings' | 'version'>): boolean {
  return settings.transientStorePoolEnable && (version !== '4.9' || settings.flushDiskType === 'ASYNC_FLUSH')
}

const changes: readonly Change<SetUp>[] = [
  {
    words: 'transientStorePoolEnable=false',
    apply: (setUp) => (usesTransientPool(setUp) ? withSettings(setUp, { transientStorePoolEnable: false }) : undefined),
  },
  {
    words: 'readUnCommitted=false',
    apply: (setUp) => (setUp.settings.readUnCommitted ? withSettings(setUp, { readUnCommitted: false }) : undefined),
  },
  {
    words: 'flushDiskType=SYNC_FLUSH',
    apply: (setUp) =>
      setUp.settings.flushDiskType === 'ASYNC_FLUSH' ? withSettings(setUp, { flushDiskType: 'SYNC_FLUSH' }) : undefined,
  },
  {
    words: 'an upgrade to RocketMQ 5.3',
    apply: (setUp) => (setUp.version === '5.3' ? undefined : { ...setUp, version: '5.3' }),
  },
  {
    words: 'enableRunningFlagsInFlush=true (rmq#9709, in no release up to 5.3)',
    apply: (setUp) => ({ ...setUp, stopsOnFailedFsync: true }),
  },
]

function withSettings(setUp: SetUp, change: Partial<BrokerSettings>): SetUp {
  return { ...setUp, settings: { ...setUp.settings, ...change } }
}
