/** What no broker does with a transaction, made from what one did. */
import { type Forgery, spliced } from '../../recording/forgery.ts'
import { transactionLog } from './events.ts'
import type { TransactionRecord, TransactionRecording } from './recording.ts'

type TransactionForgery = Forgery<TransactionRecording>
type Records = readonly TransactionRecord[]

/** What is known of answers is left out: it contradicts a record that is forged before that does itself. */
export function forgeTransaction(whole: TransactionRecording): readonly TransactionForgery[] {
  const recording = { ...whole, seen: whole.seen.filter(({ seen }) => seen !== 'unanswered') }
  return [missing, doubled, swapped, offsetChanged, tooEarly, withoutItsHalf, beyondTheQueue, lost].flatMap(
    (forge) => forge(recording) ?? [],
  )
}

/**
 * Of a COMMIT the final message comes before the mark. That the mark is one of a COMMIT is known where the local transaction was
 * committed and no listener ever answers ROLLBACK.
 */
function missing(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each) => each.type === 'op')
  const op = records[place]
  if (op?.type !== 'op' || !isNeverRolledBack(recording)) return null
  const isGone = (each: TransactionRecord) => each.type === 'final' && op.of.includes(each.of)
  const before = records.slice(0, place).filter(isGone)
  if (before.length === 0) return null
  const forged = withRecords(recording, (all) => all.filter((each) => !isGone(each)))
  const at = eventOfRecord(forged, place - before.length)
  return { kind: 'a record missing', recording: forged, at, why: 'a COMMIT is marked after its final message' }
}

/** The producer sends one end request for the original half. */
function doubled(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each) => each.type === 'final' && each.of === originalOf(records))
  const final = records[place]
  if (final === undefined) return null
  const forged = withRecords(recording, (all) =>
    all.length > place && same(all[place], final) ? spliced(all, place, 0, final) : all,
  )
  const why = 'there was one end request for that copy'
  return { kind: 'a record doubled', recording: forged, at: eventOfRecord(forged, place + 1), why }
}

/** A mark before its final message; see `missing`. */
function swapped(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each, at) => {
    const next = records[at + 1]
    const earlier = records.slice(0, at).some((other) => other.type === 'final')
    return !earlier && each.type === 'final' && next?.type === 'op' && same(next.of, [each.of])
  })
  const [final, op] = records.slice(place, place + 2)
  if (place < 0 || final === undefined || op === undefined || !isNeverRolledBack(recording)) return null
  const forged = withRecords(recording, (all) => {
    if (!same(all[place], final)) return all
    return all.length === place + 1 ? spliced(all, place, 1, op) : spliced(all, place, 2, op, final)
  })
  const why = 'a COMMIT is marked after its final message'
  return { kind: 'two records swapped', recording: forged, at: eventOfRecord(forged, place), why }
}

/** A mark names copies of the half queue. */
function offsetChanged(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each) => each.type === 'op')
  const op = records[place]
  if (op?.type !== 'op') return null
  const forged = withRecords(recording, (all) =>
    same(all[place], op) ? spliced(all, place, 1, { ...op, of: op.of.map((copy) => copy + 1) }) : all,
  )
  const why = 'nobody has decided about a copy that is not there'
  return { kind: 'a record with a changed offset', recording: forged, at: eventOfRecord(forged, place), why }
}

/** Right behind the half, and so before anybody has decided: the reading that was made before the decision has it. */
function tooEarly(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each) => each.type === 'final' && each.of === originalOf(records))
  const final = records[place]
  if (final === undefined) return null
  const forged = withRecords(recording, (all) => {
    const rest = same(all[place], final) ? spliced(all, place, 1) : all
    return rest[0]?.type === 'half' && rest[0].at === originalOf(records) ? spliced(rest, 1, 0, final) : rest
  })
  const why = 'nobody has sent a decision yet'
  return { kind: 'a final message too early', recording: forged, at: eventOfRecord(forged, 1), why }
}

function withoutItsHalf(recording: TransactionRecording): TransactionForgery | null {
  const records = firstLife(recording)
  const place = records.findIndex((each) => each.type === 'final')
  const final = records[place]
  if (final?.type !== 'final') return null
  const other = { ...final, of: final.of + 1 }
  const forged = withRecords(recording, (all) => (same(all[place], final) ? spliced(all, place, 1, other) : all))
  const why = 'a final message is made of a half that the log has'
  return { kind: 'a final message without its half', recording: forged, at: eventOfRecord(forged, place), why }
}

/** The half offset is one of the half queue, or its end: a round stops there. */
function beyondTheQueue(recording: TransactionRecording): TransactionForgery | null {
  const { seen } = recording
  const place = seen.findIndex((each) => each.seen === 'kill' || each.seen === 'power cut')
  const fault = seen[place]
  if (fault?.seen !== 'kill' && fault?.seen !== 'power cut') return null
  const copies = firstLife({ ...recording, seen: seen.slice(0, place) }).filter(({ type }) => type === 'half').length
  if (copies === 0) return null
  const forged = { ...recording, seen: spliced(seen, place, 1, { ...fault, halfOffset: copies + 1 }) }
  const at = transactionLog(forged).told.findIndex(({ sighting }) => sighting === place)
  return { kind: 'an offset beyond the log', recording: forged, at, why: 'no round passes the end of the half queue' }
}

function lost(recording: TransactionRecording): TransactionForgery | null {
  const { seen } = recording
  const last = seen.findLast((each) => 'records' in each)
  if (last === undefined || !('records' in last) || last.records.length === 0) return null
  const records = last.records.slice(0, -1)
  const forged: TransactionRecording = { ...recording, seen: [...seen, { seen: 'log', records }] }
  const at = transactionLog(forged).told.length - 1
  return {
    kind: 'a record lost without a fault',
    recording: forged,
    at,
    why: 'a log loses records by a power cut only',
  }
}

function isNeverRolledBack({ seen, facts }: TransactionRecording): boolean {
  const isCommitted = seen.some((each) => each.seen === 'local transaction' && each.row === 'committed')
  return isCommitted && facts.rowAbsentAnswer === 'UNKNOWN'
}

/** Records before the first power cut, in their order. */
function firstLife({ seen }: TransactionRecording): Records {
  const cut = seen.findIndex((each) => each.seen === 'power cut')
  const readings = seen.slice(0, cut < 0 ? seen.length : cut).filter((each) => each.seen === 'log')
  return readings.at(-1)?.records ?? []
}

/** Where the half stands that the producer has sent. */
function originalOf(records: Records): number | null {
  const [first] = records
  return first?.type === 'half' ? first.at : null
}

function withRecords(recording: TransactionRecording, change: (records: Records) => Records): TransactionRecording {
  const seen = recording.seen.map((each) => ('records' in each ? { ...each, records: change(each.records) } : each))
  return { ...recording, seen }
}

/** Of the first record at a place of the log. */
function eventOfRecord(recording: TransactionRecording, place: number): number {
  return transactionLog(recording).told.findIndex(({ record }) => record === place)
}

function same(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right)
}
