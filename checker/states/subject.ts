/** What user code is being run for: a state, or a step from it. Kept while exploring, for the way to an error. */
import type { PathStep } from './path.ts'

/** The state in question, and the step from it that is being looked at, if any. */
export interface Looked {
  /** Ids of the stored slots. */
  readonly ids: Int32Array
  /** Depth of the state: 1 = initial. */
  readonly depth: number
  readonly step: PathStep | null
}

/** The arrays are those that the run itself writes to; they are copied only when an error asks for them. */
export class Subject {
  #ids: Int32Array | null = null
  #depth = 0
  #instance = -1
  #after: Int32Array | null = null

  /** From now on it is the state whose ids stand in this array, derived slots or others behind them. */
  look(ids: Int32Array, depth: number): void {
    this.#ids = ids
    this.#depth = depth
    this.#instance = -1
  }

  /** From now on it is the step that this instance takes from that state, to the one whose ids stand in `after`. */
  lookAtStep(instance: number, after: Int32Array): void {
    this.#instance = instance
    this.#after = after
  }

  /** The step has been looked at. */
  leaveStep(): void {
    this.#instance = -1
  }

  /** From now on it is nothing in particular. */
  lookAway(): void {
    this.#ids = null
  }

  /** Looks at other states meanwhile. What is looked at when `action` throws stays. */
  meanwhile(action: () => void): void {
    const ids = this.#ids
    const depth = this.#depth
    const instance = this.#instance
    action()
    this.#ids = ids
    this.#depth = depth
    this.#instance = instance
  }

  /** What is being looked at, by its first `stored` slots; null for nothing in particular. */
  looked(stored: number): Looked | null {
    if (this.#ids === null) return null
    const step =
      this.#instance < 0 || this.#after === null ? null : { fn: this.#instance, ids: this.#after.slice(0, stored) }
    return { ids: this.#ids.slice(0, stored), depth: this.#depth, step }
  }
}
