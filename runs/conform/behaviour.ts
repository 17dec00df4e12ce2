/** A trace, taken again by the specification that is conformed to. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { State, Trace, TraceStep } from '../../spec/language/index.ts'
import type { Path } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { differencesText } from '../observed/difference-text.ts'
import { Lens } from '../observed/lens.ts'
import { UsageError } from '../port/usage-error.ts'
import { takeStep } from '../walk/retrace.ts'

/** Throws `UsageError` where the trace is no behaviour of this specification, with the first step that is none. */
export function behaviourOf(world: PlainWorld, trace: Trace): Path<State> {
  const steps: unknown = (trace as Partial<Trace> | null | undefined)?.steps
  if (!Array.isArray(steps) || steps.length === 0) {
    throw new UsageError('conform: the trace has no steps; expected one that a check, a walk or play gave')
  }
  const [first, ...later] = steps as readonly TraceStep[]
  const lens = new Lens(world)
  const walk = new Walk(world, startOf(world, lens, first as TraceStep))
  for (const [at, { action, params, state }] of later.entries()) {
    const where = `step ${at + 1}`
    const refusal = takeStep(world, walk, { action: action ?? '', args: params })
    if (refusal !== null) throw foreign(world, `${where}: ${refusal.text}`)
    const differences = lens.differences({ state: walk.state, step: null }, wholeState(world, lens, state, where))
    if (differences.length > 0) throw foreign(world, `${where} leads elsewhere: ${differencesText(differences)}`)
  }
  return walk.path
}

function startOf(world: PlainWorld, lens: Lens, { state: wanted }: TraceStep): State {
  const observed = wholeState(world, lens, wanted, 'the initial state')
  for (const state of world.initialStates()) {
    if (lens.differences({ state, step: null }, observed).length === 0) return state
  }
  throw foreign(world, 'it begins in no initial state')
}

function wholeState(world: PlainWorld, lens: Lens, state: State, where: string): State {
  const whole = lens.flatObservation(state, `conform: the trace, ${where}`)
  const missing = world.definition.variables.find(({ name }) => !Object.hasOwn(whole, name))
  if (missing !== undefined) throw foreign(world, `${where} has no variable "${missing.name}"`)
  return whole
}

function foreign({ definition }: PlainWorld, problem: string): UsageError {
  return new UsageError(oneLine(`conform: the trace is no behaviour of "${definition.name}": ${problem}`))
}
