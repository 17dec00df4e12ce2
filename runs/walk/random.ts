/**
 * Chance that can be repeated: the same text gives the same numbers on every machine. The generator is xoshiro128**
 * (Blackman and Vigna), begun with a hash of the text.
 */

/** Numbers without a visible order, from a text alone. Not for secrets. */
export class Random {
  #a: number
  #b: number
  #c: number
  #d: number

  constructor(text: string) {
    this.#a = hashOf(text, 0x9e3779b9)
    this.#b = hashOf(text, 0x243f6a88)
    this.#c = hashOf(text, 0xb7e15162)
    // The generator stands still where all of its words are 0.
    this.#d = hashOf(text, 0x6a09e667) | 1
  }

  /** A whole number from 0 to `bound` - 1, each as likely as the others. `bound` is from 1 to 2^32. */
  below(bound: number): number {
    const fair = 2 ** 32 - (2 ** 32 % bound)
    let word = this.#word()
    while (word >= fair) word = this.#word()
    return word % bound
  }

  /** From 0 to 2^32 - 1. */
  #word(): number {
    const word = Math.imul(rotated(Math.imul(this.#b, 5), 7), 9) >>> 0
    const shifted = this.#b << 9
    this.#c ^= this.#a
    this.#d ^= this.#b
    this.#b ^= this.#c
    this.#a ^= this.#d
    this.#c ^= shifted
    this.#d = rotated(this.#d, 11)
    return word
  }
}

function rotated(word: number, by: number): number {
  return (word << by) | (word >>> (32 - by))
}

/** 32 bits of a text (MurmurHash3, a UTF-16 unit at a time). */
function hashOf(text: string, seed: number): number {
  let hash = seed | 0
  for (let at = 0; at < text.length; at++) {
    const block = Math.imul(rotated(Math.imul(text.charCodeAt(at), 0xcc9e2d51), 15), 0x1b873593)
    hash = (Math.imul(rotated(hash ^ block, 13), 5) + 0xe6546b64) | 0
  }
  hash ^= text.length
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
