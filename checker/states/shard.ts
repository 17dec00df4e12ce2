/**
 * One shard of the visited set: packed states in order of arrival, each once, and an open-addressing index over them.
 * A state is compared whole before it is taken for known: nothing is ever lost to a hash collision.
 *
 * Hot file. Measured by `npm run bench` (two-phase commit): states arrive in batches, so that the cache misses of one
 * batch overlap. An index entry is 32 bits: the number of the row plus one, and above it as many bits of the hash as
 * are left, so that rows are hardly ever compared in vain. Rows stand in chunks that are never moved; only the index
 * of a shard is made again when it is full.
 */
import { type Layout, pack, type Unpack, unpack } from './layout.ts'

/** The index is never fuller than this. */
const MAX_LOAD = 0.6
const CHUNK_BITS = 11
/** Rows of a chunk; the first chunk of a shard begins smaller. */
const CHUNK_ROWS = 1 << CHUNK_BITS
const CHUNK_MASK = CHUNK_ROWS - 1
const FIRST_ROWS = 16

/** A row is the packed state and the low lane of its hash, which places it again when the index grows. */
export class Shard {
  /** Number of states. */
  count = 0
  /** Bytes of arrays given up for larger ones, whether or not the platform has collected them yet. */
  outgrownBytes = 0
  /** Result of the loads that only warm the cache: stored, so that they are not optimised away. */
  touched = 0
  /** 32-bit words of a packed state. */
  #words: number
  readonly #chunks: Int32Array[] = []
  #index = new Int32Array(2 * FIRST_ROWS)
  /** Low bits of an index entry that hold the row number plus one. */
  #rowBits = bitsForRows(Math.ceil(this.#index.length * MAX_LOAD))
  /** Depths that have rows here, ascending, and the first row of each. */
  readonly #levelDepths: number[] = []
  readonly #levelStarts: number[] = []

  constructor(words: number) {
    this.#words = words
  }

