/**
 * Whether a story needs each of its steps, found out by leaving them out one at a time: can the rest still be taken,
 * with the same arguments, and does it still break the promise?
 */

import type { PropertyDefinition, State } from '../../spec/language/index.ts'
import { isGoal, propertyTraits } from '../../spec/language/property-kinds.ts'
import { isSettled } from '../../spec/semantics/is-settled.ts'
import { allCalls, type PlainPath } from '../../spec/semantics/path.ts'
import { type PlainWorld, TooMuchWork } from '../../spec/semantics/plain-world.ts'
import { Walk } from '../../spec/semantics/walk.ts'
import { oneLine } from '../print/plain-text.ts'
import { type FairnessAccount, loopFairness } from './fairness.ts'
import { storyBudget } from './story-budget.ts'

export interface Importance {
  /** Null where it could not be found out. */
  readonly matters: boolean | null
  /** Why, in words. */
  readonly because: string
  /** Number of the first step that cannot be taken without it; null where all can. */
  readonly blocks: number | null
}

/**
 * What each step is needed for (step n at n - 1, the closing step of a loop last). Empty for a story that, by the plain
 * reading, does not show what it should. Cost: one replay of the rest of the story for each of its steps.
 */
export function importanceOf(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
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

function showsIt(spec: PlainWorld, property: PropertyDefinition, part: string | null, path: PlainPath): boolean {
  try {
    return isSettled(spec, property, part, path, storyBudget) === true && unfairIn(spec, path) === undefined
  } catch {
    return false
  }
}

function unfairIn(spec: PlainWorld, path: PlainPath): FairnessAccount | undefined {
  return path.loop === null ? undefined : loopFairness(spec, path).accounts.find(({ isFair }) => !isFair)
}

function withoutStep(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
  left: number,
): Importance {
  const replayed = replay(spec, path, left)
  if ('blocks' in replayed) {
    const { blocks } = replayed
    return needed(`without it step ${blocks} (${allCalls(path)[blocks - 1]?.action}) cannot be taken`, blocks)
  }
  if ('end' in replayed) return needed('without it the loop does not come back to where it begins')
  const settled = isSettled(spec, property, part, replayed, storyBudget)
  if (settled === null) {
    const because = 'without it the same steps are possible; whether the promise holds is not known'
    return { matters: null, because, blocks: null }
  }
  if (!settled && isItself(property, path, left)) {
    return needed(`it is the step that ${isGoal(property.kind) ? 'gets there' : 'breaks the promise'}`)
  }
  if (!settled) {
    const consequence = isGoal(property.kind) ? 'the goal is not reached' : 'the promise holds'
    return needed(`without it the same steps are possible and ${consequence}`)
  }
  const unfair = unfairIn(spec, replayed)
  if (unfair !== undefined) return needed(`without it the loop is not fair: ${unfair.label}, ${unfair.detail}`)
  return { matters: false, because: 'the story works without it', blocks: null }
}

function needed(because: string, blocks: number | null = null): Importance {
  return { matters: true, because, blocks }
}

/** Whether it is a step that breaks the property, and this is the one in question. */
function isItself({ kind }: PropertyDefinition, path: PlainPath, left: number): boolean {
  const isLast = path.loop === null && left === path.calls.length - 1
  return isLast && propertyTraits[kind].decidedBy === 'step'
}

/** The path without one of its calls; else the number of the step it needs, or where a loop ends that does not close. */
function replay(
  spec: PlainWorld,
  path: PlainPath,
  left: number,
): PlainPath | { readonly blocks: number } | { readonly end: State } {
  const taken = allCalls(path).toSpliced(left, 1)
  // Up to the step that is left out everything is as it was.
  const rest = new Walk(spec, path.states[left] ?? {})
  const stoppedAt = rest.takeAll(taken.slice(left))
  if (stoppedAt !== null) return { blocks: left + stoppedAt + 2 }
  const states = [...path.states.slice(0, left), ...rest.path.states]
  const loop = path.loop !== null && left < path.loop ? path.loop - 1 : path.loop
  // Where nothing happened round the loop, or nothing is left of it, the last state is for ever.
  if (loop === null || loop === states.length - 1) return { states, calls: taken, loop, back: null }
  const end = states.at(-1) ?? {}
  if (!spec.isSame(end, states[loop] ?? {})) return { end }
  return { states: states.slice(0, -1), calls: taken.slice(0, -1), loop, back: taken.at(-1) ?? null }
}
