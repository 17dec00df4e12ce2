/**
 * The broker's side: the half message, the end-transaction request, op marks, and the walk of a check round over the
 * half queue. Reducers over the part of the state that the broker owns.
 */
import { has, insert, removeOne, type SetOf, set } from '../../language/index.ts'
import { append, fsync, fsyncedUpTo, type LogFile, recovered } from '../../parts/disk.ts'
import type { HalfSendOutcome, TransactionConfiguration } from './configuration.ts'
import { finalsIn, type HalfRecord, halvesIn, type LogRecord, marksIn, type OpMark } from './records.ts'

/** A record that the broker owes to its log: in the heap, gone after a crash. */
export type OwedRecord = ({ readonly record: 'op mark' } & OpMark) | { readonly record: 'final'; readonly half: number }

/** A request thread that has appended the final message of `half` and waits until the first `upTo` records are on disk. */
export interface FlushWait {
  readonly half: number
  /** Up to its final message: no two final messages have the same place in the log. */
  readonly upTo: number
}

export interface DecisionState {
  readonly commitLog: LogFile<LogRecord>
  readonly flushWaits: SetOf<FlushWait>
  /** Buffered op marks (`deleteContext`), or what a request thread has yet to append. */
  readonly owed: SetOf<OwedRecord>
}

/** The copy at the half offset, as a check round may see it. */
export interface ExaminedHalf extends HalfRecord {
  /** An op mark in the log names it. */
  readonly isSettled: boolean
  /** The round may know of no op mark: there is none, or it was appended after the round had read the op topic. */
  readonly mayLookOpen: boolean
  /** It was asked about often enough. */
  readonly isExhausted: boolean
}

/**
 * `SendMessageProcessor#sendMessage`: the half is stored like any message. Only with SYNC_FLUSH and without a disk
 * timeout has it reached the platter when the producer gets the outcome (b.1).
 */
export function storeHalf(
  commitLog: LogFile<LogRecord>,
  outcome: HalfSendOutcome,
  configuration: TransactionConfiguration,
): LogFile<LogRecord> {
  if (outcome === 'exception, half not stored') return commitLog
  const stored = append(commitLog, { type: 'half', half: 0, checks: 0 })
  const isFlushed =
    waitsForFlush(configuration) && outcome !== 'FLUSH_DISK_TIMEOUT' && outcome !== 'exception, half stored'
  return isFlushed ? fsync(stored) : stored
}

/** Whether a half message and its final message wait for an fsync (`CommitLog$DefaultFlushManager#handleDiskFlush`). */
function waitsForFlush({ flushDiskType, waitStoreMsgOK }: TransactionConfiguration): boolean {
  return flushDiskType === 'SYNC_FLUSH' && waitStoreMsgOK
}

/**
 * `EndTransactionProcessor#processRequest`. The half is looked up by its log offset and must be readable; whether it was
 * decided, renewed or discarded before is checked nowhere (a.1, rmq#8158, rmq#5574). COMMIT appends the final message,
 * waits for its flush if the half did, and then marks the half; ROLLBACK only marks it.
 */
export function endTransaction(
  state: DecisionState,
  { half, decision }: OpMark,
  configuration: TransactionConfiguration,
): DecisionState {
  if (!halvesIn(state.commitLog.records).some((record) => record.half === half)) return state
  if (configuration.duplicateDecisionGuard && isDecided(state)) return state

  const mark: OpMark = { half, decision }
  if (decision === 'ROLLBACK' && configuration.opMarks === 'buffered')
    return owing(state, { record: 'op mark', ...mark })
  if (decision === 'ROLLBACK' || configuration.opMarks === 'before the final message') {
    const withOp = { ...state, commitLog: append(state.commitLog, { type: 'op', marks: set([mark]) }) }
    return decision === 'ROLLBACK' ? withOp : owing(withOp, { record: 'final', half })
  }
  const commitLog = append(state.commitLog, { type: 'final', half })
  const stored: DecisionState = { ...state, commitLog }
  if (!waitsForFlush(configuration)) return afterFinal(stored, half, configuration)
  return { ...stored, flushWaits: insert(state.flushWaits, { half, upTo: commitLog.records.length }) }
}

