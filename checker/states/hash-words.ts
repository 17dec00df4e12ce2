/**
 * The 64-bit hash of a state, as two 32-bit lanes: the xor of one pair of words per (slot, id). A successor's hash
 * costs one pair of xors for each slot that changes. The words are a fixed mix, independent of how states are packed.
 */

/** Murmur3's finaliser over slot and id, with another multiplier a lane. */
export function highWord(slot: number, id: number): number {
  let word = Math.imul(slot + 1, 0x9e3779b1) ^ Math.imul(id + 1, 0x85ebca77)
  word = Math.imul(word ^ (word >>> 16), 0x85ebca6b)
  word = Math.imul(word ^ (word >>> 13), 0xc2b2ae35)
  return word ^ (word >>> 16)
}

export function lowWord(slot: number, id: number): number {
  let word = Math.imul(slot + 1, 0xc2b2ae3d) ^ Math.imul(id + 1, 0x27d4eb2f)
  word = Math.imul(word ^ (word >>> 15), 0x2c1b3c6d)
  word = Math.imul(word ^ (word >>> 12), 0x297a2d39)
  return word ^ (word >>> 15)
}

/** The words of all (slot, id) pairs met so far, in one array per lane for the exploring loop. */
export class HashWords {
  high: Int32Array = new Int32Array(0)
  low: Int32Array = new Int32Array(0)
  /** Where the words of a slot begin. */
  readonly base: Int32Array
  readonly #room: Int32Array

  constructor(slots: number) {
    this.base = new Int32Array(slots)
    this.#room = new Int32Array(slots)
  }

  get bytes(): number {
    return this.high.byteLength + this.low.byteLength
  }

  /** The hash of the state with these ids, for which room has been made. */
  of(ids: Int32Array): { readonly high: number; readonly low: number } {
    let high = 0
    let low = 0
    for (let slot = 0; slot < this.base.length; slot++) {
      const word = (this.base[slot] as number) + (ids[slot] as number)
      high ^= this.high[word] as number
      low ^= this.low[word] as number
    }
    return { high, low }
  }

  /** Makes room for the ids `0 … sizes[slot]-1` of every slot. */
  cover(sizes: readonly number[]): void {
    if (sizes.every((size, slot) => size <= (this.#room[slot] as number))) return
    let total = 0
    sizes.forEach((size, slot) => {
      if (size > (this.#room[slot] as number)) this.#room[slot] = Math.max(4, size + (size >> 1))
      this.base[slot] = total
      total += this.#room[slot] as number
    })
    this.high = new Int32Array(total)
    this.low = new Int32Array(total)
    for (let slot = 0; slot < sizes.length; slot++) {
      for (let id = 0; id < (this.#room[slot] as number); id++) {
        this.high[(this.base[slot] as number) + id] = highWord(slot, id)
        this.low[(this.base[slot] as number) + id] = lowWord(slot, id)
      }
    }
  }
}
