/**
 * Sightings of what settles a property: a promise broken, a goal met. Keeps those of the first level that has any
 * with the structurally least states, so that the story does not depend on the order of exploring.
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

/** Sightings kept for one property: of their stories the one with fewest faults is told. */
const MOST_SIGHTINGS = 16

export class Sightings {
  readonly #program: Program
  /** Of one depth, in structural order. */
  readonly #byProperty = new Map<number, Sighting[]>()
  readonly #onFirst: () => void

  /** `onFirst` is called with the first sighting for each property. */
  constructor(program: Program, onFirst: () => void) {
    this.#program = program
    this.#onFirst = onFirst
  }

  /** The least. */
  get(property: number): Sighting | undefined {
    return this.#byProperty.get(property)?.[0]
  }

  /** The least first; none where there is none. */
  all(property: number): readonly Sighting[] {
    return this.#byProperty.get(property) ?? []
  }

  /** Positions of the properties that have a sighting. */
  get properties(): readonly number[] {
    return [...this.#byProperty.keys()]
  }

  offer(property: number, sighting: Sighting): void {
    const known = this.#byProperty.get(property)
    const depth = known?.[0]?.depth ?? Number.POSITIVE_INFINITY
    if (known === undefined || sighting.depth < depth) this.#byProperty.set(property, [sighting])
    else if (sighting.depth === depth) this.#insert(known, sighting)
    if (known === undefined) this.#onFirst()
  }

  #insert(known: Sighting[], sighting: Sighting): void {
    const last = known.at(-1) as Sighting
    if (known.length === MOST_SIGHTINGS && this.#compare(sighting, last) >= 0) return
    const at = known.findIndex((each) => this.#compare(sighting, each) <= 0)
    // A state outside a constraint is seen each time it is generated.
    if (at >= 0 && this.#compare(sighting, known[at] as Sighting) === 0) return
    known.splice(at < 0 ? known.length : at, 0, sighting)
    if (known.length > MOST_SIGHTINGS) known.pop()
  }

  #compare(left: Sighting, right: Sighting): number {
    const byState = compareStates(this.#program.model, left.ids, right.ids)
    if (byState !== 0 || left.step === null || right.step === null) return byState
    return compareInstances(this.#program, left.step.fn, right.step.fn)
  }
}
