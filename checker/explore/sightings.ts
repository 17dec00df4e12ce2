/**
 * Sightings of what settles a property: a promise broken, a goal met. Keeps the sighting with the structurally least
 * state on the first level that has any, so that the story does not depend on the order of exploring.
 */

import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'

/** A state or a step that settles a property. */
export interface Sighting {
  /** Depth of `ids` in states: 1 = initial. */
  readonly depth: number
  /** The state in question; for a step property the state before the step. Stored slots only. */
  readonly ids: Int32Array
  /** Label of the first false part of the property, if it has labels. */
  readonly part: string | null
  /** The step in question, for a step property: memo number of the instance, and the state after it. */
  readonly step: { readonly fn: number; readonly ids: Int32Array } | null
}

export class Sightings {
  readonly #program: Program
  readonly #byProperty = new Map<number, Sighting>()
  readonly #onFirst: () => void

  /** `onFirst` is called with the first sighting for each property. */
  constructor(program: Program, onFirst: () => void) {
    this.#program = program
    this.#onFirst = onFirst
  }

  get(property: number): Sighting | undefined {
    return this.#byProperty.get(property)
  }

  /** Positions of the properties that have a sighting. */
  get properties(): readonly number[] {
    return [...this.#byProperty.keys()]
  }

  offer(property: number, sighting: Sighting): void {
    const known = this.#byProperty.get(property)
    if (
      known === undefined ||
      sighting.depth < known.depth ||
      (sighting.depth === known.depth && this.#isLess(sighting, known))
    ) {
      this.#byProperty.set(property, sighting)
    }
    if (known === undefined) this.#onFirst()
  }

  #isLess(left: Sighting, right: Sighting): boolean {
    const byState = compareStates(this.#program.model, left.ids, right.ids)
    if (byState !== 0 || left.step === null || right.step === null) return byState < 0
    return compareInstances(this.#program, left.step.fn, right.step.fn) < 0
  }
}
