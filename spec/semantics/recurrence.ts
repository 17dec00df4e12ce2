/**
 * What a loop does again and again: of its states, and of the steps that it takes. As for fairness, only steps that
 * change the state count, and a step counts where any that leads to the same state does.
 */
import { type Assumption, type StepCondition, sameValue } from '../language/index.ts'
import { loopIndices, loopSteps, type Path } from './path.ts'
import type { Successor, World } from './world.ts'

/** A step round the loop, by its number; `isItself` is false where another step leads where it does. */
export interface Taken {
  readonly step: number
  readonly isItself: boolean
}

/** Where a loop meets an assumption: in a state, by its index, or by a step. */
export type Met = { readonly kind: 'state'; readonly state: number } | ({ readonly kind: 'step' } & Taken)

/** Null where the loop does not. `property` names the promise in errors. May throw what the specification throws. */
export function metInLoop<S>(world: World<S>, path: Path<S>, assumption: Assumption, property: string): Met | null {
  if (assumption.of === 'steps') {
    const taken = takenInLoop(world, path, assumption.holds, property)
    return taken === null ? null : { kind: 'step', ...taken }
  }
  const { holds } = assumption
  const state = loopIndices(path).find((index) =>
    world.truth(holds(world.view(path.states[index] as S)), `property "${property}"`),
  )
  return state === undefined ? null : { kind: 'state', state }
}

/** The first step of the loop that satisfies the condition, itself where one does; null where none counts. */
export function takenInLoop<S>(world: World<S>, path: Path<S>, holds: StepCondition, property: string): Taken | null {
  const taken = loopSteps(path).flatMap(({ from, to, number, call }): Taken[] => {
    const counting = counted(world, path.states[from] as S, path.states[to] as S, holds, property)
    if (counting.length === 0) return []
    const isItself = counting.some(({ action, args }) => action === call.action && sameValue(args, call.args))
    return [{ step: number, isItself }]
  })
  return taken.find(({ isItself }) => isItself) ?? taken[0] ?? null
}

/** Number of the last step of the path that satisfies the condition, the closing one left out; null where none does. */
export function lastTaken<S>(
  world: World<S>,
  { states, calls }: Path<S>,
  holds: StepCondition,
  property: string,
): number | null {
  const last = calls.findLastIndex(
    (_, at) => counted(world, states[at] as S, states[at + 1] as S, holds, property).length > 0,
  )
  return last === -1 ? null : last + 1
}

/** The steps from one state to the other that satisfy the condition; none where both are the same. */
function counted<S>(
  world: World<S>,
  before: S,
  after: S,
  holds: StepCondition,
  property: string,
): readonly Successor<S>[] {
  if (world.isSame(before, after)) return []
  const isOne = ({ action, args }: Successor<S>): boolean =>
    world.truth(holds(world.view(before), { action, args }, world.view(after)), `property "${property}"`)
  return [...world.successors(before)].filter((step) => world.isSame(step.after, after) && isOne(step))
}
