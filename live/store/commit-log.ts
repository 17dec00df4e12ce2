/** The commit log of a broker, read from its files: what recovery would find. */
import { join } from 'node:path'
import { logFiles } from './log-files.ts'
import { decodeRecord, type StoredRecord } from './record.ts'

export interface PlacedRecord extends StoredRecord {
  /** Where it stands; `physicalOffset` is where it says that it stands. */
  readonly position: number
}

export interface CommitLog {
  readonly records: readonly PlacedRecord[]
  /** Where the last record ends. */
  readonly end: number
  /** Why reading ended: nothing was written there, or the files end, or what is wrong with the bytes there. */
  readonly why: string
}

/**
 * All records up to the first place that has none. A running broker may be in the middle of an append, which then shows as
 * damage: read again. Takes time and memory in proportion to the size of the files.
 */
export function readCommitLog(store: string): CommitLog {
  const records: PlacedRecord[] = []
  let end: number | null = null
  let nextFile: number | null = null
  for (const { start, bytes } of logFiles(join(store, 'commitlog'))) {
    if (nextFile !== null && start !== nextFile)
      return { records, end: end ?? 0, why: `the file at ${nextFile} is missing` }
    nextFile = start + bytes.length
    end ??= start
    for (let at = 0; at < bytes.length; ) {
      const decoded = decodeRecord(bytes, at)
      if (decoded.kind === 'blank') break
      if (decoded.kind !== 'record') {
        return { records, end, why: decoded.kind === 'unwritten' ? 'nothing was written there' : decoded.why }
      }
      if (!decoded.record.isBodyWhole) return { records, end, why: 'its body does not have its checksum' }
      records.push({ ...decoded.record, position: start + at })
      at += decoded.record.size
      end = start + at
    }
  }
  return { records, end: end ?? 0, why: 'the files end' }
}
