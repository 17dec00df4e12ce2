/** From the set-up of a replicated broker to the switches of `rocketmq/replication` and `rocketmq/controller`. */
import type { ControllerConfiguration } from '../spec/rocketmq/controller/configuration.ts'
import type { ReplicationConfiguration } from '../spec/rocketmq/replication/configuration.ts'
import { copiesWaitedFor, type SetUp, visibleRecords, waitsForReplica } from './behaviour.ts'
import { has, type RocketmqVersion } from './versions.ts'

/** More slaves only give the operator more to choose from. */
const mostSlaves = 2

type ReplicationSwitches = Pick<
  ReplicationConfiguration,
  | 'brokerRole'
  | 'replicationWait'
  | 'inSyncReplicas'
  | 'flushDiskType'
  | 'visibility'
  | 'largeReport'
  | 'slaves'
  | 'messages'
>

/** With two messages the graph has only the slaves that the master waits for. */
export function replicationConfiguration(setUp: SetUp, messages: 1 | 2): ReplicationSwitches {
  const { settings, version, group } = setUp
  const copies = copiesWaitedFor(setUp)
  const slaves = Math.min(group.slaves, mostSlaves)
  return {
    brokerRole: waitsForReplica(setUp) ? 'SYNC_MASTER' : 'ASYNC_MASTER',
    replicationWait: has('inSyncReplicas', version) ? 'inSyncReplicas' : 'any one slave',
    inSyncReplicas: copies,
    flushDiskType: settings.flushDiskType,
    visibility: visibleRecords(setUp),
    largeReport: checksReports(version) ? 'is checked after the first' : 'is believed',
    slaves: messages === 1 ? slaves : Math.min(slaves, Math.max(1, copies - 1)),
    messages,
  }
}

function checksReports(version: RocketmqVersion): boolean {
  return has('checkedReports', version) && !has('inSyncReplicas', version)
}

/** Whether there are as many replicas as the master waits for; else no send is answered SEND_OK. */
export function isAcknowledgeable(setUp: SetUp): boolean {
  return copiesWaitedFor(setUp) <= 1 + setUp.group.slaves
}

export function isTooManyCopies(setUp: SetUp): boolean {
  return copiesWaitedFor(setUp) > 1 + mostSlaves
}

/** Brokers of the largest group in controller mode that is explored. */
export const mostReplicas = 3

type ControllerSwitches = Pick<
  ControllerConfiguration,
  | 'allAckInSyncStateSet'
  | 'inSyncReplicas'
  | 'minInSyncReplicas'
  | 'enableElectUncleanMaster'
  | 'flushDiskType'
  | 'ackWhileSynchronizing'
  | 'memberWithoutConnection'
  | 'queueOffsets'
  | 'brokers'
  | 'messages'
>

export function controllerConfiguration({ settings, version, group }: SetUp): ControllerSwitches {
  return {
    allAckInSyncStateSet: settings.allAckInSyncStateSet,
    inSyncReplicas: settings.allAckInSyncStateSet ? 1 : settings.inSyncReplicas,
    minInSyncReplicas: settings.minInSyncReplicas,
    enableElectUncleanMaster: group.enableElectUncleanMaster,
    flushDiskType: settings.flushDiskType,
    ackWhileSynchronizing: has('bothSyncStateSets', version) ? 'both sets' : 'local set',
    memberWithoutConnection: has('heldConfirmOffset', version) ? 'holds the offset' : 'is passed over',
    queueOffsets: has('queueOffsetsFromLog', version) ? 'from the commit log' : 'from the ConsumeQueue',
    brokers: group.replicas,
    messages: 1,
  }
}
