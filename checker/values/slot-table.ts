import { SegmentedMap } from './segmented-map.ts'

/** Counts the values that several tables have met together. */
export interface ValueCount {
  values: number
}

/**
 * The values that one slot (a variable, a member of a family, or a derived value) has taken, each with a dense id in
 * order of first appearance. Ids are private to a run: nothing visible may depend on them.
 */
export class SlotTable {
  /** `log`, or `phase.rm1` for a member of a family. */
  readonly path: string
  readonly #values: unknown[] = []
  readonly #ids = new SegmentedMap<unknown, number>()

  readonly #count: ValueCount

  constructor(path: string, count: ValueCount = { values: 0 }) {
    this.path = path
    this.#count = count
  }

  get size(): number {
    return this.#values.length
  }

  value(id: number): unknown {
    return this.#values[id]
  }

  /** The id of a canonical value; a new one where it has not been met. */
  idOf(canonical: unknown): number {
    const known = this.#ids.get(canonical)
    if (known !== undefined) return known
    const id = this.#values.length
    this.#ids.add(canonical, id)
    this.#values.push(canonical)
    this.#count.values++
    return id
  }

  /** The id of a canonical value that may not have been met. */
  find(canonical: unknown): number | undefined {
    return this.#ids.get(canonical)
  }
}
