/** What a function has read in all of its runs: a bit for each slot, since there may be as many functions as slots. */
export class FunctionReads {
  /** Families without members that it has looked at. */
  readonly emptyFamilies = new Set<string>()
  readonly #words: Int32Array

  constructor(slots: number) {
    this.#words = new Int32Array(Math.ceil(slots / 32))
  }

  add(slot: number): void {
    const word = slot >>> 5
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
