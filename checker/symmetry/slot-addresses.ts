/**
 * Where parts of a state stand, as values with ids in them: `[variable, 'rm1']` for a member of a family. Renaming an address
 * tells which place a place's content moves to. Places are the slots before those of elements, and after them the pools.
 */
import { isPool } from '../../spec/language/plain-pool.ts'
import { pathsIn } from '../../spec/language/shape.ts'
import type { Model } from '../model/model.ts'

export class SlotAddresses {
  readonly #addresses: readonly object[]
  readonly #places: ReadonlyMap<object, number>

  constructor(model: Model) {
    const addresses: object[] = []
    const pools: object[] = []
    model.definition.variables.forEach((definition, variable) => {
      for (const keys of pathsIn(definition.shape)) {
        // Keys of families are text whatever they were declared as.
        const address = model.interner.canonical([variable, ...keys.map(String)], '') as object
        if (isPool(definition)) pools.push(address)
        else addresses.push(address)
      }
    })
    this.#addresses = [...addresses, ...pools]
    this.#places = new Map(this.#addresses.map((address, place) => [address, place]))
  }

  get count(): number {
    return this.#addresses.length
  }

  /** The canonical address of a place. */
  of(place: number): object {
    return this.#addresses[place] as object
  }

  /** The place at a canonical address; undefined where there is none. */
  placeAt(address: object): number | undefined {
    return this.#places.get(address)
  }
}
