/** Steps that a specification refuses, tried on the system all the same: nothing may change. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { stepText } from '../../counterexamples/print/sentence.ts'
import { refusalOf } from '../../counterexamples/why/refusal.ts'
import type { Step } from '../../spec/language/definition.ts'
import type { State, Trace } from '../../spec/language/index.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { type Path, pathOf } from '../../spec/semantics/path.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Observation } from '../observed/lens.ts'
import { definitionFrom, type SpecSource } from '../port/spec-source.ts'
import { UsageError } from '../port/usage-error.ts'
import { requireAction } from '../validate/log.ts'
import type { Adapter } from './adapter.ts'

/** A step that the specification refuses where the system is after so many steps of the trace. */
export interface Attempt extends Step {
  /** 0: in the initial state. */
  readonly after: number
}

/** An attempt after which the system was as before. */
export interface ConformedAttempt {
  readonly attempt: Attempt
  /** What was compared. */
  readonly observed: Observation
}

/**
 * Where a trace has come to, what could be tried: at each state, the steps that the specification refuses there and takes at
 * another state of the trace, and the actions without parameters that it refuses there. Cost: all steps of each state.
 */
export function refusedAlong<P extends string>(source: SpecSource<P>, trace: Trace): readonly Attempt[] {
  const world = new PlainWorld(definitionFrom(source))
  const { states } = pathOf(world, trace)
  const possible = states.map((state) => {
    const steps = [...world.successors(state)].map((step) => chosen(world, step))
    return new Map(steps.map((step) => [keyOf(world, step), step]))
  })
  const plain = world.definition.actions.filter(({ parameters }) => parameters.every(({ isGiven }) => isGiven === true))
  const all = new Map([
    ...plain.map(({ name }): [string, Step] => [keyOf(world, { action: name, args: {} }), { action: name, args: {} }]),
    ...possible.flatMap((steps) => [...steps]),
  ])
  return possible.flatMap((steps, after) =>
    [...all].flatMap(([key, { action, args }]) => (steps.has(key) ? [] : [{ after, action, args }])),
  )
}

/** The step without values that its state gives: in another state they may be others. */
function chosen({ definition }: PlainWorld, { action, args }: Step): Step {
  const { parameters = [] } = definition.actions.find(({ name }) => name === action) ?? {}
  const names = parameters.filter(({ isGiven }) => isGiven !== true).map(({ name }) => name)
  return { action, args: Object.fromEntries(names.map((name) => [name, args[name]])) }
}

function keyOf(world: PlainWorld, { action, args }: Step): string {
  return `${action} ${world.textOf(args)}`
}

/** Throws `UsageError` for what is no attempt: also where the specification takes the step. */
export function requireAttempts(
  world: PlainWorld,
  { states }: Path<State>,
  { attempts: handlers = {} }: Adapter,
  attempts: readonly Attempt[],
): void {
  const { definition } = world
  for (const [name, handler] of Object.entries(handlers)) {
    requireAction(definition, name, 'conform: the attempts of the adapter')
    if (typeof handler !== 'function') {
      throw new UsageError(`conform: the adapter, attempt "${name}": expected a function that tries the step`)
    }
  }
  if (!Array.isArray(attempts))
    throw new UsageError('conform: "attempts" is no list; expected steps, each with "after"')
  for (const attempt of attempts) {
    const { after, action } = attempt
    requireAction(definition, action, 'conform: the attempts')
    const state = states[after]
    if (state === undefined) {
      throw new UsageError(`conform: an attempt comes after step ${String(after)}; the trace has ${states.length - 1}`)
    }
    if (handlers[action] === undefined) {
      const known = suggest(action, Object.keys(handlers))
      throw new UsageError(`conform: the adapter does not say how "${action}" is tried${known}`)
    }
    if (refusalOf(world, state, { action, args: world.share(attempt.args) }) !== null) continue
    const name = oneLine(stepText(definition.actions, attempt))
    throw new UsageError(`conform: ${name} can be taken after step ${after}, so it is no attempt; make it a step`)
  }
}
