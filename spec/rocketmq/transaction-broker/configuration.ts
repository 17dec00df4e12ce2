/**
 * The switches of the broker that has a transaction. A setting of RocketMQ bears its name. Sections are those of the reference on RocketMQ's
 * behaviour; class and method names are RocketMQ 5.3.3's.
 */

export interface TransactionBrokerConfiguration {
  /**
   * Records go to direct memory first, and to the file within 200 ms (`commitIntervalCommitLog`). Nobody can read them before
   * (`DefaultMappedFile#getReadPosition`, b.2).
   */
  readonly transientStorePoolEnable: boolean
  /**
   * The log is replicated by DLedger: every put waits for a quorum, whatever `waitStoreMsgOK` says, and ends with an error after 2.5 s
   * while the record stays and may commit (b.1, c.2). Else it is a master with a slave.
   */
  readonly enableDLegerCommitLog: boolean
  /** Of a master with a slave: 2 = SEND_OK for a half means that the slave has it, and so has its final message. Renewed copies and op records never wait (c.1). */
  readonly inSyncReplicas: 1 | 2
  /**
   * When a slave takes over the half offset (`SlaveSynchronize`, every 10 s, without regard to the log), or only once it has the log that the
   * offset speaks of. The latter is a repair.
   */
  readonly slaveOffsets: 'ahead of the log' | 'behind the log'
  /**
   * What a clean stop does with op marks in memory: `TransactionalMessageServiceImpl#close` wakes the batch service once, which skips the
   * marks of a queue whose last batch is less than `transactionOpBatchInterval` (3 s) ago. Writing all is a repair.
   */
  readonly close: 'skips young marks' | 'writes every mark'
  /** RocketMQ's default is 15. Each round without a decision only makes a copy with a higher count. */
  readonly transactionCheckMax: number
  /** Clean stops of the broker, each with a start. Not a fault. */
  readonly cleanRestart: number
  /** Fault budget: oneway messages that may be lost. */
  readonly oneWayLoss: number
  /** Fault budget: times at which the broker loses its slave, or its quorum, for a while. */
  readonly partition: number
  /** Fault budget: failovers. The master becomes a slave, and its slave, or a follower, the master. */
  readonly failover: number
}

/** RocketMQ 5.3.3 with a slave that has every acknowledged half. No fault. */
export const stockBroker: TransactionBrokerConfiguration = {
  transientStorePoolEnable: false,
  enableDLegerCommitLog: false,
  inSyncReplicas: 2,
  slaveOffsets: 'ahead of the log',
  close: 'skips young marks',
  transactionCheckMax: 2,
  cleanRestart: 0,
  oneWayLoss: 0,
  partition: 0,
  failover: 0,
}
