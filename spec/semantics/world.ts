import type { Step } from '../language/definition.ts'
import type { ActionDefinition, Arguments, SpecDefinition, State } from '../language/index.ts'

/** An action with its arguments, as it is taken in a path. */
export type Call = Step

/** A step that can be taken, and where it leads. */
export interface Successor<S> extends Call {
  readonly after: S
}

/**
 * A specification over some representation of its states: plain values here, ids or the lines of a log elsewhere. What
 * the specification means is said once, in terms of this. A mistake in the specification is thrown as a `SpecError`;
 * what its own functions throw comes through.
 */
export interface World<S> {
  readonly definition: SpecDefinition
  /** The state as functions of the specification see it, derived values included. */
  view(state: S): State
  isSame(left: S, right: S): boolean
  /** A text that the same states share, and no others. */
  keyOf(state: S): string
  /** Every initial state, repetitions included. */
  initialStates(): Iterable<S>
  /** One step for each enabled instance of each action, those that change nothing included. */
  successors(state: S): Iterable<Successor<S>>
  /** The state after the step, or null where it cannot be taken. */
  after(state: S, call: Call): S | null
  /** Arguments with which an action can be tried in a state, enabled or not, each combination once. */
  argumentsOf(action: ActionDefinition, state: S): readonly Arguments[]
  /** The answer of a condition, which must be a boolean. `where` names the condition in the error. */
  truth(answer: unknown, where: string): boolean
}

/** Name of the first constraint that a state is outside of, or null. There is no way on from such a state. */
export function constraintAround<S>(world: World<S>, state: S): string | null {
  const { constraints } = world.definition
  if (constraints.length === 0) return null
  const view = world.view(state)
  const around = constraints.find(({ name, holds }) => !world.truth(holds(view), `constraint "${name}"`))
  return around?.name ?? null
}
