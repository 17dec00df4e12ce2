import { type SpecDefinition, sameValue, type Trace, type TraceStep } from '../../spec/language/index.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import { slotsOf } from '../story/slots.ts'

/** A path as a trace: what can be told, drawn and stored. */
export function traceOf(definition: SpecDefinition, { states, calls, loop, back }: PlainPath): Trace {
  const steps = states.map((state, at): TraceStep => {
    const call = calls[at - 1]
    const before = states[at - 1]
    if (call === undefined || before === undefined) return { action: null, params: {}, state, changed: [] }
    const earlier = slotsOf(definition, before)
    const changed = slotsOf(definition, state)
      .filter(({ value }, slot) => !sameValue(value, earlier[slot]?.value))
      .map(({ path }) => path)
    return { action: call.action, params: call.args, state, changed }
  })
  return { length: states.length, loop, back: back && { action: back.action, params: back.args }, steps }
}
