/** Questions to `rocketmq/replication`: what a classic master with its slaves promises when its machine or a slave's fails. */
import type { FaultBudget } from '../spec/parts/faults.ts'
import { lowersInSyncReplicas, type SetUp, usesTransientPool, waitsForReplica, withSettings } from './behaviour.ts'
import { type Change, combinations, type Promised, type Question, type Topic } from './question.ts'
import { isAcknowledgeable, isTooManyCopies, replicationConfiguration } from './replica-configurations.ts'
import { has } from './versions.ts'

const promises: readonly (Promised & { readonly property: string })[] = [
  {
    promise: 'an acknowledged message is left at some broker',
    short: 'copy left',
    property: 'no acknowledged message is lost',
  },
  {
    promise: 'the broker that is master has every acknowledged message',
    short: 'at the master',
    property: 'the master has every acknowledged message',
  },
  {
    promise: 'a slave that is connected has the records of its master',
    short: 'same log',
    property: 'a slave that is connected has the records of its master',
  },
]

type Kind = 'processCrash' | 'masterPowerCut' | 'slavePowerCut' | 'masterDiskLoss'

interface Circumstances {
  readonly words: string
  readonly budget: FaultBudget<Kind>
  /** A second message where only that shows what the first has left behind. */
  readonly messages: 1 | 2
}

const noFault: FaultBudget<Kind> = { processCrash: 0, masterPowerCut: 0, slavePowerCut: 0, masterDiskLoss: 0 }

const circumstances: readonly Circumstances[] = [
  { words: '1 process crash of a replica', budget: { ...noFault, processCrash: 1 }, messages: 1 },
  { words: '1 power cut at the master', budget: { ...noFault, masterPowerCut: 1 }, messages: 2 },
  { words: '1 lost disk of the master', budget: { ...noFault, masterDiskLoss: 1 }, messages: 1 },
  {
    words: '1 power cut at a slave, 1 lost disk of the master',
    budget: { ...noFault, slavePowerCut: 1, masterDiskLoss: 1 },
    messages: 1,
  },
  {
    words: '1 power cut at the master, 1 lost disk of the master',
    budget: { ...noFault, masterPowerCut: 1, masterDiskLoss: 1 },
    messages: 2,
  },
]

export const replicas: Topic = {
  topic: 'replicas',
  promises: promises.map(({ promise, short }) => ({ promise, short })),
  rows: circumstances.map(({ words, budget }) => ({ fault: words, budget, freedom: 0 })),
}

/** None where no send could be answered SEND_OK: a promise about acknowledged messages would be kept by idleness. */
export function questionsAboutReplication(setUp: SetUp): readonly Question[] {
  if (usesTransientPool(setUp) || isTooManyCopies(setUp) || !isAcknowledgeable(setUp)) return []
  const isAlone = setUp.group.slaves === 0
  const asked = isAlone ? circumstances.filter(({ budget }) => isDiskLossAlone(budget)) : circumstances
  const remedies = combinations(setUp, changes, 3).filter((remedy) => isAcknowledgeable(remedy.setUp))
  return promises
    .filter(({ short }) => !isAlone || short === 'copy left')
    .flatMap(({ promise, short, property }) =>
      asked.map(({ words, budget, messages }) => ({
        topic: replicas.topic,
        promise,
        short,
        fault: words,
        freedom: 0,
        budget,
        suite: 'rocketmq/replication',
        configuration: { ...replicationConfiguration(setUp, messages), ...budget },
        properties: [property],
        remedies: remedies.map((remedy) => ({
          words: remedy.words,
          configuration: { ...replicationConfiguration(remedy.setUp, messages), ...budget },
        })),
      })),
    )
}

function isDiskLossAlone(budget: FaultBudget<Kind>): boolean {
  return budget.masterDiskLoss === 1 && Object.values(budget).reduce((sum, times) => sum + times, 0) === 1
}

const changes: readonly Change<SetUp>[] = [
  {
    words: 'a slave',
    apply: (setUp) => (setUp.group.slaves === 0 ? { ...setUp, group: { ...setUp.group, slaves: 1 } } : undefined),
  },
  {
    words: ({ settings, version }) => {
      const role = settings.brokerRole === 'SYNC_MASTER' ? [] : ['brokerRole=SYNC_MASTER']
      return [...role, ...(has('inSyncReplicas', version) ? ['inSyncReplicas=2'] : [])].join(' with ')
    },
    apply: (setUp) =>
      waitsForReplica(setUp) ? undefined : withSettings(setUp, { brokerRole: 'SYNC_MASTER', inSyncReplicas: 2 }),
  },
  {
    words: 'enableAutoInSyncReplicas=false',
    apply: (setUp) =>
      lowersInSyncReplicas(setUp) ? withSettings(setUp, { enableAutoInSyncReplicas: false }) : undefined,
  },
  {
    words: 'flushDiskType=SYNC_FLUSH',
    apply: (setUp) =>
      setUp.settings.flushDiskType === 'ASYNC_FLUSH' ? withSettings(setUp, { flushDiskType: 'SYNC_FLUSH' }) : undefined,
  },
]
