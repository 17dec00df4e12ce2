/**
 * Why a loop is fair, assumption by assumption. As in TLA+, only steps that change the state count as enabled or taken,
 * and a step counts as taken for every assumption of which some instance leads where it leads.
 */
import type { Arguments, FairnessDefinition, FairnessStrength } from '../../spec/language/index.ts'
import { callText } from '../sentence.ts'
import { loopIndices, loopSteps, type Path, whenText } from './path.ts'
import type { PlainSpec, Successor } from './plain-spec.ts'

/** One assumption, for one combination of the values that it distinguishes, and what the loop has to say to it. */
export interface FairnessAccount {
  /** `weak fairness of deliver(message: m1)` */
  readonly label: string
  readonly isFair: boolean
  /** `taken in step 6`, `not enabled after step 5` */
  readonly detail: string
}

/** An action that is enabled somewhere in the loop, is never taken there, and is not assumed to be fair. */
export interface Unobliged {
  readonly action: string
  /** Index of the first state of the loop in which it is enabled. */
  readonly at: number
}

export interface FairnessReport {
  readonly accounts: readonly FairnessAccount[]
  /** Without faults: nobody expects those to be fair. */
  readonly unobliged: readonly Unobliged[]
}

/** Cost: every action is tried in every state of the loop, and domains in the others. May throw what the specification throws. */
export function fairnessOf(spec: PlainSpec, path: Path): FairnessReport {
  const enabled = new Map(
    loopIndices(path).map((index) => {
      const state = path.states[index] ?? {}
      return [index, spec.successors(state).filter(({ after }) => !spec.isSame(state, after))] as const
    }),
  )
  const { fairness } = spec.definition
  return {
    accounts: fairness.flatMap((assumption) => accountsOf(spec, path, enabled, assumption)),
    unobliged: unobligedIn(spec, path, enabled),
  }
}

type Enabled = ReadonlyMap<number, readonly Successor[]>

function accountsOf(
  spec: PlainSpec,
  path: Path,
  enabled: Enabled,
  assumption: FairnessDefinition,
): readonly FairnessAccount[] {
  const { actions, parameters, strength } = assumption
  const ofActions = (successor: Successor): boolean => actions.includes(successor.action)
  const name = `${strength} fairness of ${actions.join(' or ')}`
  if (![...enabled.values()].flat().some(ofActions)) {
    const label = parameters.length === 0 ? name : `${name}, for each ${parameters.join(' and ')}`
    return [{ label, isFair: true, detail: nowhereText(path) }]
  }
  const keyOf = (args: Arguments): string => parameters.map((parameter) => spec.textOf(args[parameter])).join()
  const groups = new Map<string, Arguments>()
  for (const args of argumentsOnTheWay(spec, path, actions)) if (!groups.has(keyOf(args))) groups.set(keyOf(args), args)
  return [...groups].map(([key, example]) => {
    const isInstance = (successor: Successor): boolean => ofActions(successor) && keyOf(successor.args) === key
    const chosen = Object.fromEntries(parameters.map((parameter) => [parameter, example[parameter]]))
    return { label: callText(name, chosen), ...judged(spec, path, enabled, strength, isInstance) }
  })
}

/** Arguments that the actions have in any state of the story, enabled or not: of these, too, fairness is assumed. */
function argumentsOnTheWay(spec: PlainSpec, path: Path, actions: readonly string[]): readonly Arguments[] {
  const definitions = spec.definition.actions.filter(({ name }) => actions.includes(name))
  return path.states.flatMap((state) => definitions.flatMap((action) => spec.argumentsOf(action, spec.view(state))))
}

function judged(
  spec: PlainSpec,
  path: Path,
  enabled: Enabled,
  strength: FairnessStrength,
  isInstance: (successor: Successor) => boolean,
): Omit<FairnessAccount, 'label'> {
  const steps = loopSteps(path)
  const instancesAt = (index: number): readonly Successor[] => (enabled.get(index) ?? []).filter(isInstance)
  const taken = steps.flatMap(({ from, to, number, call }) => {
    const same = instancesAt(from).filter(({ after }) => spec.isSame(after, path.states[to] ?? {}))
    if (same.length === 0) return []
    const isItself = same.some(
      ({ action, args }) => action === call.action && spec.textOf(args) === spec.textOf(call.args),
    )
    return [{ number, isItself }]
  })
  const first = taken.find(({ isItself }) => isItself) ?? taken[0]
  if (first !== undefined) {
    const { number, isItself } = first
    const detail = isItself
      ? `taken in step ${number}`
      : `counts as taken in step ${number}, which leads to the same state`
    return { isFair: true, detail }
  }
  const idle = loopIndices(path).find((index) => instancesAt(index).length === 0)
  if (strength === 'weak' && idle !== undefined) return { isFair: true, detail: `not enabled ${whenText(idle)}` }
  const busy = loopIndices(path).find((index) => instancesAt(index).length > 0)
  if (busy === undefined) return { isFair: true, detail: nowhereText(path) }
  const detail =
    strength === 'weak'
      ? 'always enabled and never taken'
      : `enabled again and again, ${whenText(busy)}, and never taken`
  return { isFair: false, detail }
}

function nowhereText(path: Path): string {
  return loopIndices(path).length === 1
    ? `not enabled ${whenText(path.states.length - 1)}`
    : 'not enabled in any state of the loop'
}

function unobligedIn(spec: PlainSpec, path: Path, enabled: Enabled): readonly Unobliged[] {
  const { actions, fairness } = spec.definition
  const taken = new Set(loopSteps(path).map(({ call }) => call.action))
  const free = actions.filter(
    ({ name, isFault }) => !isFault && !taken.has(name) && !fairness.some((each) => each.actions.includes(name)),
  )
  return free.flatMap(({ name }) => {
    const at = loopIndices(path).find((index) => enabled.get(index)?.some(({ action }) => action === name))
    return at === undefined ? [] : [{ action: name, at }]
  })
}
