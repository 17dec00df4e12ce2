/** The graph that the reference explorer walked: a state knows its steps. */
import type { Arguments, State } from '../../spec/language/index.ts'

export interface ReferenceState {
  readonly state: State
  /** States on the shortest path from an initial state, which has depth 1. */
  readonly depth: number
  /** Every enabled instance of every action, self-loops included; null where the state was not expanded. */
  steps: ReferenceStep[] | null
}

export interface ReferenceStep {
  readonly action: string
  readonly args: Arguments
  /** Null where the step leads outside a constraint: such states are not explored. */
  readonly after: ReferenceState | null
}

export interface ReferenceGraph {
  /** Distinct initial states inside the constraints. */
  readonly initial: readonly ReferenceState[]
  /** Every distinct state, nearest first. */
  readonly states: readonly ReferenceState[]
}

/** Whether the step changes the state; only then does it count for fairness. A state outside differs from those inside. */
export function isChange(before: ReferenceState, step: ReferenceStep): boolean {
  return step.after !== before
}

/** What can be reached backwards from `goals` without leaving `within`; goals outside of it do not count. */
export function whatReaches<N extends { readonly previous: readonly N[] }>(
  goals: Iterable<N>,
  within: ReadonlySet<N>,
): Set<N> {
  const reached = new Set<N>()
  const waiting = [...goals].filter((node) => within.has(node))
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (reached.has(node)) continue
    reached.add(node)
    waiting.push(...node.previous.filter((before) => within.has(before)))
  }
  return reached
}
