/** Why a step cannot be taken where one stands. */
import type { ActionDefinition, Arguments, ParameterDefinition, State } from '../../spec/language/index.ts'
import { suggest } from '../../spec/language/suggest.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { recordedView } from '../../spec/semantics/recorded-view.ts'
import type { Call } from '../../spec/semantics/world.ts'
import { oneLine } from '../print/plain-text.ts'
import { printValue } from '../print/print-value.ts'
import { callText } from '../print/sentence.ts'
import type { NamedValue } from '../story/story.ts'
import { attempt, evaluate, valuesRead } from './evaluate.ts'

export interface Refusal {
  /**
   * What is in the way: there is no such `action`; its `arguments` are not those that it has; the `domain` of a parameter
   * lacks the value; the `guard` is false; or the `effect` says that the action is disabled.
   */
  readonly kind: 'action' | 'arguments' | 'domain' | 'guard' | 'effect'
  /** The parameter that it is about, or null. */
  readonly parameter: string | null
  /** One sentence: `unlock(client: bob) cannot be taken: its guard is false; it read holder = alice`. */
  readonly text: string
  /** Variables and derived values that were read to decide it, each as it is printed. */
  readonly reads: readonly NamedValue[]
}

/** Values of a domain, and values read, that the sentence names at most. */
const mostNamed = 8

/**
 * Null where the step can be taken. A guard or an effect that throws counts as in the way, and the sentence has what it
 * threw; a domain that throws, throws. Cost: two runs of the action, and one of its domains.
 */
export function refusalOf(world: PlainWorld, state: State, { action: name, args }: Call): Refusal | null {
  const { actions } = world.definition
  const action = actions.find((each) => each.name === name)
  const subject = oneLine(callText(name, args))
  const refused = (
    kind: Refusal['kind'],
    why: string,
    reads: readonly NamedValue[] = [],
    parameter: string | null = null,
  ): Refusal => ({ kind, parameter, text: `${subject} cannot be taken: ${why}${readText(reads)}`, reads })
  if (action === undefined) {
    const names = actions.map((each) => each.name)
    return refused('action', `there is no action "${oneLine(name)}"${suggest(name, names)}`)
  }
  const unfit = unfitArguments(action, args)
  if (unfit !== null) return refused('arguments', unfit.why, [], unfit.parameter)
  let given: Arguments = Object.freeze({})
  for (const parameter of action.parameters) {
    const recorded = recordedView(world.definition, state, world.share)
    const { wanted, choices } = world.choice(action, parameter, recorded.view, { args, before: given })
    if (!choices.has(wanted)) {
      return refused('domain', lackText(parameter, wanted, [...choices]), valuesRead(recorded), parameter.name)
    }
    given = Object.freeze({ ...given, [parameter.name]: wanted })
  }
  const { guard } = action
  if (guard !== null) {
    const { holds, detail, values } = evaluate(world, state, (view) => guard(view, given))
    const known = [...takenOut(action, given), ...values]
    if (holds === null) return refused('guard', `its guard ${detail}`, known)
    if (!holds) return refused('guard', 'its guard is false', known)
  }
  const { holds, detail } = attempt(() => world.effectOf(action, state, given) !== null)
  if (holds === true) return null
  const { values } = evaluate(world, state, (view) => action.effect(view, given))
  const why = holds === null ? `its effect ${detail}` : 'its effect says that it is disabled'
  return refused('effect', why, [...takenOut(action, given), ...values])
}

/** Values that were taken out of the state for the step: what looks at them reads no variable. */
function takenOut({ parameters }: ActionDefinition, given: Arguments): readonly NamedValue[] {
  return parameters
    .filter(({ isGiven }) => isGiven === true)
    .map(({ name }) => ({ path: name, value: printValue(given[name]) }))
}

function unfitArguments(
  { parameters }: ActionDefinition,
  args: Arguments,
): { readonly why: string; readonly parameter: string | null } | null {
  const chosen = parameters.filter(({ isGiven }) => isGiven !== true).map(({ name }) => name)
  const takes = chosen.length === 0 ? 'it takes none' : `it takes ${chosen.join(', ')}`
  const missing = chosen.find((name) => !Object.hasOwn(args, name))
  if (missing !== undefined) return { why: `the argument "${missing}" is missing; ${takes}`, parameter: missing }
  const unknown = Object.keys(args).find((name) => !parameters.some((each) => each.name === name))
  return unknown === undefined ? null : { why: `it has no parameter "${oneLine(unknown)}"; ${takes}`, parameter: null }
}

function lackText(
  { name: parameter, isGiven }: ParameterDefinition,
  wanted: unknown,
  domain: readonly unknown[],
): string {
  if (domain.length === 0) return isGiven === true ? `there is no ${parameter}` : `there is no ${parameter} to choose`
  const named = domain.slice(0, mostNamed).map(printValue)
  const more = domain.length > mostNamed ? ` and ${domain.length - mostNamed} more` : ''
  return oneLine(
    `${printValue(wanted)} is no ${parameter} that can be chosen here; these can: ${named.join(', ')}${more}`,
  )
}

function readText(reads: readonly NamedValue[]): string {
  if (reads.length === 0) return ''
  const named = reads.slice(0, mostNamed).map(({ path, value }) => oneLine(`${path} = ${value}`))
  const more = reads.length > mostNamed ? ` and ${reads.length - mostNamed} more` : ''
  return `; it read ${named.join(', ')}${more}`
}
