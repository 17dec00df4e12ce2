/**
 * A pool as one value. Renaming an id changes most of its elements at once, so for the canonical form a pool is what it is
 * to its reader: the set or the bag as a whole. In states it stays how often each element is there; this goes to and fro.
 */
import type { Model } from '../model/model.ts'
import type { Pool } from '../model/pool.ts'
import { specError } from '../model/spec-errors.ts'
import { tooManyElements } from '../model/too-many-elements.ts'
import { withRoom } from '../values/with-room.ts'
import type { RenamedValues } from './renamed-values.ts'

export class PoolValues {
  readonly #model: Model
  readonly #pool: Pool
  readonly #values: RenamedValues
  /** By id of the whole: the number of the value, plus one. */
  #numberOf: Int32Array = new Int32Array(0)
  /** By number of a value: slot, id, slot, id, … of the elements that it has. */
  readonly #elements = new Map<number, readonly number[]>()

  constructor(model: Model, pool: Pool, values: RenamedValues) {
    this.#model = model
    this.#pool = pool
    this.#values = values
  }

  get bytes(): number {
    return this.#numberOf.byteLength + 200 * this.#elements.size
  }

  /** The number of the pool in a state; `ids` reaches every stored slot. */
  numberIn(ids: Int32Array): number {
    const { whole } = this.#pool
    const id = whole.idIn(ids)
    this.#numberOf = withRoom(this.#numberOf, id + 1)
    if (this.#numberOf[id] === 0)
      this.#numberOf[id] = 1 + this.#values.numberOf(this.#model.table(whole.slot).value(id))
    return (this.#numberOf[id] as number) - 1
  }

  /** Puts the pool of this number into a state. Returns `ids`, or a longer array where elements are new. */
  put(number: number, ids: Int32Array): Int32Array {
    const there = this.#elementsOf(number)
    const result = ids.length < this.#model.stored ? extended(ids, this.#model.stored) : ids
    for (const { slot, isAbsentAtFirst, counts } of this.#pool.elements) {
      result[slot] = isAbsentAtFirst ? 0 : counts.idOf(0)
    }
    for (let at = 0; at < there.length; at += 2) result[there[at] as number] = there[at + 1] as number
    return result
  }

  #elementsOf(number: number): readonly number[] {
    const known = this.#elements.get(number)
    if (known !== undefined) return known
    const found: number[] = []
    const content = this.#values.value(number) as readonly unknown[]
    const hasRoom = this.#pool.forEachElement(content, (slot, id) => {
      if ((this.#model.table(slot).value(id) as number) > 0) found.push(slot, id)
    })
    if (!hasRoom) {
      const { problem, hint } = tooManyElements(this.#pool)
      throw specError(this.#model.definition, 'too-many-elements', `variable "${this.#pool.name}"`, problem, hint)
    }
    this.#elements.set(number, found)
    return found
  }
}

function extended(ids: Int32Array, length: number): Int32Array {
  const longer = new Int32Array(length)
  longer.set(ids)
  return longer
}
