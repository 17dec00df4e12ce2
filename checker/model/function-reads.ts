import { withRoom } from '../values/with-room.ts'

/** Room to begin with. */
const FIRST_SLOTS = 2 ** 12

/** What a function has read in all of its runs: a bit for each slot, since there may be as many functions as slots. */
export class FunctionReads {
  /** Families without members that it has looked at. */
  readonly emptyFamilies = new Set<string>()
  #words: Int32Array

  constructor(slots: number) {
    this.#words = new Int32Array(Math.ceil(Math.min(slots, FIRST_SLOTS) / 32))
  }

  add(slot: number): void {
    const word = slot >>> 5
    if (word >= this.#words.length) this.#words = withRoom(this.#words, word + 1)
    this.#words[word] = (this.#words[word] as number) | (1 << (slot & 31))
  }

  /** Slots that were read, in order. */
  *slots(): Iterable<number> {
    for (let word = 0; word < this.#words.length; word++) {
      const bits = this.#words[word] as number
      if (bits === 0) continue
      for (let bit = 0; bit < 32; bit++) if ((bits >>> bit) & 1) yield 32 * word + bit
    }
  }
}
