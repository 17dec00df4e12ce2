import type { State, Trace } from '../language/index.ts'
import type { PlainWorld } from './plain-world.ts'
import type { Call } from './world.ts'

/** A trace as it can be run again: states, and the calls between them. */
export interface Path<S> {
  /** The initial state first; there is at least that one. */
  readonly states: readonly S[]
  /** `calls[i]` leads from `states[i]` to `states[i + 1]`. */
  readonly calls: readonly Call[]
  /** Index of the state to which the last one returns, as in a trace; null where the path simply ends. */
  readonly loop: number | null
  /** What leads from the last state back to the one at `loop`; null where there is none. */
  readonly back: Call | null
}

/** A path over plain values. */
export type PlainPath = Path<State>

/** A step round the loop: from one state to the next, both as indices, and its number in the path. */
export interface LoopStep {
  readonly from: number
  readonly to: number
  readonly number: number
  readonly call: Call
}

export function pathOf(world: PlainWorld, trace: Trace): PlainPath {
  return {
    states: trace.steps.map(({ state }) => world.adopt(state)),
    calls: trace.steps.slice(1).map(({ action, params }) => world.call(action ?? '', params)),
    loop: trace.loop,
    back: trace.back === null ? null : world.call(trace.back.action, trace.back.params),
  }
}

/** Indices of the states that the path is in for ever; the last one where it simply ends. */
export function loopIndices<S>({ states, loop }: Path<S>): readonly number[] {
  const last = states.length - 1
  const first = loop ?? last
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
}

/** The steps round the loop, the closing one last; none where nothing happens any more. */
export function loopSteps<S>({ states, calls, loop, back }: Path<S>): readonly LoopStep[] {
  if (loop === null) return []
  const last = states.length - 1
  const steps = calls
    .slice(loop)
    .map((call, at) => ({ from: loop + at, to: loop + at + 1, number: loop + at + 1, call }))
  return back === null ? steps : [...steps, { from: last, to: loop, number: last + 1, call: back }]
}

/** All calls in order, the closing one of a loop last: step n of the path is `allCalls(path)[n - 1]`. */
export function allCalls<S>({ calls, back }: Path<S>): readonly Call[] {
  return back === null ? calls : [...calls, back]
}
