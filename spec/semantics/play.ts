import type { Call, World } from './world.ts'

/** How far calls led. */
export interface Played<S> {
  /** The state that was begun in, and the one after each call that was taken. */
  readonly states: readonly S[]
  /** Index of the call that cannot be taken where it stands; null where all were. */
  readonly stoppedAt: number | null
}

/** Takes calls one after the other, as far as they can be taken. Constraints play no part. Cost: one run for each. */
export function play<S>(world: World<S>, from: S, calls: readonly Call[]): Played<S> {
  const states = [from]
  let state = from
  for (const [at, call] of calls.entries()) {
    const after = world.after(state, call)
    if (after === null) return { states, stoppedAt: at }
    states.push(after)
    state = after
  }
  return { states, stoppedAt: null }
}
