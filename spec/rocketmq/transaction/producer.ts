/**
 * The producer's side: `sendMessageInTransaction` on the instance that begins the transaction, and the check listener
 * that every instance of the group runs.
 */
import { match, P } from 'ts-pattern'
import type { HalfSendOutcome, TransactionConfiguration } from './configuration.ts'
import type { Decision } from './records.ts'

/** Instances of one producer group. A runs the transaction; either may be asked about it. */
export const producers = ['A', 'B'] as const
export type Producer = (typeof producers)[number]

/**
 * The row that the local transaction writes, as other connections to the database see it: not before it is committed.
 * `fence` = a row put in its place by a listener.
 */
export type Row = 'absent' | 'committed' | 'fence'

/** Where `DefaultMQProducerImpl#sendMessageInTransaction` is in producer A. */
export type Call = 'not begun' | 'local transaction runs' | 'sends COMMIT' | 'sends ROLLBACK' | 'returned'

/** a.1, step 3: the local transaction runs only after SEND_OK; any other status is answered with ROLLBACK. */
export function afterHalfSend(outcome: HalfSendOutcome): Call {
  return match(outcome)
    .returnType<Call>()
    .with('SEND_OK', () => 'local transaction runs')
    .with('FLUSH_DISK_TIMEOUT', 'FLUSH_SLAVE_TIMEOUT', 'SLAVE_NOT_AVAILABLE', () => 'sends ROLLBACK')
    .with('exception, half stored', 'exception, half not stored', () => 'returned')
    .exhaustive()
}

/** The decision that the call is about to send, or null. */
export function decisionOf(call: Call): Decision | null {
  return match(call)
    .returnType<Decision | null>()
    .with('sends COMMIT', () => 'COMMIT')
    .with('sends ROLLBACK', () => 'ROLLBACK')
    .with(P.union('not begun', 'local transaction runs', 'returned'), () => null)
    .exhaustive()
}

export interface ListenerAnswer {
  readonly decision: Decision | 'UNKNOWN'
  /** The row after the answer: only a fence changes it. */
  readonly row: Row
}

/** `TransactionListener#checkLocalTransaction`, answering from the database alone. */
export function checkLocalTransaction(
  row: Row,
  absentAnswer: TransactionConfiguration['rowAbsentAnswer'],
): ListenerAnswer {
  return match({ row, absentAnswer })
    .returnType<ListenerAnswer>()
    .with({ row: 'committed' }, () => ({ decision: 'COMMIT', row }))
    .with({ row: 'fence' }, () => ({ decision: 'ROLLBACK', row }))
    .with({ absentAnswer: 'ROLLBACK behind a fence row' }, () => ({ decision: 'ROLLBACK', row: 'fence' }))
    .with({ absentAnswer: P.union('UNKNOWN', 'ROLLBACK', 'COMMIT').select() }, (decision) => ({ decision, row }))
    .exhaustive()
}
