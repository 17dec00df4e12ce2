/**
 * The switches of the check listener: how the application was written, and assumptions on timing. Sections are those of the reference
 * on RocketMQ's behaviour.
 */

export interface CheckListenerConfiguration {
  /**
   * What `executeLocalTransaction` does with an order that the database does not take (0.5).
   * - `memory of the instance`: keeps it there, accepts it and returns UNKNOW. Other instances do not see it, and a crash takes it.
   * - `shared store`: the same with a store that every instance reads, such as Redis, which loses nothing here.
   * - `half message`: keeps it nowhere. The half has the order in its body, and `checkLocalTransaction` is given the half.
   * - `none`: refuses the order and returns ROLLBACK.
   */
  readonly orderCache: 'memory of the instance' | 'shared store' | 'half message' | 'none'
  /** Whether the table of orders has a unique key for what makes them the same. */
  readonly uniqueKey: boolean
  /** Instances of the producer group. The first sends the half, and the broker asks any of them. */
  readonly groupSize: 1 | 2
  /** What the listener answers where it finds the order neither in the database nor where it was kept (a.4). */
  readonly rowAbsentAnswer: 'UNKNOWN' | 'ROLLBACK'
  /** RocketMQ's default is 15. It needs one more than the crashes, and one before the outage ends: see `about`. */
  readonly transactionCheckMax: number
  /**
   * Assumption on timing: whether the database, and the local transaction, may take longer than the whole series of checks, about 8
   * minutes by default (a.4). `ends in time`: one check more than the crashes can waste comes after that.
   */
  readonly outage: 'ends in time' | 'may outlast every check'
  /** Assumption on timing: whether a listener may take longer than the time between two rounds (`transactionCheckInterval`, 30 s). */
  readonly listener: 'answers before the next round' | 'may be slower than a round'
  /** Fault budget: crashes of an instance, which is back at once without what it had in memory. */
  readonly producerCrash: number
}

/** An application that refuses orders while its database is down, and has a unique key. No fault. */
export const careful: CheckListenerConfiguration = {
  orderCache: 'none',
  uniqueKey: true,
  groupSize: 2,
  rowAbsentAnswer: 'UNKNOWN',
  transactionCheckMax: 2,
  outage: 'ends in time',
  listener: 'answers before the next round',
  producerCrash: 0,
}
