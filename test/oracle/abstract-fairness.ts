/**
 * What breaks the fairness of an abstract specification, watched on the concrete graph: one monitor for each of its
 * conditions, asked of every state and step through the mapping.
 */
import type { State, StepCondition } from '../../spec/language/index.ts'
import type { RefinementProperty } from '../../spec/language/property-kinds.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { valuesOf } from './fairness.ts'
import type { ReferenceGraph } from './graph.ts'
import type { Monitor } from './liveness.ts'

/** A step of the abstract specification that changes its state. */
interface Change {
  /** The assumptions, each with its values, that the step counts for. */
  readonly countsFor: ReadonlySet<string>
  /** Text of the state after it. */
  readonly after: string
}

export function abstractMonitors(
  semantics: PlainWorld,
  { states }: ReferenceGraph,
  property: RefinementProperty,
): readonly Monitor[] {
  const refinement = new Refinement(semantics.definition.name, property)
  const { world } = refinement
  const { fairness } = property.abstract
  const known = new Map<string, readonly Change[]>()

  const textOf = (view: State): string => world.keyOf(refinement.mapped(view))
  const changesFrom = (view: State): readonly Change[] => {
    const text = textOf(view)
    const changes = known.get(text) ?? allChanges(refinement.mapped(view), text)
    known.set(text, changes)
    return changes
  }
  const allChanges = (state: State, text: string): readonly Change[] =>
    [...world.successors(state)].flatMap((step) => {
      const after = world.keyOf(step.after)
      if (after === text) return []
      const counted = fairness.flatMap((declared, at) =>
        declared.actions.includes(step.action) && declared.condition?.(world.view(state), step.args) !== false
          ? [`${at} ${valuesOf(declared, step)}`]
          : [],
      )
      return [{ countsFor: new Set(counted), after }]
    })

  const met = new Set(
    states.flatMap(({ state }) => changesFrom(semantics.view(state)).flatMap(({ countsFor }) => [...countsFor])),
  )
  return [...met].map((condition): Monitor => {
    const isEnabled = (view: State): boolean => changesFrom(view).some(({ countsFor }) => countsFor.has(condition))
    const isTaken: StepCondition = (before, _step, after) =>
      changesFrom(before).some((change) => change.countsFor.has(condition) && change.after === textOf(after))
    const watched = { label: null, taken: [], avoided: [isTaken] }
    return fairness[Number.parseInt(condition, 10)]?.strength === 'strong'
      ? { ...watched, after: () => 'waiting', again: [isEnabled] }
      : { ...watched, after: (_mode, view) => (isEnabled(view) ? 'waiting' : 'quiet'), again: [] }
  })
}
