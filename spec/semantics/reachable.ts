import { constraintAround, type World } from './world.ts'

export interface Reachable<S> {
  readonly states: readonly S[]
  /** Whether these are all: neither did the search become too large, nor does a way lead outside a constraint. */
  readonly isAll: boolean
}

/** States that can be reached from this one inside the constraints, itself first; `most` of them. */
export function reachableFrom<S>(world: World<S>, from: S, most: number): Reachable<S> {
  const known = new Map([[world.keyOf(from), from]])
  const waiting = [from]
  let isAll = true
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const { after } of world.successors(state)) {
      const text = world.keyOf(after)
      if (known.has(text)) continue
      if (known.size >= most) return { states: [...known.values()], isAll: false }
      if (constraintAround(world, after) !== null) {
        isAll = false
        continue
      }
      known.set(text, after)
      waiting.push(after)
    }
  }
  return { states: [...known.values()], isAll }
}
