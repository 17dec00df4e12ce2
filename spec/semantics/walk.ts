import type { Path } from './path.ts'
import type { Call, World } from './world.ts'

/**
 * A way through a specification, one step after the other. Constraints play no part: who needs them asks at each state.
 * Cost: one run of the action, and of its domains, for each step.
 */
export class Walk<S> {
  readonly #world: World<S>
  readonly #states: S[]
  readonly #calls: Call[] = []

  constructor(world: World<S>, from: S) {
    this.#world = world
    this.#states = [from]
  }

  /** The state it has come to. */
  get state(): S {
    return this.#states.at(-1) as S
  }

  /** The way so far; later steps do not change it. */
  get path(): Path<S> {
    return { states: [...this.#states], calls: [...this.#calls], loop: null, back: null }
  }

  /** Takes a step; false, and nothing is taken, where it cannot be taken here. */
  take(call: Call): boolean {
    const after = this.#world.after(this.state, call)
    if (after === null) return false
    this.#states.push(after)
    this.#calls.push(call)
    return true
  }

  /** Takes steps as far as they can be taken: the index of the first that cannot, or null. */
  takeAll(calls: readonly Call[]): number | null {
    const stoppedAt = calls.findIndex((call) => !this.take(call))
    return stoppedAt === -1 ? null : stoppedAt
  }

  /** Goes back over the last step; false where there is none. */
  undo(): boolean {
    if (this.#calls.length === 0) return false
    this.#states.pop()
    this.#calls.pop()
    return true
  }
}
