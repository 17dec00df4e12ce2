/**
 * The switches of the check rounds. Each stands for a setting, a version, a way of writing the application, an assumption about
 * timing, or a repair that RocketMQ does not have; a setting of RocketMQ bears its name. Times are in ticks: `about` says how long
 * one is. Sections are those of the reference on RocketMQ's behaviour; class and method names are RocketMQ 5.3.3's unless a version
 * is named.
 */

export interface CheckRoundsConfiguration {
  /** Ticks between two rounds: 1 for 30 s (since 5.1.1), 2 for 60 s (before). */
  readonly transactionCheckInterval: number
  /** An age in ticks: a half that is younger ends the round, unless it has an immunity of its own. 1 is "not in the tick of its sending". */
  readonly transactionTimeOut: number
  /** Put-backs before a half is discarded. 3 stands for 15: see `about`. */
  readonly transactionCheckMax: number
  /**
   * The property of that name of every half, in ticks, or null where the producer sets none. It takes the place of
   * `transactionTimeOut`, and a half that is younger is put back without a question (a.4).
   */
  readonly checkImmunityTime: number | null

  /**
   * How the broker learns what became of an order.
   * - `check-back` (seed s6): the local transaction creates the order and returns UNKNOW. The listener answers COMMIT for an order
   *   that is paid, UNKNOWN for one that is not, and closes one that was not paid within the payment window, with ROLLBACK.
   * - `delayed message`: the local transaction creates the order and returns COMMIT. Whoever consumes its message sends a delayed
   *   message (level 14, 10 min), and what that brings closes the order if it is unpaid.
   * - `end request`: the local transaction waits until the order is paid or cancelled, and returns COMMIT or ROLLBACK then. The
   *   listener answers UNKNOWN meanwhile.
   */
  readonly orderIsDecidedBy: 'check-back' | 'delayed message' | 'end request'
  /** Ticks after which an unpaid order is closed: 4 for 10 min. A user may pay as long as the order is open. */
  readonly paymentWindow: number
  /** What the consumer of a delayed message does to the order: it closes it `if unpaid`, or `without looking`. */
  readonly delayedClose: 'if unpaid' | 'without looking'
  /**
   * Assumption on timing, for `end request`: whether a local transaction ends before the age at which a round may ask about it, or
   * at any time.
   */
  readonly localTransaction: 'ends before the first question' | 'may be late'

  /**
   * An end request for a half with an immunity of its own that is over: refused since 5.1.1 (PR#6402,
   * `EndTransactionProcessor#rejectCommitOrRollback`), accepted before. Answers to checks are always accepted.
   */
  readonly lateDecision: 'is refused' | 'is accepted'
  /** `needDiscard` counts a check before it is known whether one will be asked (rmq#8311). That it does not is a repair. */
  readonly immunityRounds: 'use up a check' | 'use up none'
  /**
   * `fillOpRemoveMap` drops an op mark of an offset below the half offset, so that it does not settle the copies that were put back
   * (T12). That it does is a repair.
   */
  readonly opMarksBelowHalfOffset: 'are dropped' | 'settle what was put back'
  /** After a failed put `resolveDiscardMsg` writes an error to the log, and the round goes on. Trying again, as with a renewal, is a repair. */
  readonly failedDiscard: 'is passed over' | 'is tried again'
  /** An exception skips the end of `check`, where the offsets are saved (rmq#9500). The `finally` block of PR#9523, not merged, is a repair. */
  readonly offsetsAfterException: 'are not saved' | 'are saved'
  /**
   * What the executor of the questions does once its queue of 2000 is full: before 4.6.0 it throws, out of the round
   * (rmq#1519); since then the thread of the round sends the question itself (`CallerRunsPolicy`). Here it may be full after
   * the first question of a round.
   */
  readonly checkExecutor: 'throws when it is full' | 'has the caller run'

  readonly orders: number
  /** Fault budget: crashes of the broker process, which is back at once. */
  readonly processCrash: number
  /** Fault budget: failed puts into TRANS_CHECK_MAX_TIME_TOPIC. */
  readonly discardPutFailure: number
  /** Fault budget of each round: reads of the half queue that end in an exception. There is no end to rounds. */
  readonly readErrorPerRound: number
}

/** RocketMQ 5.3.3 as it is shipped, one order with a payment window of 10 minutes that check-backs decide, no fault. */
export const stockRounds: CheckRoundsConfiguration = {
  transactionCheckInterval: 1,
  transactionTimeOut: 1,
  transactionCheckMax: 3,
  checkImmunityTime: null,
  orderIsDecidedBy: 'check-back',
  paymentWindow: 4,
  delayedClose: 'if unpaid',
  localTransaction: 'may be late',
  lateDecision: 'is refused',
  immunityRounds: 'use up a check',
  opMarksBelowHalfOffset: 'are dropped',
  failedDiscard: 'is passed over',
  offsetsAfterException: 'are not saved',
  checkExecutor: 'has the caller run',
  orders: 1,
  processCrash: 0,
  discardPutFailure: 0,
  readErrorPerRound: 0,
}
