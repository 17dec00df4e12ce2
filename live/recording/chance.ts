/** What a run of random work draws from: the same text gives the same choices. */
import { Random } from '../../runs/walk/random.ts'

export class Chance {
  readonly #random: Random

  constructor(text: string) {
    this.#random = new Random(text)
  }

  /** A whole number from `least` to `most`. */
  from(least: number, most: number): number {
    return least + this.#random.below(most - least + 1)
  }

  /** True in `percent` of a hundred cases. */
  in(percent: number): boolean {
    return this.#random.below(100) < percent
  }

  /** So many turns, or fewer where two fall together, of all but the first quarter. */
  turns(count: number, all: number): ReadonlySet<number> {
    return new Set(Array.from({ length: count }, () => this.from(Math.floor(all / 4), all - 1)))
  }

  of<T>(choices: readonly T[]): T {
    if (choices.length === 0) throw new Error('there is nothing to choose from')
    return choices[this.#random.below(choices.length)] as T
  }

  /** One of the names, each as often as its weight says; a weight of 0 is never drawn. */
  weighted<N extends string>(weights: Readonly<Record<N, number>>): N {
    const names = Object.keys(weights) as N[]
    let left = this.#random.below(names.reduce((sum, name) => sum + weights[name], 0))
    for (const name of names) {
      left -= weights[name]
      if (left < 0) return name
    }
    throw new Error('no weight is above 0')
  }
}
