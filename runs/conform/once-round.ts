/** A behaviour that goes on for ever, as far as a finite run can carry it out. */
import { traceOf } from '../../counterexamples/play/trace-of.ts'
import type { Trace } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { definitionFrom, type SpecSource } from '../port/spec-source.ts'
import { behaviourOf } from './behaviour.ts'

/**
 * The same behaviour without a loop: where it has one, the step that closes it is taken as well, and leads to the state at
 * `loop` again. Where nothing happens any more, it simply ends. Throws `UsageError` where the trace is no behaviour of the
 * specification.
 */
export function onceRound<P extends string>(source: SpecSource<P>, trace: Trace): Trace {
  const world = new PlainWorld(definitionFrom(source))
  return traceOf(world.definition, { ...behaviourOf(world, withClosingStep(trace)), loop: null, back: null })
}

function withClosingStep(trace: Trace): Trace {
  const { steps, loop, back } = trace
  const returnsTo = loop === null || loop === undefined ? undefined : steps?.[loop]
  if (back === null || back === undefined || returnsTo === undefined) return trace
  return { ...trace, steps: [...steps, { ...back, state: returnsTo.state, changed: [] }] }
}
