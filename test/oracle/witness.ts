/**
 * The least way to a goal: fewest faults, then fewest states. By the definition: for each length, the fewest faults with
 * which a way of that length leads to each state.
 */

import type { ActionDefinition, Arguments, PropertyDefinition, State } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { ReferenceGraph, ReferenceState } from './graph.ts'

type Goal = Extract<PropertyDefinition, { readonly kind: 'reachable' | 'reachable-step' }>

/**
 * States of that way, of at most `maxDepth`; null where there is none. Only states that were expanded are gone on from.
 */
export function leastWay(
  world: PlainWorld,
  { initial }: ReferenceGraph,
  goal: Goal,
  maxDepth = Number.POSITIVE_INFINITY,
): number | null {
  const faults = new Set(world.definition.actions.filter(isFault).map(({ name }) => name))
  /** Fewest faults with which a way that is not longer leads to a state. */
  const fewest = new Map<ReferenceState, number>()
  let best: { readonly faults: number; readonly length: number } | null = null
  const arrive = (isMet: boolean, struck: number, length: number): void => {
    if (isMet && (best === null || struck < best.faults)) best = { faults: struck, length }
  }
  let level = new Map(initial.map((state) => [state, 0]))
  for (const { state } of initial) arrive(holdsIn(world, goal, state), 0, 1)
  for (let length = 2; level.size > 0 && length <= maxDepth; length++) {
    const next = new Map<ReferenceState, number>()
    for (const [before, struck] of level) fewest.set(before, struck)
    for (const [before, struck] of level) {
      // The graph has the same steps in the same order, but not the states outside the constraints.
      const steps = before.steps ?? []
      const successors = steps.length === 0 ? [] : [...world.successors(before.state)]
      for (const [at, { action, args, after }] of successors.entries()) {
        const total = struck + (faults.has(action) ? 1 : 0)
        const isMet = holdsIn(world, goal, after) || holdsOf(world, goal, before.state, { action, args }, after)
        arrive(isMet, total, length)
        const stored = steps[at]?.after ?? null
        if (stored === null) continue
        const known = Math.min(fewest.get(stored) ?? Number.POSITIVE_INFINITY, next.get(stored) ?? total + 1)
        if (total < known) next.set(stored, total)
      }
    }
    level = next
  }
  // Assigned in a function, which narrowing does not see.
  return (best as { readonly length: number } | null)?.length ?? null
}

function isFault(action: ActionDefinition): boolean {
  return action.isFault
}

function holdsIn(world: PlainWorld, goal: Goal, state: State): boolean {
  return goal.kind === 'reachable' && world.truth(goal.holds(world.view(state)), goal.name)
}

function holdsOf(
  world: PlainWorld,
  goal: Goal,
  before: State,
  step: { readonly action: string; readonly args: Arguments },
  after: State,
): boolean {
  return (
    goal.kind === 'reachable-step' && world.truth(goal.holds(world.view(before), step, world.view(after)), goal.name)
  )
}
