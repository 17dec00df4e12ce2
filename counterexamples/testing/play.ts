import { type SpecDefinition, sameValue, type Trace } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { traceOf } from '../play/trace-of.ts'

type Call = readonly [action: string, args?: Readonly<Record<string, unknown>>]

/**
 * A trace that goes on for ever: the first steps, then those of the loop, which must lead back to where it began. No
 * loop at all means that nothing happens any more.
 */
export function playLasso(definition: SpecDefinition, stem: readonly Call[], loop: readonly Call[] = []): Trace {
  const { steps } = play(definition, [...stem, ...loop])
  if (loop.length === 0) return { length: steps.length, loop: stem.length, back: null, steps }
  const [closing, begin] = [steps.at(-1), steps[stem.length]]
  if (closing === undefined || closing.action === null || !sameValue(closing.state, begin?.state)) {
    throw new Error('the loop does not come back to where it begins')
  }
  const back = { action: closing.action, params: closing.params }
  return { length: steps.length - 1, loop: stem.length, back, steps: steps.slice(0, -1) }
}

/** The trace of the given steps from the first initial state; fails where a step is not enabled. */
export function play(definition: SpecDefinition, calls: readonly Call[]): Trace {
  const world = new PlainWorld(definition)
  const [initial = {}] = world.initialStates()
  const walk = new Walk(world, initial)
  const stoppedAt = walk.takeAll(calls.map(([action, args = {}]) => world.call(action, args)))
  if (stoppedAt !== null) throw new Error(`step ${stoppedAt + 1}, ${calls[stoppedAt]?.[0]}, is not enabled`)
  return traceOf(definition, walk.path)
}
