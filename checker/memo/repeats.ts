/**
 * How often situations repeat that nothing remembers: those in which a function ran that is not memoised at present.
 * Every situation is noted at first. When there is no more room, only those are whose hash ends in one zero bit more,
 * so that a bounded table tells the share of repeats however far apart they are.
 */

/** Keys in the table at most, and places it has then. */
const MOST_KEYS = 1 << 15
const MOST_PLACES = 2 * MOST_KEYS

export class Repeats {
  /** Situations noted since the last `beginCount`, and how many of them had been noted before. */
  seen = 0
  repeated = 0
  /** Open addressing; 0 = free. */
  #keys = new Int32Array(1 << 8)
  #count = 0
  /** Bits of a hash that must be zero. */
  #mask = 0

  get bytes(): number {
    return this.#keys.byteLength
  }

  /** Different situations, an estimate once they no longer all fit. */
  get distinct(): number {
    return this.#count * (this.#mask + 1)
  }

  beginCount(): void {
    this.seen = 0
    this.repeated = 0
  }

  /** `hash` stands for the function, and for all it read. */
  note(hash: number): void {
    if ((hash & this.#mask) !== 0) return
    this.seen++
    const place = this.#place(this.#keys, hash)
    if (this.#keys[place] !== 0) {
      this.repeated++
      return
    }
    this.#keys[place] = keyOf(hash)
    if (2 * ++this.#count > this.#keys.length) this.#makeRoom()
  }

  #place(keys: Int32Array, hash: number): number {
    const key = keyOf(hash)
    const last = keys.length - 1
    // The low bits of all that are in the table may be the same.
    let place = (hash ^ (hash >>> 16)) & last
    while (keys[place] !== 0 && keys[place] !== key) place = (place + 1) & last
    return place
  }

  #makeRoom(): void {
    const old = this.#keys
    const isLargest = old.length >= MOST_PLACES
    if (isLargest) {
      this.#mask = 2 * this.#mask + 1
      this.seen >>= 1
      this.repeated >>= 1
    }
    const keys = new Int32Array(isLargest ? old.length : 2 * old.length)
    this.#count = 0
    for (const key of old) {
      if (key === 0 || (key & this.#mask) !== 0) continue
      keys[this.#place(keys, key)] = key
      this.#count++
    }
    this.#keys = keys
  }
}

/** 0 marks free places. */
function keyOf(hash: number): number {
  return hash === 0 ? 1 << 31 : hash
}
