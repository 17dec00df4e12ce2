/**
 * The switches of the store: each weakness that RocketMQ has, or had in some version, can be turned on and off. A switch
 * that is a setting of RocketMQ bears its name.
 */

export interface StoreConfiguration {
  /** Answer SEND_OK at once, or after an fsync that covers the message. */
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  /** Append to direct memory first, write to the file every 200 ms: into files that the broker has made since it started. */
  readonly transientStorePoolEnable: boolean
  /** What consumers may see under SYNC_FLUSH: all that is appended (before 5.3.0) or flushed (since, PR#8240). */
  readonly visibility: 'appended' | 'flushed'
  /**
   * What becomes of the flushed position when `force()` throws: it advances all the same, up to 5.3 (b.2,
   * S/logfile/DefaultMappedFile#flush), or it stays, and the flush is tried again, since 5.4.0 (PR#9714).
   */
  readonly failedFlush: 'counts as done' | 'is tried again'
  /**
   * Stop writing after a failed fsync (since 5.4.0, rmq#9709). The broker looks for an `IOException`, which only
   * `FileChannel#force` throws: it takes `writeWithoutMmap` besides, or the transient pool, until a restart.
   */
  readonly enableRunningFlagsInFlush: boolean
  /**
   * How consumerOffset.json and topics.json reach the disk (K/ConfigManager#persist): overwritten without an fsync, or,
   * since 5.4.0 (PR#9706), the old file renamed to .bak, and the new one and the folder fsynced.
   */
  readonly jsonFiles: 'not fsynced' | 'fsynced'
  /** Whether the first send creates the topic (`autoCreateTopicEnable`), or topics.json has had it for long. */
  readonly topic: 'long known' | 'new'
  /**
   * Where a consumer starts when the broker has no offset of its group; set in the client. CONSUME_FROM_LAST_OFFSET is
   * that of a topic whose first messages have left memory: on a young one the broker answers 0 to a group it does not know (d.3).
   */
  readonly consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET' | 'CONSUME_FROM_LAST_OFFSET'
  /** Messages that the producers send, each at most once. */
  readonly messages: number
  readonly powerCut: number
  readonly processCrash: number
  readonly failedFsync: number
}

/** RocketMQ 5.3 as it is shipped (b.5), two messages, no fault. */
export const stockStore: StoreConfiguration = {
  flushDiskType: 'ASYNC_FLUSH',
  transientStorePoolEnable: false,
  visibility: 'flushed',
  failedFlush: 'counts as done',
  enableRunningFlagsInFlush: false,
  jsonFiles: 'not fsynced',
  topic: 'long known',
  consumeFromWhere: 'CONSUME_FROM_FIRST_OFFSET',
  messages: 2,
  powerCut: 0,
  processCrash: 0,
  failedFsync: 0,
}
