/** Compares composed specifications with the same merged by hand, in both explorers. */
import { expect } from 'vitest'
import { type SpecDefinition, SpecError } from '../../spec/language/index.ts'
import { corners, expectAgreement, runEngine } from './agreement.ts'
import { exploreReference } from './explore.ts'
import { type CompositionPlan, compositionOf } from './random/composed-spec.ts'

const corner = { corner: corners['lists at once, and memo given up late'] ?? {} }

/** What came up. */
export interface CompositionCounts {
  models: number
  /** With a joint step that was taken. */
  joint: number
  /** In which two actions of a joint step change the same variable. */
  twice: number
  /** Whose glue says contradictory things about names. */
  refused: number
  violated: number
}

export function noCompositions(): CompositionCounts {
  return { models: 0, joint: 0, twice: 0, refused: 0, violated: 0 }
}

/** Checks that a composition is what it is merged by hand: same counts, same verdicts, same lengths. */
export function expectSameComposition(plan: CompositionPlan, found: CompositionCounts): void {
  const { maxDepth } = plan
  const made = puttingTogether(plan)
  found.models++
  if (made === null) {
    found.refused++
    return
  }
  const { composed, flat } = made
  const wanted = outcomeOf(() => summary(exploreReference(flat, { maxDepth })))
  expect(outcomeOf(() => summary(exploreReference(composed, { maxDepth })))).toEqual(wanted)
  if (wanted === 'changed twice' || wanted === 'no initial state') {
    if (wanted === 'changed twice') found.twice++
    expect(outcomeOf(() => runEngine(composed, { maxDepth }))).toBe(wanted)
    return
  }
  const result = expectAgreement(composed, { maxDepth }, corner)
  expect(engineSummary(flat, maxDepth)).toEqual(engineSummary(composed, maxDepth))
  if (Object.entries(result.actions).some(([name, { generated }]) => /joint \d$/.test(name) && generated > 0))
    found.joint++
  if (result.properties.some(({ verdict }) => verdict === 'violated')) found.violated++
}

function puttingTogether(plan: CompositionPlan): ReturnType<typeof compositionOf> | null {
  try {
    return compositionOf(plan)
  } catch (error) {
    if (error instanceof SpecError && /the fairness of .* joint steps call/.test(error.message)) return null
    throw error
  }
}

/** What both ways tell, or which mistake ends both. */
function outcomeOf<T>(run: () => T): T | 'changed twice' | 'no initial state' {
  try {
    return run()
  } catch (error) {
    const { message } = error as Error
    if (/changed twice|two of its actions change/.test(message)) return 'changed twice'
    if (/no initial state|there are none|initial states of the components/.test(message)) return 'no initial state'
    throw error
  }
}

function summary({
  completeness,
  states,
  constraintCut,
  actions,
  properties,
}: ReturnType<typeof exploreReference>): unknown {
  return {
    completeness,
    states,
    constraintCut,
    generated: sorted(Object.entries(actions).map(([name, { generated }]) => [name, generated])),
    properties: sorted(
      properties.map(({ name, kind, verdict, length, lasso, parts }) => [name, kind, verdict, length, lasso, parts]),
    ),
  }
}

function engineSummary(definition: SpecDefinition, maxDepth: number): unknown {
  const { completeness, states, bounds, actions, properties } = runEngine(definition, { maxDepth })
  return {
    completeness,
    states,
    cut: bounds.constraintCut,
    generated: sorted(Object.entries(actions).map(([name, { generated }]) => [name, generated])),
    properties: sorted(properties.map(({ name, verdict, trace }) => [name, verdict, trace?.length ?? null])),
  }
}

function sorted(rows: readonly (readonly unknown[])[]): unknown {
  return [...rows].sort(([left], [right]) => (String(left) < String(right) ? -1 : 1))
}
