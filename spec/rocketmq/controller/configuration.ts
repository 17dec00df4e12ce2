/**
 * The switches of controller mode (AutoSwitchHA). A switch that is a setting of RocketMQ bears its name. Sections are those of the
 * reference on RocketMQ's behaviour; class and method names are RocketMQ 5.3.3's unless a version is named.
 */

import type { EmptyEpochs } from '../parts/epoch-file.ts'

export interface ControllerConfiguration {
  /** Wait for every member of the SyncStateSet, instead of for `inSyncReplicas`. */
  readonly allAckInSyncStateSet: boolean
  /** Replicas that must have a message, the master counted, where not all of the set are waited for. 1 is the master itself. */
  readonly inSyncReplicas: number
  /** A message is refused before it is appended where the SyncStateSet is smaller. It is not asked again before the answer. */
  readonly minInSyncReplicas: number
  /**
   * Which set `minInSyncReplicas` is compared with while a change is under way: the larger of the one that the master has and the one that
   * it asked for (S/ha/autoswitch/AutoSwitchHAService#inSyncReplicasNums), or the smaller. The latter is not in RocketMQ: a repair.
   */
  readonly inSyncReplicasNums: 'the larger set' | 'the smaller set'
  /** Whether a replica outside the SyncStateSet may be elected where no member is alive. */
  readonly enableElectUncleanMaster: boolean
  /** Answer at once, or after an fsync at the master that covers the message. Slaves report what is in their page cache. */
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  /**
   * Whom a master waits for while a change of the set is under way: the set that it has itself (before rmq#5663), or that and
   * the one that it asked for (PR#5798, 5.1.1).
   */
  readonly ackWhileSynchronizing: 'local set' | 'both sets'
  /**
   * By which set a master is alone, so that consumers see all that it has: the one that it has itself (S/CommitLog#getConfirmOffset asks
   * for the local set), or that and the one that it asked for. The latter is not in RocketMQ: a repair.
   */
  readonly visibleWhileSynchronizing: 'local set' | 'both sets'
  /** What a member without an HA connection does to the confirm offset (rmq#6662, 5.1.1). */
  readonly memberWithoutConnection: 'is passed over' | 'holds the offset'
  /** What becomes of an epoch that begins where the last one did: S/ha/autoswitch/EpochFileCache#appendEntry refuses it. */
  readonly emptyEpochs: EmptyEpochs
  /**
   * From where a new master numbers the messages of a queue: after what its ConsumeQueue has, which ends at the confirm offset
   * (before rmq#7689), or after what its commit log has (PR#7690, 5.2.0).
   */
  readonly queueOffsets: 'from the ConsumeQueue' | 'from the commit log'
  /**
   * Whether a broker that stopped uncleanly stays in the SyncStateSet when it comes back. That it leaves the set, and that whatever was
   * asked of the controller before is refused, is not in RocketMQ: a repair, after Kafka's KIP-966 and KIP-903.
   */
  readonly uncleanRestart: 'stays in the set' | 'leaves the set'
  /**
   * Where the offset of a consumer group is kept: in the memory of the master, copied by slaves every 10 s
   * (B/slave/SlaveSynchronize#syncAll), or replicated as messages are. The latter is not in RocketMQ: a repair.
   */
  readonly groupOffsets: 'copied by slaves' | 'in the log'
  readonly brokers: number
  /** Consumer groups, 0 or 1. With none, consumers look at whatever is visible. */
  readonly groups: number
  /** Messages that the producers send, each at most once. */
  readonly messages: number
  /** Fault budget: crashes of a broker process. */
  readonly processCrash: number
  /** Fault budget: power cuts at the machine of a broker that acts as master, or has not registered yet. */
  readonly masterPowerCut: number
  /** Fault budget: power cuts at the machine of a slave. */
  readonly slavePowerCut: number
  /** Fault budget: brokers that lose their disk. They come back as other replicas, with a new id, or not at all. */
  readonly diskLoss: number
  /** Fault budget: partitions of the network. One side has the controller. Producers and consumers reach both. */
  readonly partition: number
  /** Fault budget: members of the SyncStateSet that do not catch up for haMaxTimeSlaveNotCatchup (15 s), though they are connected. */
  readonly slowSlave: number
  /** Fault budget: answers of the controller to a change of the SyncStateSet that are lost. */
  readonly lostReply: number
  /** Fault budget: crashes of the leader of the controllers. */
  readonly controllerCrash: number
}

/** RocketMQ 5.3.3 as it is shipped, two brokers, two messages, no fault. */
export const stockController: ControllerConfiguration = {
  allAckInSyncStateSet: false,
  inSyncReplicas: 1,
  minInSyncReplicas: 1,
  inSyncReplicasNums: 'the larger set',
  enableElectUncleanMaster: false,
  flushDiskType: 'ASYNC_FLUSH',
  ackWhileSynchronizing: 'both sets',
  visibleWhileSynchronizing: 'local set',
  memberWithoutConnection: 'holds the offset',
  emptyEpochs: 'are not recorded',
  queueOffsets: 'from the commit log',
  uncleanRestart: 'stays in the set',
  groupOffsets: 'copied by slaves',
  brokers: 2,
  groups: 0,
  messages: 2,
  processCrash: 0,
  masterPowerCut: 0,
  slavePowerCut: 0,
  diskLoss: 0,
  partition: 0,
  slowSlave: 0,
  lostReply: 0,
  controllerCrash: 0,
}
