import type { State, Trace } from '../../spec/language/index.ts'
import type { Call, PlainSpec } from './plain-spec.ts'

/** A trace as it can be run again: states, and the calls between them. */
export interface Path {
  readonly states: readonly State[]
  /** `calls[i]` leads from `states[i]` to `states[i + 1]`. */
  readonly calls: readonly Call[]
  /** Index of the state to which the last one returns, as in a trace; null where the path simply ends. */
  readonly loop: number | null
  /** What leads from the last state back to the one at `loop`; null where there is none. */
  readonly back: Call | null
}

/** A step round the loop: from one state to the next, both as indices, and its number in the story. */
export interface LoopStep {
  readonly from: number
  readonly to: number
  readonly number: number
  readonly call: Call
}

export function pathOf(spec: PlainSpec, trace: Trace): Path {
  return {
    states: trace.steps.map(({ state }) => spec.adopt(state)),
    calls: trace.steps.slice(1).map(({ action, params }) => spec.call(action ?? '', params)),
    loop: trace.loop,
    back: trace.back === null ? null : spec.call(trace.back.action, trace.back.params),
  }
}

/** Indices of the states that the path is in for ever; the last one where it simply ends. */
export function loopIndices({ states, loop }: Path): readonly number[] {
  const last = states.length - 1
  const first = loop ?? last
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** The steps round the loop, the closing one last; none where nothing happens any more. */
export function loopSteps({ states, calls, loop, back }: Path): readonly LoopStep[] {
  if (loop === null) return []
  const last = states.length - 1
  const steps = calls
    .slice(loop)
    .map((call, at) => ({ from: loop + at, to: loop + at + 1, number: loop + at + 1, call }))
  return back === null ? steps : [...steps, { from: last, to: loop, number: last + 1, call: back }]
}

/** All calls in order, the closing one of a loop last: step n of the story is `allCalls(path)[n - 1]`. */
export function allCalls({ calls, back }: Path): readonly Call[] {
  return back === null ? calls : [...calls, back]
}

/** `after step 5`, `in the initial state`. */
export function whenText(index: number): string {
  return index === 0 ? 'in the initial state' : `after step ${index}`
}
