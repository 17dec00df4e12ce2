/** The fairness that a specification assumes, as sets of states and steps of the explored graph. */
import type { FairnessDefinition, FairnessStrength, SpecDefinition } from '../../spec/language/index.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { isChange, type ReferenceGraph, type ReferenceState, type ReferenceStep } from './graph.ts'

/** One assumption: a declaration, for one combination of values of the parameters that it names. */
export interface FairnessCondition {
  readonly strength: FairnessStrength
  /** States with a step of the condition that changes them, be it to a state outside a constraint. */
  readonly enabledIn: ReadonlySet<ReferenceState>
  /** By state, the states to which such a step leads. */
  readonly takenTo: ReadonlyMap<ReferenceState, ReadonlySet<ReferenceState>>
}

/** Combinations of values of which no step was found would be kept by every behaviour, and are left out. */
export function fairnessConditions(definition: SpecDefinition, graph: ReferenceGraph): readonly FairnessCondition[] {
  const semantics = new PlainWorld(definition)
  return definition.fairness.flatMap((declared) => conditionsOf(declared, graph, semantics))
}

function conditionsOf(
  declared: FairnessDefinition,
  graph: ReferenceGraph,
  semantics: PlainWorld,
): readonly FairnessCondition[] {
  const byValues = new Map<
    string,
    { enabledIn: Set<ReferenceState>; takenTo: Map<ReferenceState, Set<ReferenceState>> }
  >()
  for (const state of graph.states) {
    for (const step of state.steps ?? []) {
      if (!declared.actions.includes(step.action) || !isChange(state, step)) continue
      if (declared.condition?.(semantics.view(state.state), step.args) === false) continue
      const values = valuesOf(declared, step)
      const condition = byValues.get(values) ?? { enabledIn: new Set(), takenTo: new Map() }
      byValues.set(values, condition)
      condition.enabledIn.add(state)
      if (step.after === null) continue
      const takenTo = condition.takenTo.get(state) ?? new Set()
      condition.takenTo.set(state, takenTo.add(step.after))
    }
  }
  return [...byValues.values()].map((condition) => ({ strength: declared.strength, ...condition }))
}

/** Tells apart the combinations for which fairness is assumed on its own. */
export function valuesOf({ parameters }: FairnessDefinition, { args }: Pick<ReferenceStep, 'args'>): string {
  return canonicalText(parameters.map((name) => args[name]))
}
