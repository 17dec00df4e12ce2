import { compareValues } from '../../spec/language/value.ts'
import type { Model } from './model.ts'

/** Orders states by the structural order of their values, variable by variable; independent of ids. */
export function compareStates(model: Model, left: Int32Array, right: Int32Array): number {
  for (const { first, size, derived, pool } of model.groups.values()) {
    if (derived !== null) continue
    if (pool !== null) {
      // Which element has which slot depends on the order of exploring: a pool is compared as a value.
      if (pool.elements.every(({ slot }) => (left[slot] ?? 0) === (right[slot] ?? 0))) continue
      return compareValues(pool.valueOf(left), pool.valueOf(right))
    }
    for (let slot = first; slot < first + size; slot++) {
      if (left[slot] === right[slot]) continue
      const difference = compareValues(model.value(slot, left), model.value(slot, right))
      if (difference !== 0) return difference
    }
  }
  return 0
}
