/** Where the steps of a state lead, as the states that are stored: what paths are rebuilt from. */
import type { Program } from '../memo/program.ts'
import { isSameState } from '../model/state-ids.ts'

export class Arrivals {
  readonly #program: Program
  #ids: Int32Array = new Int32Array(0)
  /** Up to symmetry: the canonical form of each successor, by position in `program.enabled`. */
  #canonical: readonly Int32Array[] = []

  constructor(program: Program) {
    this.#program = program
  }

  /** In how many slots a state may differ from one that a step leads to. Renaming may change all of them. */
  get mostDifferences(): number {
    const { symmetry, effects, model } = this.#program
    return symmetry === null ? effects.mostWrites : model.slots
  }

  /** Takes the steps of the state with the ids of all slots. They are in `program.enabled`, until its next use. */
  from(ids: Int32Array): void {
    const { model, symmetry, enabled, effects } = this.#program
    this.#program.findSuccessors(ids)
    this.#ids = ids
    if (symmetry === null) return
    this.#canonical = Array.from({ length: enabled.count }, (_, at) =>
      symmetry.canonical(model.after(ids, effects.writes(enabled.effects[at] as number))),
    )
  }

  /** Whether the step at this position of `program.enabled` leads to a stored state, so many slots of which differ. */
  leadsTo(at: number, target: Int32Array, differences: number): boolean {
    const { symmetry, effects, enabled } = this.#program
    return symmetry === null
      ? leadsTo(effects.writes(enabled.effects[at] as number), this.#ids, target, differences)
      : isSameState(this.#canonical[at] as Int32Array, target)
  }
}

/** In how many stored slots `ids` differs from `target`; slots that `target` does not reach have id 0 there. */
export function countDifferences(ids: Int32Array, target: Int32Array, stored: number): number {
  let count = 0
  for (let slot = 0; slot < stored; slot++) if (ids[slot] !== (target[slot] ?? 0)) count++
  return count
}

/** Whether the writes turn `ids`, which differs from `target` in `differences` slots, into `target`. */
function leadsTo(writes: Int32Array, ids: Int32Array, target: Int32Array, differences: number): boolean {
  let mended = 0
  for (let at = 0; at < writes.length; at += 2) {
    const slot = writes[at] as number
    const wanted = target[slot] ?? 0
    if (writes[at + 1] !== wanted) return false
    if (ids[slot] !== wanted) mended++
  }
  return mended === differences
}
