/**
 * The set of states met so far, in shards by the high bits of the hash. States wait in a small buffer per shard and
 * are looked up a buffer at a time; each shard grows on its own, so that growth never needs twice the memory.
 */
import type { Layout } from './layout.ts'
import { Shard } from './shard.ts'

const SHARD_BITS = 6
/** Number of shards. */
export const SHARDS: number = 1 << SHARD_BITS
/** A state belongs to shard `high >>> SHARD_SHIFT`. */
export const SHARD_SHIFT: number = 32 - SHARD_BITS

export class VisitedSet {
  readonly shards: readonly Shard[]
  /** States waiting in each shard's buffer. */
  readonly pending: Int32Array
  /** Buffers of all shards one after the other: packed state, high lane, low lane, tag. */
  buffers: Int32Array
  readonly batch: number
  /** Words of one waiting state. */
  entryWords: number
  /** Words of one shard's buffer. */
  bufferWords: number
  /** States first met with each tag. */
  readonly addedBy: Float64Array
  #bytes: number
  #peakBytes = 0

  /** `batch` states wait per shard; tags are `0 … tags-1`. */
  constructor(layout: Layout, tags: number, batch: number) {
    this.shards = Array.from({ length: SHARDS }, () => new Shard(layout.words))
    this.pending = new Int32Array(SHARDS)
    this.batch = batch
    this.entryWords = layout.words + 3
    this.bufferWords = batch * this.entryWords
    this.buffers = new Int32Array(SHARDS * this.bufferWords)
    this.addedBy = new Float64Array(tags)
    this.#bytes = this.shards.reduce((sum, shard) => sum + shard.bytes, 0)
  }

  get count(): number {
    return this.shards.reduce((sum, shard) => sum + shard.count, 0)
  }

  get bytes(): number {
    return this.#bytes + this.buffers.byteLength
  }

  /** Largest number of bytes held at once so far, the old arrays of a growing shard included. */
  get peakBytes(): number {
    return Math.max(this.#peakBytes, this.bytes)
  }

  /** Bytes of arrays given up for larger ones so far. */
  get outgrownBytes(): number {
    return this.shards.reduce((sum, shard) => sum + shard.outgrownBytes, 0)
  }

  /** Looks up what waits for a shard. New states are the shard's rows from its old `count` on. */
  flush(shardNumber: number): void {
    const waiting = this.pending[shardNumber] as number
    if (waiting === 0) return
    this.pending[shardNumber] = 0
    const shard = this.shards[shardNumber] as Shard
    const start = shardNumber * this.bufferWords
    const before = shard.outgrownBytes
    const grown = shard.addAll(this.buffers.subarray(start, start + waiting * this.entryWords), waiting, this.addedBy)
    if (grown > 0) {
      this.#bytes += grown
      this.#peakBytes = Math.max(this.#peakBytes, this.bytes + shard.outgrownBytes - before)
    }
  }

  /** Looks up what waits for a shard without adding it: see `Shard.findAll`. */
  find(shardNumber: number, found: Int32Array, base: number): void {
    const waiting = this.pending[shardNumber] as number
    if (waiting === 0) return
    this.pending[shardNumber] = 0
    const start = shardNumber * this.bufferWords
    const batch = this.buffers.subarray(start, start + waiting * this.entryWords)
    ;(this.shards[shardNumber] as Shard).findAll(batch, waiting, found, base)
  }

  /** Packs every state again under another layout; nothing may be waiting. `convert` is as for `Shard.repack`. */
  repack(from: Layout, to: Layout, convert: ((ids: Int32Array) => void) | null = null): void {
    for (const shard of this.shards) {
      const before = shard.bytes
      shard.repack(from, to, convert)
      this.#peakBytes = Math.max(this.#peakBytes, this.bytes + shard.bytes)
      this.#bytes += shard.bytes - before
    }
    this.entryWords = to.words + 3
    this.bufferWords = this.batch * this.entryWords
    this.buffers = new Int32Array(SHARDS * this.bufferWords)
  }

  /** From now on new states belong to this depth. */
  beginLevel(depth: number): void {
    for (const shard of this.shards) shard.beginLevel(depth)
  }
}
