/**
 * Sets of things that are themselves numbered from 0, each set written as one number: equal sets are equal numbers. Where
 * there are few things the number is the set, a bit for each. Where there are more it is a place in a list of all sets
 * that were met so far, so that there may be any number of things.
 */

/** As far as JavaScript's operators for bits give a number that is not negative. */
const BITS = 31

export class NumberedSets {
  /** The set without anything in it. */
  readonly none: number = 0
  readonly #isSmall: boolean
  /** The sets that were met, each in words of `BITS` bits. */
  readonly #words: (readonly number[])[] = []
  readonly #numbers = new Map<string, number>()

  /** `things`: how many there are. `below`: each set has a smaller number than this, as long as fewer sets are met. */
  constructor(things: number, below: number) {
    this.#isSmall = things <= BITS && 2 ** things <= below
    if (!this.#isSmall) this.#numberOf(Array.from({ length: Math.ceil(things / BITS) }, () => 0))
  }

  /** The set of these things. */
  of(things: readonly number[]): number {
    if (this.#isSmall) return things.reduce((set, thing) => set | bitOf(thing), 0)
    const words = (this.#words[this.none] as readonly number[]).slice()
    for (const thing of things) words[wordOf(thing)] = (words[wordOf(thing)] as number) | bitOf(thing)
    return this.#numberOf(words)
  }

  has(set: number, thing: number): boolean {
    const word = this.#isSmall ? set : (this.#words[set]?.[wordOf(thing)] as number)
    return (word & bitOf(thing)) !== 0
  }

  union(left: number, right: number): number {
    if (this.#isSmall) return left | right
    if (right === this.none) return left
    const more = this.#words[right] as readonly number[]
    const before = this.#words[left] as readonly number[]
    if (more.every((word, at) => (word & ~(before[at] as number)) === 0)) return left
    return this.#numberOf(before.map((word, at) => word | (more[at] as number)))
  }

  #numberOf(words: readonly number[]): number {
    const key = words.join()
    let number = this.#numbers.get(key)
    if (number === undefined) {
      number = this.#words.push(words) - 1
      this.#numbers.set(key, number)
    }
    return number
  }
}

function wordOf(thing: number): number {
  return Math.floor(thing / BITS)
}

function bitOf(thing: number): number {
  return 1 << (thing % BITS)
}
