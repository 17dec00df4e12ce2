/**
 * The switches of two transactions on one broker. A setting of RocketMQ bears its name. Sections are those of the reference on RocketMQ's
 * behaviour; class and method names are RocketMQ 5.3.3's.
 */

export interface ReusedOffsetsConfiguration {
  /**
   * SYNC_FLUSH: SEND_OK for a half means that it is on the platter. Renewed copies and op records never wait for the disk
   * (`waitStoreMsgOK`=false, b.1).
   */
  readonly flushDiskType: 'SYNC_FLUSH' | 'ASYNC_FLUSH'
  /** Whether both transactions are of one producer group, or each of its own. */
  readonly producerGroups: 'one for both' | 'one each'
  /**
   * What `EndTransactionProcessor#checkPrepareMessage` compares with the half that lies at the offset: producer group, queue offset and
   * commit log offset; or the transaction id as well, which the request has, too. The latter is a repair.
   */
  readonly checkPrepareMessage: 'compares group and offsets' | 'compares the transaction id too'
  /** RocketMQ's default is 15. 1 is enough where no question can be lost, 2 where one can: see `about`. */
  readonly transactionCheckMax: number
  /** Fault budget: oneway messages that may be lost. */
  readonly oneWayLoss: number
  /** Fault budget: power cuts at the broker. The unflushed end of its log is lost. */
  readonly powerCut: number
}

/** RocketMQ 5.3.3 as it is shipped, one producer group, no fault. */
export const shipped: ReusedOffsetsConfiguration = {
  flushDiskType: 'ASYNC_FLUSH',
  producerGroups: 'one for both',
  checkPrepareMessage: 'compares group and offsets',
  transactionCheckMax: 1,
  oneWayLoss: 0,
  powerCut: 0,
}
