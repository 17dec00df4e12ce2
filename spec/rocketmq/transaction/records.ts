/**
 * What the broker appends to its commit log for transactions (a.1), in four topics that share the one log of a broker.
 */
import type { SetOf } from '../../language/index.ts'

/** What a producer decides. UNKNOW is the absence of a decision: the broker logs it and stores nothing. */
export type Decision = 'COMMIT' | 'ROLLBACK'

/** A decision on one copy of the half message. In the op record itself the decision is a ghost: its tag is `d` for both. */
export interface OpMark {
  readonly half: number
  readonly decision: Decision
}

/**
 * `half` is a copy's offset in the half queue, h0 for the original. With one transaction it names the copy as well as
 * its commit log offset does, by which RocketMQ looks it up.
 */
export type LogRecord =
  /** RMQ_SYS_TRANS_HALF_TOPIC; `checks` is the property TRANSACTION_CHECK_TIMES. */
  | { readonly type: 'half'; readonly half: number; readonly checks: number }
  /** The real topic: what a consumer sees. */
  | { readonly type: 'final'; readonly half: number }
  /** RMQ_SYS_TRANS_OP_HALF_TOPIC. */
  | { readonly type: 'op'; readonly marks: SetOf<OpMark> }
  /** TRANS_CHECK_MAX_TIME_TOPIC. */
  | { readonly type: 'discarded'; readonly half: number }

export type HalfRecord = Extract<LogRecord, { type: 'half' }>
export type FinalRecord = Extract<LogRecord, { type: 'final' }>

export function halvesIn(records: readonly LogRecord[]): readonly HalfRecord[] {
  return records.filter((record) => record.type === 'half')
}

export function finalsIn(records: readonly LogRecord[]): readonly FinalRecord[] {
  return records.filter((record) => record.type === 'final')
}

export function marksIn(records: readonly LogRecord[]): readonly OpMark[] {
  return records.flatMap((record) => (record.type === 'op' ? record.marks : []))
}
