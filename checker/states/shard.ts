/**
 * One shard of the visited set: packed states in order of arrival, each once, and an open-addressing index over them.
 * A state is compared whole before it is taken for known: nothing is ever lost to a hash collision.
 *
 * Hot file. Measured by `npm run bench` (two-phase commit): states arrive in batches, so that the cache misses of one
 * batch overlap. An index entry is 32 bits: the number of the row plus one, and above it as many bits of the hash as
 * are left, so that rows are hardly ever compared in vain. Growing rewrites one shard, by half of its size.
 */
import { type Layout, pack, unpack } from './layout.ts'

/** The index is never fuller than this. */
const MAX_LOAD = 0.6

/** A row is the packed state and the low lane of its hash, which places it again when the index grows. */
export class Shard {
  /** Number of states. */
  count = 0
  /** Result of the loads that only warm the cache: stored, so that they are not optimised away. */
  touched = 0
  rows: Int32Array
  /** 32-bit words of a row: the state's words and the low hash lane. */
  stride: number
  #capacity: number
  #index: Int32Array
  /** Low bits of an index entry that hold the row number plus one. */
  #rowBits: number
  /** Depths that have rows here, ascending, and the first row of each. */
  readonly #levelDepths: number[] = []
  readonly #levelStarts: number[] = []
  /** Bytes of arrays given up for larger ones, whether or not the platform has collected them yet. */
  outgrownBytes = 0

  constructor(words: number, capacity = 16) {
    this.stride = words + 1
    this.#capacity = capacity
    this.rows = new Int32Array(capacity * this.stride)
    this.#index = new Int32Array(2 * capacity)
    this.#rowBits = bitsForRows(Math.ceil(this.#index.length * MAX_LOAD))
  }

  get bytes(): number {
    return this.rows.byteLength + this.#index.byteLength
  }

  /**
   * Looks up `pending` states and adds the ones that are new. `batch` holds, every `words + 3` words: the packed
   * state, the high lane, the low lane and a tag; `tagCounts[tag]` is raised for every state added.
   * Returns the bytes by which the shard grew.
   */
  addAll(batch: Int32Array, pending: number, tagCounts: Float64Array): number {
    const grown = this.#reserve(pending)
    const words = this.stride - 1
    const batchStride = words + 3
    const stride = this.stride
    const rows = this.rows
    const index = this.#index
    const lastPlace = index.length - 1
    const rowBits = this.#rowBits
    const rowMask = 2 ** rowBits - 1
    let count = this.count

    // Independent loads first, so that their cache misses overlap. (Doing the same for the rows made it slower.)
    let touched = 0
    for (let at = 0, entryAt = words + 1; at < pending; at++, entryAt += batchStride) {
      touched ^= index[(batch[entryAt] as number) & lastPlace] as number
    }
    this.touched = touched

    for (let at = 0, entryAt = words; at < pending; at++, entryAt += batchStride) {
      const tag = (batch[entryAt] as number) << rowBits
      const low = batch[entryAt + 1] as number
      const from = entryAt - words
      let place = low & lastPlace
      for (;;) {
        const entry = index[place] as number
        if (entry === 0) {
          index[place] = tag | (count + 1)
          const to = count * stride
          for (let word = 0; word < words; word++) rows[to + word] = batch[from + word] as number
          rows[to + words] = low
          count++
          const tagAt = batch[entryAt + 2] as number
          tagCounts[tagAt] = (tagCounts[tagAt] as number) + 1
          break
        }
        if ((entry ^ tag) >>> rowBits === 0) {
          const row = ((entry & rowMask) - 1) * stride
          let word = 0
          while (word < words && rows[row + word] === batch[from + word]) word++
          if (word === words) break
        }
        place = (place + 1) & lastPlace
      }
    }
    this.count = count
    return grown
  }

  /** From now on states belong to this depth. */
  beginLevel(depth: number): void {
    const last = this.#levelStarts.length - 1
    if (this.#levelStarts[last] === this.count) this.#levelDepths[last] = depth
    else {
      this.#levelDepths.push(depth)
      this.#levelStarts.push(this.count)
    }
  }

  /** Rows of a depth (1 = initial states), as [first, end). */
  level(depth: number): readonly [number, number] {
    let low = 0
    let high = this.#levelDepths.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#levelDepths[middle] as number) < depth) low = middle + 1
      else high = middle
    }
    const start = this.#levelStarts[low] ?? this.count
    return [start, this.#levelDepths[low] === depth ? (this.#levelStarts[low + 1] ?? this.count) : start]
  }

  /** Writes every state again under another layout. Row numbers and the index stay. */
  repack(from: Layout, to: Layout): void {
    const stride = to.words + 1
    const rows = new Int32Array(this.#capacity * stride)
    const ids = new Int32Array(from.word.length)
    for (let row = 0; row < this.count; row++) {
      unpack(from, this.rows, row * this.stride, ids)
      pack(to, ids, rows, row * stride)
      rows[row * stride + to.words] = this.rows[row * this.stride + from.words] as number
    }
    this.outgrownBytes += this.rows.byteLength
    this.rows = rows
    this.stride = stride
  }

  #reserve(pending: number): number {
    const needed = this.count + pending
    const before = this.bytes
    if (needed > this.#capacity) {
      this.#capacity = Math.max(needed, Math.ceil(this.#capacity * 1.5))
      const rows = new Int32Array(this.#capacity * this.stride)
      rows.set(this.rows.subarray(0, this.count * this.stride))
      this.outgrownBytes += this.rows.byteLength
      this.rows = rows
    }
    if (needed > MAX_LOAD * this.#index.length) {
      this.#growIndex(powerOfTwo(Math.ceil(needed / MAX_LOAD)))
    }
    return this.bytes - before
  }

  /** Places every row again. The tag bits kept in an entry shrink as row numbers need more bits. */
  #growIndex(slots: number): void {
    const old = this.#index
    const oldBits = this.#rowBits
    const rowBits = bitsForRows(Math.ceil(slots * MAX_LOAD))
    const oldMask = 2 ** oldBits - 1
    const index = new Int32Array(slots)
    const lastPlace = slots - 1
    const words = this.stride - 1
    for (const entry of old) {
      if (entry === 0) continue
      const row = (entry & oldMask) - 1
      let place = (this.rows[row * this.stride + words] as number) & lastPlace
      while (index[place] !== 0) place = (place + 1) & lastPlace
      index[place] = ((entry >>> oldBits) << rowBits) | (row + 1)
    }
    this.outgrownBytes += this.#index.byteLength
    this.#index = index
    this.#rowBits = rowBits
  }
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast))
}

/** Bits for the numbers 1 … rows. */
function bitsForRows(rows: number): number {
  return 32 - Math.clz32(rows)
}
