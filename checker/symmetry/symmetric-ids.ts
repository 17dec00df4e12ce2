/** The interchangeable ids of a specification, numbered: list by list, in the order declared. */
import type { SpecDefinition } from '../../spec/language/index.ts'

export class SymmetricIds {
  /** By number. */
  readonly names: readonly string[]
  /** The list that each id stands in, by number. */
  readonly listOf: readonly number[]
  /** Numbers of the ids of each list. */
  readonly lists: readonly (readonly number[])[]
  readonly #numbers: ReadonlyMap<string, number>

  constructor(definition: SpecDefinition) {
    const declared = definition.symmetric ?? []
    let next = 0
    this.names = declared.flat()
    this.listOf = declared.flatMap((ids, list) => ids.map(() => list))
    this.lists = declared.map((ids) => ids.map(() => next++))
    this.#numbers = new Map(this.names.map((name, number) => [name, number]))
  }

  get size(): number {
    return this.names.length
  }

  /** The number of an id; undefined for any other text. */
  numberOf(text: string): number | undefined {
    return this.#numbers.get(text)
  }

  /** Every two neighbours of a list: exchanging these, one pair after the other, gives every renaming. */
  neighbours(): readonly (readonly [left: number, right: number])[] {
    return this.lists.flatMap((list) => list.slice(1).map((right, at) => [list[at] as number, right] as const))
  }

  /** What exchanging two ids makes of each name that it changes. */
  exchange(left: number, right: number): ReadonlyMap<string, string> {
    const [one, other] = [this.names[left] as string, this.names[right] as string]
    return new Map([
      [one, other],
      [other, one],
    ])
  }
}
