/** The commit log with two transactions, as far as offsets go: reducers over plain values. */

export const transactions = ['t1', 't2'] as const
export type Transaction = (typeof transactions)[number]
export type Decision = 'COMMIT' | 'ROLLBACK'

export type LogRecord =
  /** RMQ_SYS_TRANS_HALF_TOPIC: a half, or with `checks` 1 and more a renewed copy. */
  | { readonly type: 'half'; readonly of: Transaction; readonly checks: number }
  /** The final message of a transaction, and the op mark of the half at that queue offset. */
  | { readonly type: 'final'; readonly of: Transaction; readonly marks: number }
  /** RMQ_SYS_TRANS_OP_HALF_TOPIC: the op mark of a ROLLBACK. */
  | { readonly type: 'op'; readonly marks: number }

/** The records, and how many of them are on the platter. */
export interface CommitLog {
  readonly records: readonly LogRecord[]
  readonly durable: number
}

export function appended({ records, ...rest }: CommitLog, stored: LogRecord): CommitLog {
  return { ...rest, records: [...records, stored] }
}

export function flushed(log: CommitLog): CommitLog {
  return { ...log, durable: log.records.length }
}

/** What names a half in an end request: `commitLogOffset` and `tranStateTableOffset`, its queue offset. */
export interface Place {
  readonly commitLogOffset: number
  readonly queueOffset: number
}

export type Half = Extract<LogRecord, { type: 'half' }> & Place

/** The halves in the order of their queue, each with its offsets. */
export function halvesIn({ records }: Pick<CommitLog, 'records'>): readonly Half[] {
  const places = records.flatMap((record, at) => (record.type === 'half' ? [{ ...record, commitLogOffset: at }] : []))
  return places.map((half, queueOffset) => ({ ...half, queueOffset }))
}

/** The place that the next half takes. */
export function nextPlace(log: Pick<CommitLog, 'records'>): Place {
  return { commitLogOffset: log.records.length, queueOffset: halvesIn(log).length }
}

/** `#getHalfMessageByOffset` and `#checkPrepareMessage`: the half at these offsets, whosever it is. */
export function halfAt(log: Pick<CommitLog, 'records'>, place: Place): Half | undefined {
  return halvesIn(log).find(
    ({ commitLogOffset, queueOffset }) =>
      commitLogOffset === place.commitLogOffset && queueOffset === place.queueOffset,
  )
}

export function isMarked({ records }: Pick<CommitLog, 'records'>, queueOffset: number): boolean {
  return records.some((record) => record.type !== 'half' && record.marks === queueOffset)
}

/** How many final messages a transaction has. */
export function finalsOf({ records }: Pick<CommitLog, 'records'>, of: Transaction): number {
  return records.filter((record) => record.type === 'final' && record.of === of).length
}
