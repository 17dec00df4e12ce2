/** Branches of a specification that come to be decided while its scenarios are explored, and always go the same way. */
import type { Finding } from '../../checker/contract/result.ts'
import { findingOf } from '../../checker/trust/findings.ts'
import type { CountedFile } from '../port/counted-source.ts'
import type { RanPlaces } from '../port/ran-places.ts'
import type { FinishedScenario } from './finished-scenario.ts'

/** What is needed of a file to tell its branches. */
export type BranchedFile = Pick<CountedFile, 'path' | 'branches'>

/** What ran while a scenario was explored. */
interface CountedRun {
  /** Whether everything was explored that the scenario asks for, and without an error. */
  readonly isComplete: boolean
  readonly isWhole: boolean
  readonly ran: RanPlaces | undefined
}

/**
 * One finding for each side that never ran, under the words for it; those of the same words are one. Null where that is
 * not known: the source is not counted, or some of these scenarios were not explored to their end.
 */
export function idleBranches(
  files: readonly BranchedFile[] | undefined,
  runs: readonly CountedRun[],
): readonly Finding[] | null {
  if (files === undefined || !runs.every(isWhollyCounted)) return null
  const explored = new Set<number>()
  const ever = new Set<number>()
  for (const { ran } of runs) {
    for (const number of ran?.exploring ?? []) explored.add(number)
    for (const number of ran?.loading ?? []) ever.add(number)
  }
  for (const number of explored) ever.add(number)
  const places = new Map<string, string[]>()
  for (const { words, at } of files.flatMap((file) => idleSides(file, explored, ever))) {
    places.set(words, [...(places.get(words) ?? []), at])
  }
  return [...places].map(([words, at]) => findingOf('branch-never-ran', words, null, at.join(', ')))
}

/** Whether all that the scenario can run has run. */
export function wasWhollyCounted(finished: FinishedScenario): boolean {
  return isWhollyCounted(countedRun(finished))
}

/** What is needed of a scenario to tell its branches. */
export function countedRun({ judgement: { isComplete }, run }: FinishedScenario): CountedRun {
  return { isComplete, isWhole: run.failure === null, ran: run.ran }
}

function isWhollyCounted({ isComplete, isWhole, ran }: CountedRun): boolean {
  return isComplete && isWhole && ran?.isWhole === true
}

function idleSides(
  { path, branches }: BranchedFile,
  explored: ReadonlySet<number>,
  ever: ReadonlySet<number>,
): readonly { readonly words: string; readonly at: string }[] {
  return branches.flatMap(({ line, column, sides }) =>
    // Inside of what never ran nothing was decided: that it did not run says it all.
    sides.some(({ number }) => explored.has(number))
      ? sides
          .filter(({ number, mayBeIdle }) => !mayBeIdle && !ever.has(number))
          .map(({ words }) => ({ words, at: `${path}:${line}:${column}` }))
      : [],
  )
}
