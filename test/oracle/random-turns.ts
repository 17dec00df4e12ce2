/** Points of no return of random specifications, compared with a plain search. */
import { expect } from 'vitest'
import type { PropertyResult } from '../../checker/contract/result.ts'
import type { PropertyDefinition, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { isLeadsTo } from '../../spec/language/property-kinds.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { runEngine } from './agreement.ts'
import { exploreReference } from './explore.ts'
import type { ReferenceState } from './graph.ts'
import { forRandomModels } from './random/for-random-models.ts'
import { graphBlueprint, graphSpecificationOf } from './random/random-graph.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'
import { Beyond } from './unavoidable.ts'

/** How often each kind of turn came up. */
export interface TurnCounts {
  /** Avoidable until the last step. */
  avoidable: number
  /** Unavoidable before that. */
  doomed: number
  /** Unavoidable from the initial state on. */
  never: number
  /** Not known because of a constraint. */
  cut: number
  /** Within reach until the last step. */
  lost: number
  /** Not known to have been within reach ever. */
  beyond: number
}

/** Checks so many random specifications of each sort. */
export async function expectTurnsOfRandomSpecifications(models: number): Promise<TurnCounts> {
  const found = { avoidable: 0, doomed: 0, never: 0, cut: 0, lost: 0, beyond: 0 }
  const expectTurns = (definition: SpecDefinition): void => {
    runEngine(definition).properties.forEach((result, at) => {
      expectTurn(definition, definition.properties[at] as PropertyDefinition, result, found)
    })
  }
  await forRandomModels({ seed: 1, models }, [blueprint], (plan) => {
    expectTurns(specificationOf(plan))
    expectTurns(lasting(specificationOf(plan)))
  })
  await forRandomModels({ seed: 2, models }, [graphBlueprint], (plan) => {
    expectTurns(graphSpecificationOf(plan))
    expectTurns(asInvariants(graphSpecificationOf(plan)))
  })
  return found
}

/** The same with promises that must not be taken back, in the place of invariants. */
function lasting(definition: SpecDefinition): SpecDefinition {
  const properties = definition.properties.map((property) =>
    property.kind === 'always' ? { ...property, kind: 'no-way-back' as const } : property,
  )
  return { ...definition, properties }
}

/** Random graphs with their conditions for invariants. */
function asInvariants(definition: SpecDefinition): SpecDefinition {
  const properties = definition.properties.map((property) =>
    'parts' in property && !isLeadsTo(property) && property.kind !== 'infinitely-often-step'
      ? { ...property, kind: 'always' as const }
      : property,
  )
  return { ...definition, properties }
}

/** Whether each state that is one nearer to the start and leads to the trap has a way to the goal that was explored. */
function wasInReach(
  definition: SpecDefinition,
  { parts }: PropertyDefinition & { readonly kind: 'can-always-reach' },
  part: string | null,
  trace: Trace,
): boolean {
  const semantics = new PlainWorld(definition)
  const isGoal = (state: State): boolean =>
    parts.some(({ label, holds }) => label === part && holds(semantics.view(state)))
  const trap = canonicalText((trace.steps.at(-1) as Trace['steps'][number]).state)
  const { states } = exploreReference(definition).graph
  const afterOf = ({ steps }: ReferenceState): ReferenceState[] => (steps ?? []).flatMap(({ after }) => after ?? [])
  const before = states.filter(
    (state) => state.depth === trace.length - 1 && afterOf(state).some((after) => canonicalText(after.state) === trap),
  )
  return before.every((from) => {
    const reached = new Set([from])
    // A set that grows while it is walked is walked to its end.
    for (const state of reached) {
      if (isGoal(state.state)) return true
      for (const after of afterOf(state)) reached.add(after)
    }
    return false
  })
}

function expectTurn(
  definition: SpecDefinition,
  property: PropertyDefinition,
  { verdict, part, trace, pointOfNoReturn: turn }: PropertyResult,
  found: TurnCounts,
): void {
  const isAsked = verdict === 'violated' && trace !== null && trace.loop === null && trace.length > 1
  if (!isAsked) {
    expect(turn ?? null).toBe(null)
    return
  }
  if (property.kind === 'can-always-reach') {
    const wasReachable = wasInReach(definition, property, part, trace)
    const answer = wasReachable ? { index: trace.length - 2, unknown: null } : { index: null, unknown: 'bound' }
    expect(turn).toEqual({ ...answer, instead: null })
    found[wasReachable ? 'lost' : 'beyond']++
    return
  }
  const beyond = new Beyond(definition, property)
  const avoidable = beyond.alongTrace(trace)
  const last = avoidable.findLastIndex((answer) => answer !== 'no')
  if (last >= 0 && avoidable[last] === 'unknown') {
    found.cut++
    expect(turn).toEqual({ index: null, instead: null, unknown: 'constraint' })
    return
  }
  expect(turn).toMatchObject({ index: last === -1 ? null : last, unknown: null })
  if (last === -1) found.never++
  else if (last < trace.length - 2) found.doomed++
  else found.avoidable++
  if (turn?.instead) {
    expect(beyond.isAvoidedBy((trace.steps[last] as (typeof trace.steps)[number]).state, turn.instead)).toBe(true)
  }
}
