/**
 * Where slots stand, as values with ids in them: `[variable, 'rm1']` for a member of a family. Renaming an address tells
 * which slot a slot's content moves to. All that renaming knows of the model is here.
 */
import { pathsIn } from '../../spec/language/shape.ts'
import type { Model } from '../model/model.ts'

export class SlotAddresses {
  readonly #addresses: readonly object[]
  readonly #slots: ReadonlyMap<object, number>

  constructor(model: Model) {
    const addresses: object[] = []
    model.definition.variables.forEach(({ shape }, variable) => {
      for (const keys of pathsIn(shape)) {
        // Keys of families are text whatever they were declared as.
        addresses.push(model.interner.canonical([variable, ...keys.map(String)], '') as object)
      }
    })
    this.#addresses = addresses
    this.#slots = new Map(addresses.map((address, slot) => [address, slot]))
  }

  /** The canonical address of a stored slot. */
  of(slot: number): object {
    return this.#addresses[slot] as object
  }

  /** The stored slot at a canonical address; undefined where there is none. */
  slotAt(address: object): number | undefined {
    return this.#slots.get(address)
  }
}