/**
 * The end of a wait: the final message is on disk, or the wait has timed out, which counts as success
 * (`EndTransactionProcessor#sendFinalMessage`).
 */
export function endFlushWait(
  state: DecisionState,
  wait: FlushWait,
  end: 'flushed' | 'timed out',
  configuration: TransactionConfiguration,
): DecisionState {
  const commitLog = end === 'flushed' ? fsyncedUpTo(state.commitLog, wait.upTo) : state.commitLog
  return afterFinal({ ...state, commitLog, flushWaits: removeOne(state.flushWaits, wait) }, wait.half, configuration)
}

/** `#deletePrepareMessage`, once the final message counts as stored. */
function afterFinal(state: DecisionState, half: number, { opMarks }: TransactionConfiguration): DecisionState {
  return opMarks === 'atomic' ? state : owing(state, { record: 'op mark', half, decision: 'COMMIT' })
}

function owing(state: DecisionState, record: OwedRecord): DecisionState {
  return { ...state, owed: insert(state.owed, record) }
}

/** Whether any copy of the half was decided, as far as log and heap tell. */
function isDecided({ commitLog, owed }: Pick<DecisionState, 'commitLog' | 'owed'>): boolean {
  return owed.length > 0 || marksIn(commitLog.records).length > 0 || finalsIn(commitLog.records).length > 0
}

/** Whether a ROLLBACK was accepted, as far as log and heap tell. */
export function isRolledBack({ commitLog, owed }: Pick<DecisionState, 'commitLog' | 'owed'>): boolean {
  return (
    owed.some((each) => each.record === 'op mark' && each.decision === 'ROLLBACK') ||
    marksIn(commitLog.records).some((mark) => mark.decision === 'ROLLBACK')
  )
}

/**
 * What may be written together. `TransactionalMessageServiceImpl#batchSendOpMessage` puts the buffered marks into one op
 * record. A request thread appends the final message of a COMMIT first and offers the mark to the buffer afterwards, so that
 * the mark may come too late for a batch: then it stays owed (seen on 5.4.0, 1 of 120), and a crash loses it as it loses the
 * buffer. Where something else lies between final message and mark there is no need for that: a mark that is late is one
 * whose wait for the flush ends late, and a ROLLBACK that is late one whose request is. The request threads of 4.x append one
 * record each.
 */
export function writableTogether(
  owed: SetOf<OwedRecord>,
  configuration: TransactionConfiguration,
): readonly SetOf<OwedRecord>[] {
  if (configuration.opMarks !== 'buffered') return owed.map((record) => set([record]))
  const mayBeLate = (record: OwedRecord): boolean =>
    record.record === 'op mark' && record.decision === 'COMMIT' && !waitsForFlush(configuration)
  let batches = [set(owed.filter((record) => !mayBeLate(record)))]
  for (const record of owed.filter(mayBeLate)) {
    batches = batches.flatMap((batch) => [batch, insert(batch, record)])
  }
  return batches.filter(({ length }) => length > 0)
}

/** Appends owed records: op marks as one op record, a final message as itself. */
export function writeOwed(state: DecisionState, records: SetOf<OwedRecord>): DecisionState {
  const marks = records.flatMap((each) =>
    each.record === 'op mark' ? [{ half: each.half, decision: each.decision }] : [],
  )
  const finals = records.flatMap((each) => (each.record === 'final' ? [each.half] : []))
  const withOp = marks.length === 0 ? state.commitLog : append(state.commitLog, { type: 'op', marks: set(marks) })
  return {
    ...state,
    commitLog: finals.reduce((log, half) => append(log, { type: 'final', half }), withOp),
    owed: set(state.owed.filter((each) => !has(records, each))),
  }
}

