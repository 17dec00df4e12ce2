/**
 * Whether a loop is fair, assumption by assumption, and why. As in TLA+, only steps that change the state count as
 * enabled or taken, and a step counts as taken for every assumption that has an instance which leads to the same state.
 */
import { type Arguments, type FairnessDefinition, type FairnessStrength, sameValue } from '../language/index.ts'
import { loopIndices, loopSteps, type Path } from './path.ts'
import { canonicalText } from './plain-values.ts'
import type { Successor, World } from './world.ts'

/** Why a loop meets an assumption, or does not. States are indices in the path, steps numbers in it. */
export type FairnessReason =
  /** `isItself` is false where another step leads where a step of the assumption would. */
  | { readonly kind: 'taken'; readonly step: number; readonly isItself: boolean }
  | { readonly kind: 'not enabled'; readonly state: number }
  | { readonly kind: 'never enabled' }
  /** Enabled there, but not the part of the action that the assumption is about. */
  | { readonly kind: 'condition false'; readonly state: number }
  | { readonly kind: 'condition never true' }
  /** Never taken, though enabled in every state of the loop. */
  | { readonly kind: 'always enabled' }
  /** Never taken, though enabled again and again, in this state. */
  | { readonly kind: 'enabled again'; readonly state: number }

/** One assumption, for one combination of the values that it distinguishes. */
export interface FairnessAccount {
  readonly assumption: FairnessDefinition
  /** The values that are distinguished; null where nothing of the assumption is enabled in the loop, for any of them. */
  readonly values: Arguments | null
  readonly isFair: boolean
  readonly reason: FairnessReason
}

/** By index of a state of the loop: the steps that can be taken there and change something. */
export type Enabled<S> = ReadonlyMap<number, readonly Successor<S>[]>

/** Cost: every action is tried in every state of the loop. May throw what the specification throws. */
export function enabledInLoop<S>(world: World<S>, path: Path<S>): Enabled<S> {
  return new Map(
    loopIndices(path).map((index) => {
      const state = path.states[index] as S
      return [index, [...world.successors(state)].filter(({ after }) => !world.isSame(state, after))] as const
    }),
  )
}

/** Cost: domains are tried in every state of the path. May throw what the specification throws. */
export function fairnessOf<S>(world: World<S>, path: Path<S>, enabled: Enabled<S>): readonly FairnessAccount[] {
  return world.definition.fairness.flatMap((assumption) => accountsOf(world, path, enabled, assumption))
}

function accountsOf<S>(
  world: World<S>,
  path: Path<S>,
  enabled: Enabled<S>,
  assumption: FairnessDefinition,
): readonly FairnessAccount[] {
  const { actions, condition, parameters, strength } = assumption
  const ofActions = (successor: Successor<S>): boolean => actions.includes(successor.action)
  if (![...enabled.values()].flat().some(ofActions)) {
    return [{ assumption, values: null, isFair: true, reason: { kind: 'never enabled' } }]
  }
  const keyOf = (args: Arguments): string => canonicalText(parameters.map((parameter) => args[parameter]))
  const groups = new Map<string, Arguments>()
  for (const args of argumentsOnTheWay(world, path, actions))
    if (!groups.has(keyOf(args))) groups.set(keyOf(args), args)
  return [...groups].map(([key, example]) => {
    const isInstance = (successor: Successor<S>): boolean => ofActions(successor) && keyOf(successor.args) === key
    const isInPart = (index: number, { args }: Successor<S>): boolean =>
      condition === null || condition(world.view(path.states[index] as S), args)
    const values = Object.fromEntries(parameters.map((parameter) => [parameter, example[parameter]]))
    const reason = reasonIn(world, path, strength, {
      enabled: (index) => (enabled.get(index) ?? []).filter(isInstance),
      isInPart,
    })
    return { assumption, values, isFair: isKept(reason), reason }
  })
}

function isKept({ kind }: FairnessReason): boolean {
  return kind !== 'always enabled' && kind !== 'enabled again'
}

/** Arguments that the actions have in any state of the path, enabled or not: fairness is assumed of these too. */
function argumentsOnTheWay<S>(world: World<S>, path: Path<S>, actions: readonly string[]): readonly Arguments[] {
  const definitions = world.definition.actions.filter(({ name }) => actions.includes(name))
  return path.states.flatMap((state) => definitions.flatMap((action) => world.argumentsOf(action, state)))
}

/** Steps that an assumption may be about, by index of a state of the loop, and whether its condition is true of them. */
interface Instances<S> {
  enabled(index: number): readonly Successor<S>[]
  isInPart(index: number, step: Successor<S>): boolean
}

function reasonIn<S>(
  world: World<S>,
  path: Path<S>,
  strength: FairnessStrength,
  { enabled, isInPart }: Instances<S>,
): FairnessReason {
  const inPart = new Map(
    loopIndices(path).map((index) => [index, enabled(index).filter((step) => isInPart(index, step))] as const),
  )
  const instancesAt = (index: number): readonly Successor<S>[] => inPart.get(index) ?? []
  const isEnabledAt = (index: number): boolean => enabled(index).length > 0
  const taken = loopSteps(path).flatMap(({ from, to, number, call }) => {
    const same = instancesAt(from).filter(({ after }) => world.isSame(after, path.states[to] as S))
    if (same.length === 0) return []
    const isItself = same.some(({ action, args }) => action === call.action && sameValue(args, call.args))
    return [{ step: number, isItself }]
  })
  const first = taken.find(({ isItself }) => isItself) ?? taken[0]
  if (first !== undefined) return { kind: 'taken', ...first }
  const idle = loopIndices(path).find((index) => instancesAt(index).length === 0)
  if (strength === 'weak' && idle !== undefined) {
    return { kind: isEnabledAt(idle) ? 'condition false' : 'not enabled', state: idle }
  }
  const busy = loopIndices(path).find((index) => instancesAt(index).length > 0)
  if (busy === undefined) {
    return { kind: loopIndices(path).some(isEnabledAt) ? 'condition never true' : 'never enabled' }
  }
  return strength === 'weak' ? { kind: 'always enabled' } : { kind: 'enabled again', state: busy }
}