  get bytes(): number {
    return this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0) + this.#index.byteLength
  }

  /** Reads the ids of a row with the current layout's `unpack`. */
  unpackRow(unpack: Unpack, row: number, ids: Int32Array): void {
    unpack(this.#chunks[row >> CHUNK_BITS] as Int32Array, (row & CHUNK_MASK) * (this.#words + 1), ids)
  }

  /** In how many fields a row differs from a packed state; more than `most` are not counted. */
  differences(layout: Layout, row: number, packed: Int32Array, most: number): number {
    const chunk = this.#chunks[row >> CHUNK_BITS] as Int32Array
    const from = (row & CHUNK_MASK) * (this.#words + 1)
    const { word, shift, mask } = layout
    let count = 0
    for (let slot = 0; slot < word.length && count <= most; slot++) {
      const place = word[slot] as number
      const difference = (chunk[from + place] as number) ^ (packed[place] as number)
      if (((difference >>> (shift[slot] as number)) & (mask[slot] as number)) !== 0) count++
    }
    return count
  }

  /** Copies the packed state of a row. */
  copyRow(row: number, target: Int32Array): void {
    const chunk = this.#chunks[row >> CHUNK_BITS] as Int32Array
    const from = (row & CHUNK_MASK) * (this.#words + 1)
    for (let word = 0; word < this.#words; word++) target[word] = chunk[from + word] as number
  }

  /**
   * Looks up `pending` states and adds the ones that are new. `batch` holds, every `words + 3` words: the packed
   * state, the high lane, the low lane and a tag; `tagCounts[tag]` is raised for every state added.
   * Returns the bytes by which the shard grew.
   */
  addAll(batch: Int32Array, pending: number, tagCounts: Float64Array): number {
    const grown = this.#reserve(this.count + pending)
    const words = this.#words
    const stride = words + 1
    const batchStride = words + 3
    const chunks = this.#chunks
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
          const chunk = chunks[count >> CHUNK_BITS] as Int32Array
          const to = (count & CHUNK_MASK) * stride
          for (let word = 0; word < words; word++) chunk[to + word] = batch[from + word] as number
          chunk[to + words] = low
          count++
          const tagAt = batch[entryAt + 2] as number
          tagCounts[tagAt] = (tagCounts[tagAt] as number) + 1
          break
        }
        if ((entry ^ tag) >>> rowBits === 0) {
          const row = (entry & rowMask) - 1
          const chunk = chunks[row >> CHUNK_BITS] as Int32Array
          const known = (row & CHUNK_MASK) * stride
          let word = 0
          while (word < words && chunk[known + word] === batch[from + word]) word++
          if (word === words) break
        }
        place = (place + 1) & lastPlace
      }
    }
    this.count = count
    return grown
  }

  /**
   * Looks up `pending` states without adding any. `batch` is as for `addAll`; the row of the state with tag t, plus
   * `base`, goes to `found[t]`, -1 where it is not here.
   */
  findAll(batch: Int32Array, pending: number, found: Int32Array, base: number): void {
    const words = this.#words
    const batchStride = words + 3
    const index = this.#index
    const lastPlace = index.length - 1
    let touched = 0
    for (let at = 0, entryAt = words + 1; at < pending; at++, entryAt += batchStride) {
      touched ^= index[(batch[entryAt] as number) & lastPlace] as number
    }
    this.touched = touched
    for (let at = 0, entryAt = words; at < pending; at++, entryAt += batchStride) {
      const row = this.#find(batch, entryAt - words)
      found[batch[entryAt + 2] as number] = row < 0 ? -1 : base + row
    }
  }

  /** The row of the state at `from` in `batch`, or -1. */
  #find(batch: Int32Array, from: number): number {
    const words = this.#words
    const stride = words + 1
    const index = this.#index
    const lastPlace = index.length - 1
    const rowBits = this.#rowBits
    const rowMask = 2 ** rowBits - 1
    const tag = (batch[from + words] as number) << rowBits
    for (let place = (batch[from + words + 1] as number) & lastPlace; ; place = (place + 1) & lastPlace) {
      const entry = index[place] as number
      if (entry === 0) return -1
      if ((entry ^ tag) >>> rowBits !== 0) continue
      const row = (entry & rowMask) - 1
      const chunk = this.#chunks[row >> CHUNK_BITS] as Int32Array
      const known = (row & CHUNK_MASK) * stride
      let word = 0
      while (word < words && chunk[known + word] === batch[from + word]) word++
      if (word === words) return row
    }
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

  /**
   * Writes every state again under another layout, a chunk at a time. Row numbers and the index stay. `convert` turns the
   * ids of the fields before into those after, where they change.
   */
  repack(from: Layout, to: Layout, convert: ((ids: Int32Array) => void) | null = null): void {
    const ids = new Int32Array(Math.max(from.word.length, to.word.length))
    const oldStride = this.#words + 1
    const stride = to.words + 1
    this.#chunks.forEach((old, number) => {
      const rows = old.length / oldStride
      const chunk = new Int32Array(rows * stride)
      const used = Math.min(rows, this.count - number * CHUNK_ROWS)
      for (let row = 0; row < used; row++) {
        unpack(from, old, row * oldStride, ids)
        convert?.(ids)
        pack(to, ids, chunk, row * stride)
        chunk[row * stride + to.words] = old[row * oldStride + from.words] as number
      }
      this.outgrownBytes += old.byteLength
      this.#chunks[number] = chunk
    })
    this.#words = to.words
  }

  /** Makes room for so many rows; the bytes that took. */
  #reserve(rows: number): number {
    const before = this.#index.length
    let grown = 0
    if (rows > MAX_LOAD * before) {
      this.#growIndex(powerOfTwo(Math.ceil(rows / MAX_LOAD)))
      grown += (this.#index.length - before) * 4
    }
    for (let room = this.#room(); room < rows; room = this.#room()) grown += this.#addChunk(rows)
    return grown
  }

  #room(): number {
    const { length } = this.#chunks
    if (length === 0) return 0
    return (length - 1) * CHUNK_ROWS + (this.#chunks[length - 1] as Int32Array).length / (this.#words + 1)
  }

  /** A chunk more, or a larger first chunk: a small graph should not pay for a large one. */
  #addChunk(rows: number): number {
    const stride = this.#words + 1
    const first = this.#chunks[0]
    if (this.#chunks.length > 1 || first?.length === CHUNK_ROWS * stride) {
      return this.#chunks[this.#chunks.push(new Int32Array(CHUNK_ROWS * stride)) - 1]?.byteLength ?? 0
    }
    const chunk = new Int32Array(Math.min(CHUNK_ROWS, Math.max(FIRST_ROWS, powerOfTwo(rows))) * stride)
    if (first !== undefined) {
      chunk.set(first)
      this.outgrownBytes += first.byteLength
    }
    this.#chunks[0] = chunk
    return chunk.byteLength - (first?.byteLength ?? 0)
  }

  /** Places every row again. The tag bits kept in an entry shrink as row numbers need more bits. */
  #growIndex(slots: number): void {
    const old = this.#index
    const oldBits = this.#rowBits
    const rowBits = bitsForRows(Math.ceil(slots * MAX_LOAD))
    const oldMask = 2 ** oldBits - 1
    const index = new Int32Array(slots)
    const lastPlace = slots - 1
    const words = this.#words
    for (const entry of old) {
      if (entry === 0) continue
      const row = (entry & oldMask) - 1
      const chunk = this.#chunks[row >> CHUNK_BITS] as Int32Array
      let place = (chunk[(row & CHUNK_MASK) * (words + 1) + words] as number) & lastPlace
      while (index[place] !== 0) place = (place + 1) & lastPlace
      index[place] = ((entry >>> oldBits) << rowBits) | (row + 1)
    }
    this.outgrownBytes += old.byteLength
    this.#index = index
    this.#rowBits = rowBits
  }
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast))
}

/** Bits for the numbers 1 … rows. */
export function bitsForRows(rows: number): number {
  return 32 - Math.clz32(rows)
}
