/** Questions to `rocketmq/store`: what one broker's disk, flush and visibility settings promise. */
import { budgetPhrase, type FaultBudget } from '../spec/parts/faults.ts'
import { type SetUp, stopsOnFailedFsync, usesTransientPool, withSettings } from './behaviour.ts'
import { storeConfiguration } from './model-configurations.ts'
import { type Change, combinations, type Promised, type Question, type Topic } from './question.ts'
import { has, version } from './versions.ts'

const promises: readonly (Promised & { readonly property: string })[] = [
  { promise: 'an acknowledged message is not lost', short: 'kept', property: 'no acknowledged message is lost' },
  {
    promise: 'no consumer reads a message that is gone later',
    short: 'no phantom',
    property: 'no phantom read',
  },
  {
    promise: "a group's offset stays within the log",
    short: 'offset in log',
    property: 'the group offset stays within the log',
  },
  { promise: 'no message is skipped', short: 'none skipped', property: 'no message is skipped' },
]

type Kind = 'processCrash' | 'failedFsync' | 'powerCut'

const budgets: readonly FaultBudget<Kind>[] = [
  { processCrash: 0, failedFsync: 0, powerCut: 0 },
  { processCrash: 1, failedFsync: 0, powerCut: 0 },
  { processCrash: 0, failedFsync: 0, powerCut: 1 },
  { processCrash: 0, failedFsync: 1, powerCut: 1 },
  { processCrash: 1, failedFsync: 0, powerCut: 1 },
]

export const messages: Topic = {
  topic: 'messages',
  promises: promises.map(({ promise, short }) => ({ promise, short })),
  rows: budgets.map((budget) => ({ fault: budgetPhrase(budget), budget, freedom: 0 })),
}

export function questionsAboutStore(setUp: SetUp): readonly Question[] {
  return promises.flatMap(({ promise, short, property }) =>
    budgets.map((budget) => ({
      topic: messages.topic,
      promise,
      short,
      fault: budgetPhrase(budget),
      budget,
      freedom: 0,
      suite: 'rocketmq/store',
      configuration: { ...storeConfiguration(setUp), ...budget },
      properties: [property],
      remedies: combinations(setUp, changes, 3).map((remedy) => ({
        words: remedy.words,
        configuration: { ...storeConfiguration(remedy.setUp), ...budget },
      })),
    })),
  )
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
    apply: (setUp) => (has('flushedIsVisible', setUp.version) ? undefined : { ...setUp, version: version('5.3') }),
  },
  {
    words: 'an upgrade to RocketMQ 5.4 with enableRunningFlagsInFlush=true and writeWithoutMmap=true',
    apply: (setUp) =>
      has('runningFlagsInFlush', setUp.version)
        ? undefined
        : withSettings(
            { ...setUp, version: version('5.4') },
            { enableRunningFlagsInFlush: true, writeWithoutMmap: true },
          ),
  },
  {
    words: 'enableRunningFlagsInFlush=true and writeWithoutMmap=true',
    apply: (setUp) =>
      has('runningFlagsInFlush', setUp.version) && !stopsOnFailedFsync(setUp)
        ? withSettings(setUp, { enableRunningFlagsInFlush: true, writeWithoutMmap: true })
        : undefined,
  },
]
