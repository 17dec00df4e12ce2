/**
 * The log of a DLedger node, `dledger-ID/data`. By DLedger's `DLedgerEntryCoder` an entry is: magic 4 (1), size 4, index 8, term 8,
 * position 8, channel 4, checksum of the chain 4, of the body 4, body length 4, body. A broker's body is a record of its store.
 */
import { join } from 'node:path'
import { logFiles } from './log-files.ts'
import { decodeRecord, type StoredRecord } from './record.ts'

const headerSize = 48
const entryMagic = 1
/** Fills the end of a file that the next entry did not fit into. */
const blankMagic = -1

export interface RaftEntry {
  readonly index: number
  readonly term: number
  readonly position: number
  readonly size: number
  /** Null where the body is something else. */
  readonly record: StoredRecord | null
}

/** Entries in order, up to the first place that has none. */
export function readDledgerLog(store: string, node: string): readonly RaftEntry[] {
  const entries: RaftEntry[] = []
  for (const { start, bytes } of logFiles(join(store, `dledger-${node}`, 'data'))) {
    for (let at = 0; bytes.length - at >= headerSize; at += entries.at(-1)?.size ?? 0) {
      const magic = bytes.readInt32BE(at)
      if (magic === blankMagic) break
      const size = bytes.readInt32BE(at + 4)
      const bodyLength = bytes.readInt32BE(at + 44)
      if (magic !== entryMagic || bodyLength < 0 || size !== headerSize + bodyLength || at + size > bytes.length)
        return entries
      const decoded = decodeRecord(bytes.subarray(at + headerSize, at + size))
      entries.push({
        index: Number(bytes.readBigInt64BE(at + 8)),
        term: Number(bytes.readBigInt64BE(at + 16)),
        position: start + at,
        size,
        record: decoded.kind === 'record' ? decoded.record : null,
      })
    }
  }
  return entries
}
