/**
 * Whether a story needs each of its steps, found out by leaving them out one at a time: can the rest still be taken,
 * with the same arguments, and does it still break the promise?
 */

import type { PropertyDefinition, State } from '../../spec/language/index.ts'
import { isGoal, propertyTraits } from '../../spec/language/property-kinds.ts'
import { oneLine } from '../plain-text.ts'
import { type FairnessAccount, fairnessOf } from './fairness.ts'
import { isSettled } from './judge.ts'
import { allCalls, type Path } from './path.ts'
import { type Call, type PlainSpec, TooMuchWork } from './plain-spec.ts'

export interface Importance {
  /** Null where it could not be found out. */
  readonly matters: boolean | null
  /** Why, in words. */
  readonly because: string
  /** Number of the first step that cannot be taken without it; null where all can. */
  readonly blocks: number | null
}

/**
 * By step (step n at n - 1, the closing step of a loop last). Of a story that does not show what it should, by the plain
 * reading, nothing is said. Cost: one replay of the story for each of its steps.
 */
export function importanceOf(
  spec: PlainSpec,
  property: PropertyDefinition,
  part: string | null,
  path: Path,
): readonly Importance[] {
  const isShown = showsIt(spec, property, part, path)
  return allCalls(path).map((_, left) => {
    if (!isShown) return { matters: null, because: '', blocks: null }
    try {
      return withoutStep(spec, property, part, path, left)
    } catch (error) {
      const why =
        error instanceof TooMuchWork ? 'the story is too long to try' : `trying it threw ${oneLine(String(error))}`
      return { matters: null, because: `whether the story needs it is not known: ${why}`, blocks: null }
    }
  })
}

function showsIt(spec: PlainSpec, property: PropertyDefinition, part: string | null, path: Path): boolean {
  try {
    return isSettled(spec, property, part, path) === true && unfairIn(spec, path) === undefined
  } catch {
    return false
  }
}

function unfairIn(spec: PlainSpec, path: Path): FairnessAccount | undefined {
  return path.loop === null ? undefined : fairnessOf(spec, path).accounts.find(({ isFair }) => !isFair)
}

function withoutStep(
  spec: PlainSpec,
  property: PropertyDefinition,
  part: string | null,
  path: Path,
  left: number,
): Importance {
  const replayed = replay(spec, path, left)
  if ('blocks' in replayed) {
    const { blocks } = replayed
    return needed(`without it step ${blocks} (${allCalls(path)[blocks - 1]?.action}) cannot be taken`, blocks)
  }
  if ('end' in replayed) return needed('without it the loop does not come back to where it begins')
  const settled = isSettled(spec, property, part, replayed)
  if (settled === null) {
    const because = 'without it the same steps are possible; whether the promise holds is not known'
    return { matters: null, because, blocks: null }
  }
  if (!settled && isItself(property, path, left)) {
    return needed(`it is the step that ${isGoal(property.kind) ? 'gets there' : 'breaks the promise'}`)
  }
  if (!settled) {
    const outcome = isGoal(property.kind) ? 'the goal is not reached' : 'the promise holds'
    return needed(`without it the same steps are possible and ${outcome}`)
  }
  const unfair = unfairIn(spec, replayed)
  if (unfair !== undefined) return needed(`without it the loop is not fair: ${unfair.label}, ${unfair.detail}`)
  return { matters: false, because: 'the story works without it', blocks: null }
}

function needed(because: string, blocks: number | null = null): Importance {
  return { matters: true, because, blocks }
}

/** Whether the property is about steps, and this is the one in question. */
function isItself({ kind }: PropertyDefinition, path: Path, left: number): boolean {
  const isLast = left === path.calls.length - 1
  return isLast && propertyTraits[kind].decidedBy === 'step'
}

/** The path without one of its calls; else the number of the step it needs, or where a loop ends that does not close. */
function replay(
  spec: PlainSpec,
  path: Path,
  left: number,
): Path | { readonly blocks: number } | { readonly end: State } {
  const calls = allCalls(path)
  const states: State[] = [path.states[0] ?? {}]
  const taken: Call[] = []
  const loop = path.loop !== null && left < path.loop ? path.loop - 1 : path.loop
  for (const [at, call] of calls.entries()) {
    if (at === left) continue
    const after = spec.after(states.at(-1) ?? {}, call)
    if (after === null) return { blocks: at + 1 }
    states.push(after)
    taken.push(call)
  }
  // Where nothing happened round the loop, or nothing is left of it, the last state is for ever.
  if (loop === null || loop === states.length - 1) return { states, calls: taken, loop, back: null }
  const end = states.at(-1) ?? {}
  if (!spec.isSame(end, states[loop] ?? {})) return { end }
  return { states: states.slice(0, -1), calls: taken.slice(0, -1), loop, back: taken.at(-1) ?? null }
}
