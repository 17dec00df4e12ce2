/**
 * What was found about each property. Of the findings on the first level that has any, the one with the structurally
 * least state is kept, so that the story does not depend on the order of exploring.
 */
import { compareValues } from '../../spec/language/value.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from './compare-states.ts'

export interface Finding {
  /** Depth of `ids` in states: 1 = initial. */
  readonly depth: number
  /** The state in question; for a step property the state before the step. Stored slots only. */
  readonly ids: Int32Array
  /** Label of the first false part of the property, if it has labels. */
  readonly part: string | null
  /** The step in question, for a step property: memo number of the instance, and the state after it. */
  readonly step: { readonly fn: number; readonly ids: Int32Array } | null
}

export class Findings {
  readonly #program: Program
  readonly #byProperty = new Map<number, Finding>()
  readonly #onFirst: () => void

  /** `onFirst` is called with the first finding about each property. */
  constructor(program: Program, onFirst: () => void) {
    this.#program = program
    this.#onFirst = onFirst
  }

  get(property: number): Finding | undefined {
    return this.#byProperty.get(property)
  }

  /** Positions of the properties that something was found about. */
  get properties(): readonly number[] {
    return [...this.#byProperty.keys()]
  }

  offer(property: number, finding: Finding): void {
    const known = this.#byProperty.get(property)
    if (
      known === undefined ||
      finding.depth < known.depth ||
      (finding.depth === known.depth && this.#isLess(finding, known))
    ) {
      this.#byProperty.set(property, finding)
    }
    if (known === undefined) this.#onFirst()
  }

  #isLess(left: Finding, right: Finding): boolean {
    const byState = compareStates(this.#program.model, left.ids, right.ids)
    if (byState !== 0 || left.step === null || right.step === null) return byState < 0
    return compareInstances(this.#program, left.step.fn, right.step.fn) < 0
  }
}

/** Orders action instances by the action's place in the definition, then by arguments. */
export function compareInstances(program: Program, left: number, right: number): number {
  const byAction = program.instance(left).action - program.instance(right).action
  return byAction !== 0 ? byAction : compareValues(program.instance(left).args, program.instance(right).args)
}
