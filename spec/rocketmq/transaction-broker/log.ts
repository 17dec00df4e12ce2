/** The log of a broker with one transaction: which end of it nobody can read yet, and which its slave may lack. Reducers over plain values. */
import { set } from '../../language/index.ts'
import { halvesIn, type LogRecord, marksIn, type OpMark } from '../transaction/records.ts'

export interface ReplicatedLog {
  readonly records: readonly LogRecord[]
  /** Records that can be read: they are out of the pool, or a quorum has them. */
  readonly readable: number
  /** Records that the slave certainly has. */
  readonly replicated: number
}

export const noLog: ReplicatedLog = { records: [], readable: 0, replicated: 0 }

/** How a record is put: it can be read at once, or not yet. */
export function put(log: ReplicatedLog, record: LogRecord, isReadable: boolean): ReplicatedLog {
  const records = [...log.records, record]
  return { ...log, records, readable: isReadable ? records.length : log.readable }
}

export function allReadable(log: ReplicatedLog): ReplicatedLog {
  return { ...log, readable: log.records.length }
}

export function allReplicated(log: ReplicatedLog): ReplicatedLog {
  return { ...log, replicated: log.records.length }
}

/** The log of the one that takes over: it has the first `kept` records, and what it has can be read. */
export function takenOver(log: ReplicatedLog, kept: number): ReplicatedLog {
  return { records: log.records.slice(0, kept), readable: kept, replicated: kept }
}

export function readableRecords({ records, readable }: ReplicatedLog): readonly LogRecord[] {
  return records.slice(0, readable)
}

/** A further copy of a half, with one check more (`#putBackHalfMsgQueue`). */
export function renewed({ records }: ReplicatedLog, checks: number): LogRecord {
  return { type: 'half', half: halvesIn(records).length, checks: checks + 1 }
}

export function opRecord(marks: readonly OpMark[]): LogRecord {
  return { type: 'op', marks: set(marks) }
}

/** The copy at the half offset, if a round can read it, and whether an op mark names it. */
export function examinedAt(log: ReplicatedLog, halfOffset: number) {
  const records = readableRecords(log)
  const copy = halvesIn(records).find(({ half }) => half === halfOffset)
  if (copy === undefined) return null
  return { ...copy, isSettled: marksIn(records).some(({ half }) => half === halfOffset) }
}
