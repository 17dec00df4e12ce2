/**
 * The switches of the transaction specification. Each stands for a setting, a version, a way of writing the listener,
 * an assumption about timing, or a repair that RocketMQ does not have; a setting of RocketMQ bears its name. Sections are those of the reference on
 * RocketMQ's behaviour; class and method names are RocketMQ 5.3.3's unless a version is named.
 */

/**
 * How the synchronous send of the half message may turn out for the producer (a.1, step 3). The three `stored, but`
 * statuses store the half, and make the client roll back without running the local transaction. An exception ends the
 * call; the producer is not told whether the half is stored then.
 */
export type HalfSendOutcome =
  | 'SEND_OK'
  | 'FLUSH_DISK_TIMEOUT'
  | 'FLUSH_SLAVE_TIMEOUT'
  | 'SLAVE_NOT_AVAILABLE'
  | 'exception, half stored'
  | 'exception, half not stored'

export interface TransactionConfiguration {
  /** Outcomes that the half send may have, any of them. */
  readonly halfSend: readonly HalfSendOutcome[]

  /**
   * SYNC_FLUSH: SEND_OK for the half means that it is on the platter, and the op mark of a COMMIT follows once its final
   * message is there too (0.9). It makes no difference to renewed halves and op records, which never wait for the disk
   * (`waitStoreMsgOK`=false, a.2, b.1).
   */
  readonly flushDiskType: 'SYNC_FLUSH' | 'ASYNC_FLUSH'

  /**
   * The property WAIT of the half message, which a producer sets with `Message#setWaitStoreMsgOK`. Under SYNC_FLUSH the
   * half waits for the disk if it is true, and so does the final message: `EndTransactionProcessor#endMessageTransaction`
   * sets it to false for the final message, and then copies the properties of the half over it (4.9.7 to 5.4.0, 0.9).
   */
  readonly waitStoreMsgOK: boolean

  /**
   * Assumption on timing: whether an fsync may take longer than `syncFlushTimeout` (5 s). The request thread then waits no
   * longer for its final message: FLUSH_DISK_TIMEOUT counts as success (`#sendFinalMessage`), and the half is marked. What
   * the send of the half itself is told is set by `halfSend`.
   */
  readonly syncFlushTimeout: 'never expires' | 'may expire'

  /**
   * What a check round can read under SYNC_FLUSH. It pulls half and op queues like a consumer, so the confirm offset
   * limits it: all that is appended (before 5.3.0, or with `readUnCommitted`), or what is flushed (since 5.3.0, PR#8240,
   * b.1). What recovery finds when the broker starts counts as flushed, also what a process crash left in the page cache
   * (b.3, B14). Without effect under ASYNC_FLUSH.
   */
  readonly visibility: 'appended' | 'flushed'

  /**
   * How the broker marks a half as decided (a.1, "Op message").
   * - `buffered` (5.1.0 and later, RIP-50): in memory; a batch service writes the op record up to 3 s later.
   * - `direct` (4.x): the request thread appends the final message, then the op record.
   * - `atomic`: the final message is the mark of its half, one record for both. Not in RocketMQ: a repair.
   * - `before the final message`: op record first, then the final message. Not in RocketMQ: the negative control of T07.
   */
  readonly opMarks: 'buffered' | 'direct' | 'atomic' | 'before the final message'

  /** Whether the broker refuses a decision on a transaction that has one. Not in RocketMQ: a repair. */
  readonly duplicateDecisionGuard: boolean

  /**
   * RocketMQ's default is 15. 2 is enough: a round that leads to no decision only makes a copy of
   * the half with a higher count, so that 15 repeats the same step more often. What a budget can break with 15 rounds
   * it breaks sooner with 2. What holds with 2 holds with 15, since more questions are asked before the discard:
   * it needs one round more than the rounds that the faults of the budget can waste.
   */
  readonly transactionCheckMax: number

  /**
   * Assumption on timing: when a check round may look at an undecided half. Rounds start every 30 s
   * (`transactionCheckInterval`), at halves older than 6 s (`transactionTimeOut`), so the first check comes at an age
   * between 6 and 36 s (a.4). A discard asks for no age: it comes with the round after the last check (0.9).
   * - `may overtake a decision`: nothing is assumed. Local transactions, requests and answers may take longer, and so may
   *   a round: it may have read the op topic before an op mark was written, and look at the copy after that.
   * - `after decisions have arrived`: the local transaction and its request, under SYNC_FLUSH with the flush of the final
   *   message, together take less than 6 s, a question and its answer less than 30 s. A decision lost on the way is not
   *   waited for, and the op batch may still be due.
   * - `after op marks are written`: these plus the op batch, and what it takes until a round has read the op record, stay
   *   below the same limits. The batch comes up to 3 s after the decision (`transactionOpBatchInterval`), before 5.4.0 up
   *   to 6 s (rmq#10199), and 3.7 to 6 s after the first decision since the start of the broker, on 5.4.0 too (0.9). A mark
   *   that a crash removed from memory is not waited for.
   */
  readonly checkRounds: 'may overtake a decision' | 'after decisions have arrived' | 'after op marks are written'

  /**
   * Assumption on timing: whether the local transaction may run longer than the whole series of checks, about 8 minutes
   * by default (a.4). `ends before the last check`: the last question finds it committed or rolled back.
   */
  readonly localTransaction: 'ends before the last check' | 'may outlast every check'

  /**
   * What `checkLocalTransaction` answers where it sees no row; where it sees the row it answers COMMIT. It cannot tell a
   * transaction that still runs from one that was rolled back (a.4).
   * `ROLLBACK behind a fence row`: it first writes a row with the same key, so that a local transaction that still runs
   * fails on it. `COMMIT`: a listener that does not look, the negative control.
   */
  readonly rowAbsentAnswer: 'UNKNOWN' | 'ROLLBACK' | 'ROLLBACK behind a fence row' | 'COMMIT'

  /**
   * When the half queue's consumer offset is written to `consumerOffset.json` (every 5 s, never with an fsync, a.2).
   * `ahead of the log`: without regard to the commit log, so that the file may know of records that a power cut removes.
   * `behind the log`: the commit log is flushed first. Not in RocketMQ: a repair.
   */
  readonly offsetFile: 'ahead of the log' | 'behind the log'

  /** Fault budget: oneway messages (end requests, questions) that may be lost. */
  readonly oneWayLoss: number
  /** Fault budget: producer instances of the group that may stop for good; there are two. */
  readonly producerStop: number
  /** Fault budget: crashes of the broker process. What was written survives in the page cache; connections break. */
  readonly processCrash: number
  /** Fault budget: power cuts at the broker. The unflushed end of the log is lost, each file for itself. */
  readonly powerCut: number
}

/** RocketMQ 5.3.3 as it comes, a careful listener, no fault, and nothing assumed about the speed of messages. */
export const defaults: TransactionConfiguration = {
  halfSend: ['SEND_OK'],
  flushDiskType: 'ASYNC_FLUSH',
  waitStoreMsgOK: true,
  syncFlushTimeout: 'never expires',
  visibility: 'flushed',
  opMarks: 'buffered',
  duplicateDecisionGuard: false,
  transactionCheckMax: 2,
  checkRounds: 'may overtake a decision',
  localTransaction: 'ends before the last check',
  rowAbsentAnswer: 'UNKNOWN',
  offsetFile: 'ahead of the log',
  oneWayLoss: 0,
  producerStop: 0,
  processCrash: 0,
  powerCut: 0,
}
