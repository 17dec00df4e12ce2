/**
 * The index of one queue, `consumequeue/TOPIC/QUEUE`: entries of 20 bytes, by RocketMQ's `ConsumeQueue`. Each has the physical
 * offset of a record (8), its size (4), and the hash of its tag (8).
 */
import { join } from 'node:path'
import { logFiles } from './log-files.ts'

const entrySize = 20
/** What fills the queue before its first entry, where its lowest offset is not 0. */
const fillerSize = 0x7fffffff

export interface QueueEntry {
  readonly queueOffset: number
  readonly physicalOffset: number
  readonly size: number
  /** All 64 bits. */
  readonly tagHash: bigint
}

/** Entries in order, up to the first place that has none: there recovery stops, too. */
export function readConsumeQueue(store: string, topic: string, queue: number): readonly QueueEntry[] {
  const entries: QueueEntry[] = []
  for (const { start, bytes } of logFiles(join(store, 'consumequeue', topic, String(queue)))) {
    for (let at = 0; at + entrySize <= bytes.length; at += entrySize) {
      const physicalOffset = Number(bytes.readBigInt64BE(at))
      const size = bytes.readInt32BE(at + 8)
      if (physicalOffset === 0 && size === fillerSize) continue
      if (physicalOffset < 0 || size <= 0) return entries
      const queueOffset = (start + at) / entrySize
      entries.push({ queueOffset, physicalOffset, size, tagHash: bytes.readBigInt64BE(at + 12) })
    }
  }
  return entries
}
