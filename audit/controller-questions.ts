/** Questions to `rocketmq/controller`: what a group in controller mode promises when its master or a slave fails. */
import type { FaultBudget } from '../spec/parts/faults.ts'
import { type SetUp, usesTransientPool, withSettings } from './behaviour.ts'
import { type Change, combinations, type Promised, type Question, type Topic } from './question.ts'
import { controllerConfiguration, mostReplicas } from './replica-configurations.ts'
import { messages } from './store-questions.ts'
import { has, version } from './versions.ts'

type Short = 'kept' | 'no phantom' | 'a master again'

const promises: readonly (Promised & { readonly short: Short; readonly property: string })[] = [
  { promise: 'an acknowledged message is not lost', short: 'kept', property: 'no acknowledged message is lost' },
  { promise: 'no consumer reads a message that is gone later', short: 'no phantom', property: 'no phantom read' },
  {
    promise: 'the group can have a master again',
    short: 'a master again',
    property: 'the group can have a master again',
  },
]

type Kind = 'processCrash' | 'masterPowerCut' | 'slavePowerCut' | 'diskLoss' | 'partition' | 'slowSlave'

interface Circumstances {
  readonly words: string
  readonly budget: FaultBudget<Kind>
  /** Promises that are asked about: the others need a graph that is seen whole. */
  readonly of: readonly Short[]
}

const noFault: FaultBudget<Kind> = {
  processCrash: 0,
  masterPowerCut: 0,
  slavePowerCut: 0,
  diskLoss: 0,
  partition: 0,
  slowSlave: 0,
}
const all: readonly Short[] = ['kept', 'no phantom', 'a master again']

const circumstances: readonly Circumstances[] = [
  { words: 'no fault', budget: noFault, of: all },
  { words: '1 process crash', budget: { ...noFault, processCrash: 1 }, of: all },
  { words: '1 partition', budget: { ...noFault, partition: 1 }, of: all },
  { words: '1 power cut at the master', budget: { ...noFault, masterPowerCut: 1 }, of: ['kept', 'a master again'] },
  { words: '1 lost disk', budget: { ...noFault, diskLoss: 1 }, of: ['kept', 'a master again'] },
  { words: '1 slow slave, 1 lost disk', budget: { ...noFault, slowSlave: 1, diskLoss: 1 }, of: ['kept'] },
  {
    words: '1 process crash, 1 power cut at a slave',
    budget: { ...noFault, processCrash: 1, slavePowerCut: 1 },
    of: ['kept'],
  },
  { words: '2 process crashes', budget: { ...noFault, processCrash: 2 }, of: ['kept'] },
]

export const controllerMessages: Topic = {
  topic: messages.topic,
  promises: promises.map(({ promise, short }) => ({ promise, short })),
  rows: circumstances.map(({ words, budget }) => ({ fault: words, budget, freedom: 0 })),
}

/** None for a group of one, which nothing replicates, or of more than three, whose graph is too large. */
export function questionsAboutController(setUp: SetUp): readonly Question[] {
  const { replicas } = setUp.group
  if (usesTransientPool(setUp) || replicas < 2 || replicas > mostReplicas) return []
  const remedies = combinations(setUp, changes, replicas === 2 ? 3 : 2)
  return promises.flatMap(({ promise, short, property }) =>
    circumstances
      .filter(({ of }) => of.includes(short))
      // With three replicas the graph of two crashes has more than 60,000 states.
      .filter(({ budget }) => replicas === 2 || budget.processCrash < 2)
      .map(({ words, budget }) => ({
        topic: controllerMessages.topic,
        promise,
        short,
        fault: words,
        freedom: 0,
        budget,
        suite: 'rocketmq/controller',
        configuration: { ...controllerConfiguration(setUp), ...budget },
        properties: [property],
        remedies: remedies.map((remedy) => ({
          words: remedy.words,
          configuration: { ...controllerConfiguration(remedy.setUp), ...budget },
        })),
      })),
  )
}

const changes: readonly Change<SetUp>[] = [
  {
    words: 'enableElectUncleanMaster=false at the controllers',
    apply: (setUp) =>
      setUp.group.enableElectUncleanMaster
        ? { ...setUp, group: { ...setUp.group, enableElectUncleanMaster: false } }
        : undefined,
  },
  {
    words: 'allAckInSyncStateSet=true',
    apply: (setUp) =>
      setUp.settings.allAckInSyncStateSet ? undefined : withSettings(setUp, { allAckInSyncStateSet: true }),
  },
  {
    words: 'minInSyncReplicas=2',
    apply: (setUp) =>
      setUp.settings.minInSyncReplicas < 2 ? withSettings(setUp, { minInSyncReplicas: 2 }) : undefined,
  },
  {
    words: 'flushDiskType=SYNC_FLUSH',
    apply: (setUp) =>
      setUp.settings.flushDiskType === 'ASYNC_FLUSH' ? withSettings(setUp, { flushDiskType: 'SYNC_FLUSH' }) : undefined,
  },
  {
    words: 'an upgrade to RocketMQ 5.2',
    apply: (setUp) => (has('bothSyncStateSets', setUp.version) ? undefined : { ...setUp, version: version('5.2') }),
  },
]
