import { compareValues } from '../../spec/language/value.ts'
import type { Model } from './model.ts'

/** Orders states by the structural order of their values, slot by slot; independent of ids. */
export function compareStates(model: Model, left: Int32Array, right: Int32Array): number {
  for (let slot = 0; slot < model.stored; slot++) {
    if (left[slot] === right[slot]) continue
    const difference = compareValues(model.value(slot, left), model.value(slot, right))
    if (difference !== 0) return difference
  }
  return 0
}
