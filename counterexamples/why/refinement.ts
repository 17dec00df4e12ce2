/** Why a step, seen through the mapping, is none of the abstract specification's; or why a loop is not fair there. */
import type { ActionDefinition, Arguments, State } from '../../spec/language/index.ts'
import type { RefinementProperty } from '../../spec/language/property-kinds.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import { oneLine } from '../print/plain-text.ts'
import { printValue } from '../print/print-value.ts'
import { stepText } from '../print/sentence.ts'
import { abstractFairness } from '../replay/abstract-fairness.ts'
import { storyBudget } from '../replay/story-budget.ts'
import { changeText } from '../story/change-text.ts'
import { changesBetween } from '../story/difference.ts'
import { printState, slotsOf } from '../story/slots.ts'
import type { NamedValue, Reason } from '../story/story.ts'

/** Abstract actions that come nearest, told with what keeps them from fitting. */
const mostActions = 4
/** Instances of one abstract action that are tried. */
const mostInstances = 2_000

export function refinementReasons(spec: PlainWorld, property: RefinementProperty, path: PlainPath): readonly Reason[] {
  if (path.loop !== null) return unfairReasons(spec, property, path)
  const refinement = new Refinement(spec.definition.name, property, storyBudget)
  const abstract = refinement.world
  const mapped = (state: State): State => refinement.mapped(spec.view(state))
  try {
    const after = mapped(path.states.at(-1) ?? {})
    const call = path.calls.at(-1)
    const previous = path.states.at(-2)
    if (call === undefined || previous === undefined) return initialReasons(abstract, after)
    const before = mapped(previous)
    const label = `step ${path.calls.length}, ${stepText(spec.definition.actions, call)}`
    const detail = `no action of "${property.abstract.name}" does what it does there`
    const values = changedValues(abstract, before, after)
    const step: Reason = { label, holds: false, values, valuesTitle: 'maps to', detail }
    return [step, ...nearestActions(abstract, before, after)]
  } catch (error) {
    return notEvaluated(property, error)
  }
}

function notEvaluated({ name }: RefinementProperty, error: unknown): readonly Reason[] {
  return [{ label: name, holds: null, values: [], detail: `could not be evaluated: ${oneLine(String(error))}` }]
}

/** For each assumption of the abstract specification that the loop breaks; then for those that it meets. */
function unfairReasons(spec: PlainWorld, property: RefinementProperty, path: PlainPath): readonly Reason[] {
  try {
    const { abstract, mapped, accounts } = abstractFairness(spec, property, path)
    return accounts
      .toSorted((left, right) => Number(left.isFair) - Number(right.isFair))
      .map(({ label, isFair, detail, enabledAt }): Reason => {
        const reason = { label, holds: isFair, detail }
        if (enabledAt === null) return { ...reason, values: [] }
        return {
          ...reason,
          values: printState(abstract.definition, mapped.states[enabledAt] ?? {}),
          valuesTitle: 'maps to',
        }
      })
  } catch (error) {
    return notEvaluated(property, error)
  }
}

function initialReasons(abstract: PlainWorld, mapped: State): readonly Reason[] {
  const { name } = abstract.definition
  const values = printState(abstract.definition, mapped)
  const detail = `is none of the initial states of "${name}"`
  const [nearest] = Array.from(abstract.initialStates(), (state) => misfits(abstract, mapped, state)).sort(
    (left, right) => left.length - right.length,
  )
  const given: Reason = { label: 'the initial state', holds: false, values, valuesTitle: 'maps to', detail }
  if (nearest === undefined) return [given]
  return [given, { label: 'the nearest of those', holds: false, values: [], detail: `has ${nearest.join(', ')}` }]
}

function changedValues(abstract: PlainWorld, before: State, after: State): readonly NamedValue[] {
  return changesBetween(abstract.definition, before, after, new Set()).map((change) => ({
    path: change.path,
    value: changeText(change),
  }))
}

/** What an abstract action would do instead, at its nearest. */
interface Candidate {
  readonly action: string
  readonly args: Arguments
  readonly isGuardFalse: boolean
  readonly misfits: readonly string[]
}

function nearestActions(abstract: PlainWorld, before: State, after: State): readonly Reason[] {
  const candidates = abstract.definition.actions.map((action) => nearestInstance(abstract, action, before, after))
  const tried = candidates
    .filter((candidate) => candidate !== null)
    .sort((left, right) => distanceOf(left) - distanceOf(right))
  return tried.slice(0, mostActions).map((candidate): Reason => {
    const { action, args, isGuardFalse } = candidate
    const effect =
      candidate.misfits.length === 0 ? 'it would do just that' : `it leads to ${candidate.misfits.join(', ')}`
    const detail = isGuardFalse ? `its guard is false; otherwise ${effect}` : effect
    return { label: stepText(abstract.definition.actions, { action, args }), holds: false, values: [], detail }
  })
}

/** Where a guard is all that is in the way, the action is nearest of all. */
function distanceOf({ isGuardFalse, misfits }: Candidate): number {
  return 2 * misfits.length + (isGuardFalse ? 1 : 0)
}

function nearestInstance(
  abstract: PlainWorld,
  action: ActionDefinition,
  before: State,
  after: State,
): Candidate | null {
  let best: Candidate | null = null
  const view = abstract.view(before)
  for (const args of abstract.instances(action, view).slice(0, mostInstances)) {
    const isGuardFalse = action.guard !== null && !action.guard(view, args)
    const result = effectOrNull(abstract, action, before, args, isGuardFalse)
    if (result === null) continue
    const candidate = { action: action.name, args, isGuardFalse, misfits: misfits(abstract, after, result) }
    if (best === null || distanceOf(candidate) < distanceOf(best)) best = candidate
  }
  return best
}

/** An effect is not meant to be run where its guard is false: what it throws there is no mistake. */
function effectOrNull(
  abstract: PlainWorld,
  action: ActionDefinition,
  before: State,
  args: Arguments,
  isGuardFalse: boolean,
): State | null {
  try {
    return abstract.effectOf(action, before, args)
  } catch (error) {
    if (isGuardFalse) return null
    throw error
  }
}

/** `tm: committed instead of aborted`, for every variable in which a state differs from the one that is wanted. */
function misfits(abstract: PlainWorld, wanted: State, found: State): readonly string[] {
  const values = slotsOf(abstract.definition, found)
  return slotsOf(abstract.definition, wanted).flatMap(({ path, value }, at) => {
    const instead = values[at]?.value
    return instead === value ? [] : [`${path}: ${printValue(instead)} instead of ${printValue(value)}`]
  })
}
