/**
 * Liveness by its definition: every set of states that a behaviour may keep to for ever is tried. Exponential in the
 * number of states; it tells whether the reference explorer's fixpoints are right.
 */
import type { Arguments, SpecDefinition, State, StatePart, StepCondition, StepPart } from '../../spec/language/index.ts'
import { plainView } from '../../spec/language/plain-view.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { ReferenceGraph, ReferenceState } from './graph.ts'
import type { LivenessProperty } from './liveness.ts'

/** Says of a step from one state to the other whether it is such a one. */
type StepTest = (from: ReferenceState, to: ReferenceState) => boolean

interface Assumption {
  readonly isStrong: boolean
  readonly isOneOf: (from: ReferenceState, action: string, args: Arguments) => boolean
}

/** The shortest stem of a fair behaviour that breaks the property, in states; null where there is none. */
export function stemBySearch(
  definition: SpecDefinition,
  graph: ReferenceGraph,
  property: LivenessProperty,
): number | null {
  const assumptions = assumptionsOf(definition, graph)
  const sets = subsets(graph.states)
  const view = (each: ReferenceState): State => plainView(definition, each.state)
  const satisfies =
    (holds: StepCondition): StepTest =>
    (from, to) =>
      (from.steps ?? []).some(
        ({ action, args, after }) => after === to && holds(view(from), { action, args }, view(to)),
      )
  const any: StepTest = () => true
  const stems = property.parts.flatMap((part) => {
    const avoided = property.kind === 'infinitely-often-step' ? satisfies((part as StepPart).holds) : null
    const mayTake: StepTest = avoided === null ? any : (from, to) => !avoided(from, to)
    const loops = sets.filter(
      (loop) =>
        isConnected(loop, mayTake) &&
        isFair(loop, assumptions, mayTake) &&
        (part.assuming ?? []).every((each) => {
          if (each.of === 'states') return loop.some((state) => each.holds(view(state)))
          const isTaken = satisfies(each.holds)
          return loop.some((from) => loop.some((to) => from !== to && mayTake(from, to) && isTaken(from, to)))
        }),
    )
    if (property.kind === 'infinitely-often-step') return loops.flat().map(({ depth }) => depth)
    const isGood = (each: ReferenceState): boolean =>
      'response' in part ? part.response(view(each)) : (part as StatePart).holds(view(each))
    const bad = graph.states.filter((each) => !isGood(each))
    const breaking = loops.filter((loop) =>
      property.kind === 'eventually-always' || property.kind === 'leads-to-always'
        ? loop.some((each) => !isGood(each))
        : !loop.some(isGood),
    )
    if ('trigger' in part) {
      const way = property.kind === 'leads-to-always' ? graph.states : bad
      const asking = way.filter((each) => part.trigger(view(each)))
      return breaking.flatMap((loop) =>
        loop.map((first) =>
          loop.some((each) => asking.includes(each))
            ? first.depth
            : Math.min(...asking.map((each) => each.depth + distance([each], first, way, any) - 1)),
        ),
      )
    }
    return breaking
      .flat()
      .map((first) => (property.kind === 'eventually' ? distance(graph.initial, first, bad, any) : first.depth))
  })
  const shortest = Math.min(...stems)
  return Number.isFinite(shortest) ? shortest : null
}

/** One for each combination of values of the parameters that a declaration names. */
function assumptionsOf(definition: SpecDefinition, graph: ReferenceGraph): readonly Assumption[] {
  const semantics = new PlainWorld(definition)
  const all = graph.states.flatMap(({ steps }) => steps ?? [])
  return definition.fairness.flatMap(({ strength, actions, parameters, condition }) => {
    const chosen = (args: Arguments): string => parameters.map((name) => canonicalText(args[name])).join()
    const ownSteps = all.filter(({ action }) => actions.includes(action))
    return [...new Set(ownSteps.map(({ args }) => chosen(args)))].map((values) => ({
      isStrong: strength === 'strong',
      isOneOf: ({ state }: ReferenceState, action: string, args: Arguments) =>
        actions.includes(action) &&
        chosen(args) === values &&
        (condition === null || condition(semantics.view(state), args)),
    }))
  })
}

function isFair(loop: readonly ReferenceState[], assumptions: readonly Assumption[], mayTake: StepTest): boolean {
  return assumptions.every(({ isStrong, isOneOf }) => {
    const changing = loop.map((state) =>
      (state.steps ?? []).filter(({ action, args, after }) => after !== state && isOneOf(state, action, args)),
    )
    const isTaken = changing.some((steps, at) =>
      steps.some(({ after }) => after !== null && loop.includes(after) && mayTake(loop[at] as ReferenceState, after)),
    )
    if (isTaken) return true
    return isStrong ? changing.every((steps) => steps.length === 0) : changing.some((steps) => steps.length === 0)
  })
}

/** Whether a behaviour can go round through all of these states for ever, and through no others. */
function isConnected(loop: readonly ReferenceState[], mayTake: StepTest): boolean {
  return (
    loop.every(({ steps }) => steps !== null) &&
    loop.every((from) => loop.every((to) => Number.isFinite(distance([from], to, loop, mayTake))))
  )
}

/** States of the shortest path inside `within`, both ends included; infinite where there is none. */
function distance(
  from: readonly ReferenceState[],
  to: ReferenceState,
  within: readonly ReferenceState[],
  mayTake: StepTest,
): number {
  let reached = within.filter((state) => from.includes(state))
  for (let length = 1; ; length++) {
    if (reached.includes(to)) return length
    const before = reached
    reached = within.filter(
      (state) =>
        before.includes(state) ||
        before.some((each) => each.steps?.some(({ after }) => after === state) && mayTake(each, state)),
    )
    if (reached.length === before.length) return Number.POSITIVE_INFINITY
  }
}

/** Every set of states but the empty one. */
function subsets(states: readonly ReferenceState[]): readonly (readonly ReferenceState[])[] {
  return Array.from({ length: 2 ** states.length - 1 }, (_, set) =>
    states.filter((_, at) => Math.floor((set + 1) / 2 ** at) % 2 === 1),
  )
}