/** Copies that a check round passes over (`#fillOpRemoveMap`): those named in the op topic. */
export function settledHalves(
  records: readonly LogRecord[],
  opMarks: TransactionConfiguration['opMarks'],
): readonly number[] {
  return records.flatMap((record) => settledBy(record, opMarks))
}

/** Copies that one record settles. */
export function settledBy(record: LogRecord, opMarks: TransactionConfiguration['opMarks']): readonly number[] {
  if (record.type === 'final') return opMarks === 'atomic' ? [record.half] : []
  return marksIn([record]).map((mark) => mark.half)
}

/**
 * Copies that every check round passes over. `TransactionalMessageServiceImpl#check` reads the op topic when a round begins
 * (`#fillOpRemoveMap`), and then walks the half queue: a mark that is appended in between is not seen, before the next round
 * begins. What was in the log when the broker started is seen by all rounds since. Where checks come after op marks, the
 * round begins after them too.
 */
export function surelySettledHalves(
  records: readonly LogRecord[],
  logAtStart: number,
  { opMarks, checkRounds }: TransactionConfiguration,
): readonly number[] {
  return settledHalves(checkRounds === 'may overtake a decision' ? records.slice(0, logAtStart) : records, opMarks)
}

/** The copy that the round looks at next, or null at the end of the half queue. */
export function examine(
  records: readonly LogRecord[],
  halfOffset: number,
  logAtStart: number,
  configuration: TransactionConfiguration,
): ExaminedHalf | null {
  const copy = halvesIn(records).find((record) => record.half === halfOffset)
  if (copy === undefined) return null
  return {
    ...copy,
    isSettled: settledHalves(records, configuration.opMarks).includes(copy.half),
    mayLookOpen: !surelySettledHalves(records, logAtStart, configuration).includes(copy.half),
    isExhausted: copy.checks >= configuration.transactionCheckMax,
  }
}

/**
 * The log as it must be when a round has read one of its records: flushed so far, where rounds see no more than that
 * (`S/CommitLog#getConfirmOffset`, b.1). What the broker takes for flushed since it started it may read as it is.
 */
export function afterReading(
  commitLog: LogFile<LogRecord>,
  isRead: (record: LogRecord) => boolean,
  configuration: TransactionConfiguration,
): LogFile<LogRecord> {
  const count = commitLog.records.findIndex(isRead) + 1
  return seesFlushedOnly(configuration) && count > commitLog.flushed ? fsyncedUpTo(commitLog, count) : commitLog
}

/**
 * The log after the start of a broker: recovery counts all that it finds as flushed, though after a process crash the end of
 * the log may be in the page cache alone (`S/MappedFileQueue#setFlushedWhere`, b.3, B14). Rounds can read that too: seen on
 * 5.3.3, 2/2. Left out where it makes no difference, to save states.
 */
export function afterRecovery(
  commitLog: LogFile<LogRecord>,
  configuration: TransactionConfiguration,
): LogFile<LogRecord> {
  return seesFlushedOnly(configuration) ? recovered(commitLog) : commitLog
}

function seesFlushedOnly({ flushDiskType, visibility }: TransactionConfiguration): boolean {
  return flushDiskType === 'SYNC_FLUSH' && visibility === 'flushed'
}

/** `#putBackHalfMsgQueue`: a copy at the end of the half queue, with one check more, not waiting for the disk. */
export function renew(commitLog: LogFile<LogRecord>, copy: HalfRecord): LogFile<LogRecord> {
  const half = halvesIn(commitLog.records).length
  return append(commitLog, { type: 'half', half, checks: copy.checks + 1 })
}

/** `AbstractTransactionalMessageCheckListener#resolveDiscardMsg`: parked in a topic that nothing reads. */
export function discard(commitLog: LogFile<LogRecord>, copy: HalfRecord): LogFile<LogRecord> {
  return append(commitLog, { type: 'discarded', half: copy.half })
}

/** Whether the half was discarded, as far as the log tells. */
export function isDiscarded({ commitLog }: Pick<DecisionState, 'commitLog'>): boolean {
  return commitLog.records.some((record) => record.type === 'discarded')
}
