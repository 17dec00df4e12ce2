/** `retrace`: steps taken one after the other, as far as a specification allows them. */
import { initialState, type StartingFrom } from '../../counterexamples/play/initial-state.ts'
import { traceOf } from '../../counterexamples/play/trace-of.ts'
import { type Refusal, refusalOf } from '../../counterexamples/why/refusal.ts'
import type { Step } from '../../spec/language/definition.ts'
import type { State, Trace } from '../../spec/language/index.ts'
import { seenByWhole } from '../../spec/language/seen-through.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { agrees } from '../observed/agrees.ts'
import { definitionFrom, type SpecSource } from '../port/spec-source.ts'

export interface Retraced {
  /** The steps that could be taken, with the states between them. */
  readonly trace: Trace
  /** Why the next step cannot be taken; null where all of them were. */
  readonly refusal: Refusal | null
}

/**
 * Takes steps as far as they go, such as those of another specification's trace. Constraints play no part. Begins in the first
 * initial state, or the first with these values. Throws `PlayError` where there is no such initial state.
 */
export function retrace<P extends string>(
  source: SpecSource<P>,
  steps: readonly Step[],
  startingFrom?: number | State,
): Retraced {
  const definition = definitionFrom(source)
  const world = new PlainWorld(definition)
  const wanted = seenByWhole(definition)?.changes(startingFrom, 'startingFrom', definition.declaredAt) ?? startingFrom
  const walk = new Walk(world, initialState(world, wanted as StartingFrom | undefined))
  for (const step of steps) {
    const refusal = takeStep(world, walk, step)
    if (refusal !== null) return { trace: traceOf(world.definition, walk.path), refusal }
  }
  return { trace: traceOf(world.definition, walk.path), refusal: null }
}

/**
 * Takes a step, or says why it cannot be taken. Arguments may come from a file, where sets and bags are lists in any order;
 * given values may be left out.
 */
export function takeStep(world: PlainWorld, walk: Walk<State>, step: Step): Refusal | null {
  const refusal = refusalOf(world, walk.state, step)
  const action = world.definition.actions.find(({ name }) => name === step.action)
  if (action === undefined) return refusal
  if (refusal === null) {
    walk.take({ action: action.name, args: world.withGiven(action, walk.state, step.args) ?? step.args })
    return null
  }
  if (refusal.kind !== 'domain') return refusal
  const names = Object.keys(step.args)
  const meant = world
    .argumentsOf(action, walk.state)
    .find((args) => names.every((name) => agrees(args[name], step.args[name])))
  if (meant === undefined) return refusal
  const call = { action: action.name, args: meant }
  return walk.take(call) ? null : refusalOf(world, walk.state, call)
}
