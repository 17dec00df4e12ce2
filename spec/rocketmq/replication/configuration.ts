/**
 * The switches of classic replication, a master with slaves. A switch that is a setting of RocketMQ bears its name. Sections
 * are those of the reference on RocketMQ's behaviour; class and method names are RocketMQ 5.3.3's unless a version is named.
 */

export interface ReplicationConfiguration {
  /** ASYNC_MASTER answers without regard to slaves. */
  readonly brokerRole: 'ASYNC_MASTER' | 'SYNC_MASTER'
  /**
   * Whom a SYNC_MASTER waits for. `any one slave`: 4.x, until `push2SlaveMaxOffset` reaches the message, and with no slave
   * connected SLAVE_NOT_AVAILABLE at once. `inSyncReplicas`: 5.x, until so many replicas have it, the master counted (c.1).
   */
  readonly replicationWait: 'any one slave' | 'inSyncReplicas'
  /** Replicas that must have a message in 5.x. The default, 1, is the master itself (S/CommitLog#handleHA). */
  readonly inSyncReplicas: number
  /** Answer at once, or after an fsync at the master that covers the message. Slaves report what is in their page cache. */
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  /** What consumers may see under SYNC_FLUSH: all that is appended (before 5.3.0) or flushed (since, PR#8240). */
  readonly visibility: 'appended' | 'flushed'
  /**
   * What the master does when a slave reports an end behind its own (c.1).
   * - `is believed`: 4.x before PR#3016, and all of 5.x (S/ha/DefaultHAConnection$ReadSocketService#processReadEvent).
   * - `is checked after the first`: PR#3016, in 4.9.8: the connection is closed, but not for its first report.
   * - `is compared`: a slave whose log is no beginning of the master's is refused. Not in RocketMQ: a repair.
   */
  readonly largeReport: 'is believed' | 'is checked after the first' | 'is compared'
  /**
   * What a slave reports: the end of its log in the page cache (S/ha/DefaultHAClient#reportSlaveMaxOffset), or only what it
   * has fsynced before. The latter is not in RocketMQ: a repair.
   */
  readonly slaveReports: 'its page cache' | 'what it has fsynced'
  /**
   * What 5.x counts against `inSyncReplicas`: HA connections, of which one slave may have two (a TODO in
   * S/ha/GroupTransferService#doWaitTransfer), or slaves. The latter is not in RocketMQ: the repair that the TODO asks for.
   */
  readonly replicasAreCounted: 'by connection' | 'by slave'
  /**
   * Where a slave with an empty log starts: at the master's last file, as every classic slave does
   * (S/ha/DefaultHAConnection$WriteSocketService#run), or at the first, as in controller mode with the default of this key.
   */
  readonly syncFromLastFile: boolean
  /** Messages that a file of the commit log holds: `mappedFileSizeCommitLog` is 1 GiB, counted here in messages. */
  readonly mappedFileSizeCommitLog: number
  readonly slaves: number
  /** Messages that were stored before the slaves came. */
  readonly oldMessages: number
  /** Messages that the producers send, each at most once. */
  readonly messages: number
  /** Fault budget: crashes of a broker process, the master's or a slave's. */
  readonly processCrash: number
  /** Fault budget: power cuts at the machine that is the master at first. */
  readonly masterPowerCut: number
  /** Fault budget: power cuts at the machines that are slaves at first. */
  readonly slavePowerCut: number
  /** Fault budget: losses of the disk of the first master. */
  readonly masterDiskLoss: number
  /** Fault budget: losses of a disk of one that is a slave at first. */
  readonly slaveDiskLoss: number
  /** Fault budget: HA connections that break without the master noticing it, and are made anew by the slave. */
  readonly reconnect: number
}

/** RocketMQ 5.3.3 with a SYNC_MASTER and one slave, all else as it is shipped, two messages, no fault. */
export const stockReplication: ReplicationConfiguration = {
  brokerRole: 'SYNC_MASTER',
  replicationWait: 'inSyncReplicas',
  inSyncReplicas: 1,
  flushDiskType: 'ASYNC_FLUSH',
  visibility: 'flushed',
  largeReport: 'is believed',
  slaveReports: 'its page cache',
  replicasAreCounted: 'by connection',
  syncFromLastFile: true,
  mappedFileSizeCommitLog: 8,
  slaves: 1,
  oldMessages: 0,
  messages: 2,
  processCrash: 0,
  masterPowerCut: 0,
  slavePowerCut: 0,
  masterDiskLoss: 0,
  slaveDiskLoss: 0,
  reconnect: 0,
}
