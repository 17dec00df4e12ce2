/** Whether a path breaks a promise or meets a goal, read literally, in any representation of states. */
import type { Assumption, LeadsToPart, PropertyDefinition, State } from '../language/index.ts'
import { asksForFairness, type LeadsToProperty } from '../language/property-kinds.ts'
import { loopIndices, type Path } from './path.ts'
import type { PlainWorldOptions } from './plain-world.ts'
import { reachableFrom } from './reachable.ts'
import { metInLoop, takenInLoop } from './recurrence.ts'
import { Refinement } from './refinement.ts'
import { type Call, constraintAround, type World } from './world.ts'

/** States looked at to see whether a goal can still be reached. */
const mostStates = 2_000

/**
 * Whether the end of the path (the loop, where there is one) breaks the property, in the named part where one is given;
 * for a goal, whether it meets it. Whether the path is one of the specification, and whether its loop is fair, are
 * other questions. Null where that cannot be told: the search for a way to the goal became too large, or left a
 * constraint. May throw what the specification throws.
 * `abstract` are the options of a refinement's abstract specification.
 */
export function isSettled<S>(
  world: World<S>,
  property: PropertyDefinition,
  part: string | null,
  path: Path<S>,
  abstract: PlainWorldOptions = {},
): boolean | null {
  const last = path.states.at(-1) as S
  const view = (state: S): State => world.view(state)
  const truth = (answer: unknown): boolean => world.truth(answer, `property "${property.name}"`)
  const asked = <T extends Labelled>(parts: readonly T[]): readonly T[] => partsAsked(parts, part)
  /** Of these parts those that speak of such a loop: it meets all that they assume. */
  const concerned = <T extends Labelled & { readonly assuming?: readonly Assumption[] }>(
    parts: readonly T[],
  ): readonly T[] =>
    asked(parts).filter(({ assuming = [] }) =>
      assuming.every((each) => metInLoop(world, path, each, property.name) !== null),
    )
  const inLoop = loopIndices(path).map((index) => path.states[index] as S)
  switch (property.kind) {
    case 'always':
      return asked(property.parts).some(({ holds }) => !truth(holds(view(last))))
    case 'reachable':
      return truth(property.holds(view(last)))
    case 'always-step':
      return ofLastStep(path, (before, step, after) => !truth(property.holds(view(before), step, view(after))))
    case 'reachable-step':
      return ofLastStep(path, (before, step, after) => truth(property.holds(view(before), step, view(after))))
    case 'no-way-back':
      return ofLastStep(path, (before, _step, after) =>
        asked(property.parts).some(({ holds }) => truth(holds(view(before))) && !truth(holds(view(after)))),
      )
    case 'unless':
      return ofLastStep(path, (before, _step, after) =>
        asked(property.parts).some(({ holds, until }) => {
          const isKept = (state: S): boolean => truth(holds(view(state)))
          const isEnded = (state: S): boolean => truth(until(view(state)))
          return isKept(before) && !isEnded(before) && !isKept(after) && !isEnded(after)
        }),
      )
    case 'deadlock-free':
      if (property.isFinal !== null && truth(property.isFinal(view(last)))) return false
      // Nothing is tried in a state outside a constraint, so nothing is stuck there.
      return constraintAround(world, last) === null && isStuck(world, last)
    case 'eventually':
      return concerned(property.parts).some(({ holds }) => !path.states.some((state) => truth(holds(view(state)))))
    case 'infinitely-often':
      return concerned(property.parts).some(({ holds }) => !inLoop.some((state) => truth(holds(view(state)))))
    case 'infinitely-often-step':
      return concerned(property.parts).some(({ holds }) => takenInLoop(world, path, holds, property.name) === null)
    case 'eventually-always':
      return concerned(property.parts).some(({ holds }) => !inLoop.every((state) => truth(holds(view(state)))))
    case 'leads-to':
    case 'leads-to-always':
      return concerned(property.parts).some((each) => unanswered(world, path, each, property) !== null)
    case 'can-always-reach': {
      const { states, isAll } = reachableFrom(world, last, mostStates)
      const missed = asked(property.parts).some(({ holds }) => !states.some((state) => truth(holds(view(state)))))
      return missed && !isAll ? null : missed
    }
    case 'refines': {
      const refinement = new Refinement(world.definition.name, property, abstract)
      if (path.loop !== null) {
        const views = { ...path, states: path.states.map(view) }
        return asksForFairness(property) && refinement.fairnessOf(views).some(({ isFair }) => !isFair)
      }
      return path.calls.length === 0
        ? !refinement.isInitial(view(last))
        : ofLastStep(path, (before, _step, after) => !refinement.isStep(view(before), view(after)))
    }
  }
}

interface Labelled {
  readonly label: string | null
}

/** The part with this name; all of them where none is named. */
export function partsAsked<T extends Labelled>(parts: readonly T[], part: string | null): readonly T[] {
  return part === null ? parts : parts.filter(({ label }) => label === part)
}

/**
 * Index of the first state that triggers a response which never comes, then or later, or which does not stay where it
 * should; null where there is none.
 */
export function unanswered<S>(
  world: World<S>,
  path: Path<S>,
  { trigger, response }: LeadsToPart,
  { name, kind }: Pick<LeadsToProperty, 'name' | 'kind'>,
): number | null {
  const truth = (answer: unknown): boolean => world.truth(answer, `property "${name}"`)
  const isAnswered = path.states.map((state) => truth(response(world.view(state))))
  const inLoop = loopIndices(path).map((index) => isAnswered[index])
  const mustStay = kind === 'leads-to-always'
  if (mustStay ? inLoop.every((each) => each) : inLoop.some((each) => each)) return null
  const from = mustStay ? 0 : isAnswered.lastIndexOf(true) + 1
  const found = path.states.findIndex((state, index) => index >= from && truth(trigger(world.view(state))))
  return found === -1 ? null : found
}

function isStuck<S>(world: World<S>, state: S): boolean {
  for (const _ of world.successors(state)) return false
  return true
}

function ofLastStep<S>({ states, calls }: Path<S>, holds: (before: S, step: Call, after: S) => boolean): boolean {
  const call = calls.at(-1)
  if (call === undefined || states.length < 2) return false
  return holds(states.at(-2) as S, call, states.at(-1) as S)
}
