/** What no store does, made from what one did. */
import { type Forgery, spliced } from '../../recording/forgery.ts'
import { storeLog } from './events.ts'
import type { QueueRecord, StoreRecording, StoreSighting } from './recording.ts'

type StoreForgery = Forgery<StoreRecording>

export function forgeStore(recording: StoreRecording): readonly StoreForgery[] {
  return [missing, doubled, swapped, offsetChanged, beyondTheLog, lost].flatMap((forge) => forge(recording) ?? [])
}

/** The record is named again, by an answer, by a pull, or by the queue offset of the next one, which leaves a gap. */
function missing(recording: StoreRecording): StoreForgery | null {
  const all = firstLife(recording)
  const place = all.findIndex((_, at) => at + 1 < all.length)
  const gone = all[place]
  if (gone === undefined) return null
  const forged = withRecords(recording, (records) => records.filter(({ body }) => body !== gone.body))
  const at = storeLog(forged).told.findIndex(({ sighting, record }) => {
    const each = forged.seen[sighting] as StoreSighting
    return ('body' in each && each.body === gone.body) || (each.seen === 'log' && record === place)
  })
  return { kind: 'a record missing', recording: forged, at, why: 'what comes next takes the record for stored' }
}

/** A message is sent once, so that it is stored once. */
function doubled(recording: StoreRecording): StoreForgery | null {
  const [first] = firstLife(recording)
  if (first === undefined) return null
  const again = { ...first, queueOffset: first.queueOffset + 1 }
  const forged = withRecords(recording, (records) =>
    records[0]?.body === first.body ? spliced(records, 1, 0, again) : records,
  )
  return { kind: 'a record doubled', recording: forged, at: eventOfRecord(forged, 1), why: 'a message is stored once' }
}

/** Queue offsets are given in the order of the log. */
function swapped(recording: StoreRecording): StoreForgery | null {
  const [first, second] = firstLife(recording)
  if (first === undefined || second === undefined) return null
  const forged = withRecords(recording, (records) => {
    if (records[0]?.body !== first.body) return records
    return records.length === 1 ? [second] : [second, first, ...records.slice(2)]
  })
  const why = 'the first record of a queue has the queue offset 0'
  return { kind: 'two records swapped', recording: forged, at: eventOfRecord(forged, 0), why }
}

function offsetChanged(recording: StoreRecording): StoreForgery | null {
  const all = firstLife(recording)
  const last = all.at(-1)
  if (last === undefined) return null
  const forged = withRecords(recording, (records) =>
    records.map((each) => (each.body === last.body ? { ...each, queueOffset: each.queueOffset + 1 } : each)),
  )
  const why = 'a queue offset is the number of records before it in the queue'
  return { kind: 'a record with a changed offset', recording: forged, at: eventOfRecord(forged, all.length - 1), why }
}

/** The group offset is a position of the consumer, which is never beyond all that was ever in the queue. */
function beyondTheLog(recording: StoreRecording): StoreForgery | null {
  const { seen } = recording
  const place = seen.findLastIndex((each) => each.seen === 'group offset')
  if (place < 0) return null
  const stored = new Set(seen.flatMap((each) => ('records' in each ? each.records.map(({ body }) => body) : [])))
  const forged = { ...recording, seen: spliced(seen, place, 1, { seen: 'group offset', groupOffset: stored.size + 1 }) }
  const at = storeLog(forged).told.findIndex(({ sighting }) => sighting === place)
  return { kind: 'an offset beyond the log', recording: forged, at, why: 'no consumer was ever there' }
}

function lost(recording: StoreRecording): StoreForgery | null {
  const { seen } = recording
  const last = seen.findLast((each) => 'records' in each)
  if (last === undefined || !('records' in last) || last.records.length === 0) return null
  const records = last.records.slice(0, -1)
  const forged: StoreRecording = { ...recording, seen: [...seen, { seen: 'log', records }] }
  const at = storeLog(forged).told.length - 1
  return {
    kind: 'a record lost without a fault',
    recording: forged,
    at,
    why: 'a log loses records by a power cut only',
  }
}

/** Records before the first power cut, in their order. */
function firstLife({ seen }: StoreRecording): readonly QueueRecord[] {
  const cut = seen.findIndex((each) => each.seen === 'power cut')
  const readings = seen.slice(0, cut < 0 ? seen.length : cut).filter((each) => each.seen === 'log')
  return readings.at(-1)?.records ?? []
}

function withRecords(
  recording: StoreRecording,
  change: (records: readonly QueueRecord[]) => readonly QueueRecord[],
): StoreRecording {
  const seen = recording.seen.map((each) => ('records' in each ? { ...each, records: change(each.records) } : each))
  return { ...recording, seen }
}

/** Of the first record at a place of the log. */
function eventOfRecord(recording: StoreRecording, place: number): number {
  return storeLog(recording).told.findIndex(({ record }) => record === place)
}
