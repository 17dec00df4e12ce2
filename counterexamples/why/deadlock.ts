import { type ActionDefinition, type Arguments, disabled, type State } from '../../spec/language/index.ts'
import { choicesFor } from '../../spec/language/parameters.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { recordedView } from '../../spec/semantics/recorded-view.ts'
import { oneLine } from '../print/plain-text.ts'
import { printFields, printValue } from '../print/print-value.ts'
import type { NamedValue, Reason } from '../story/story.ts'

/** Combinations of arguments tried for each action; the report says where there were more. */
const mostCombinations = 2_000
/** More values than this explain nothing. */
const mostValues = 8

/** For every action, why it cannot happen in this state. */
export function deadlockReasons(world: PlainWorld, state: State): Reason[] {
  return world.definition.actions.map((action) => {
    try {
      return whyDisabled(world, action, state)
    } catch (error) {
      const detail = `could not be evaluated: ${oneLine(String(error))}`
      return { label: action.name, holds: null, values: [], detail }
    }
  })
}

function whyDisabled(world: PlainWorld, action: ActionDefinition, state: State): Reason {
  const recorded = recordedView(world.definition, state, world.share)
  const emptyDomains = new Set<string>()
  const refused: Arguments[] = []
  let byEffect = 0
  let tried = 0
  for (const args of combinations(action, recorded.view, emptyDomains)) {
    if (++tried > mostCombinations) {
      return { label: action.name, holds: null, values: [], detail: `more than ${mostCombinations} combinations` }
    }
    if (action.guard !== null && !action.guard(recorded.view, args)) {
      refused.push(args)
    } else if (action.effect(recorded.view, args) === disabled) {
      byEffect++
    } else {
      return { label: action.name, holds: true, values: [], detail: `enabled${forArguments([args])}` }
    }
  }
  const details = [
    ...(refused.length > 0 ? [`the guard is false${forArguments(refused)}`] : []),
    ...(byEffect > 0 ? ['the effect says it is disabled'] : []),
    ...emptyDomains,
  ]
  const read = [...recorded.derivedReads, ...recorded.reads]
  const values =
    read.length > mostValues ? [] : read.map(([path, value]): NamedValue => ({ path, value: printValue(value) }))
  return { label: action.name, holds: false, values, detail: details.join('; ') }
}

function* combinations(
  action: ActionDefinition,
  view: State,
  emptyDomains: Set<string>,
  args: Arguments = {},
  position = 0,
): Generator<Arguments> {
  const parameter = action.parameters[position]
  if (parameter === undefined) {
    yield args
    return
  }
  const choices = choicesFor(parameter, view, args) as readonly unknown[]
  if (choices.length === 0) {
    emptyDomains.add(
      parameter.isGiven === true ? `there is no ${parameter.name}` : `there is no ${parameter.name} to choose`,
    )
  }
  for (const value of choices) {
    yield* combinations(action, view, emptyDomains, { ...args, [parameter.name]: value }, position + 1)
  }
}

function forArguments(tried: readonly Arguments[]): string {
  if (tried.length > 3) return ` for all ${tried.length} choices`
  const choices = tried.map((args) => printFields(args)).filter((text) => text !== '')
  return choices.length === 0 ? '' : ` for ${choices.join(' and ')}`
}
