/** Branches of a specification that come to be decided while its scenarios are explored, and always go the same way. */
import type { Finding } from '../../checker/contract/result.ts'
import { findingOf } from '../../checker/trust/findings.ts'
import type { CountedFile } from '../port/counted-source.ts'
import type { FinishedScenario } from './finished-scenario.ts'

/**
 * One finding for each side that never ran, under the words for it; those of the same words are one. Null where that is
 * not known: the source is not counted, or some of these scenarios were not explored to their end.
 */
export function idleBranches(finished: readonly FinishedScenario[]): readonly Finding[] | null {
  const files = finished[0]?.planned.files
  if (files === undefined || !finished.every(wasWhollyCounted)) return null
  const explored = new Set<number>()
  const ever = new Set<number>()
  for (const { run } of finished) {
    for (const number of run.ran?.exploring ?? []) explored.add(number)
    for (const number of run.ran?.loading ?? []) ever.add(number)
  }
  for (const number of explored) ever.add(number)
  const places = new Map<string, string[]>()
  for (const { words, at } of files.flatMap((file) => idleSides(file, explored, ever))) {
    places.set(words, [...(places.get(words) ?? []), at])
  }
  return [...places].map(([words, at]) => findingOf('branch-never-ran', words, null, at.join(', ')))
}

/** Whether all that the scenario can run has run. */
export function wasWhollyCounted({ judgement, run }: FinishedScenario): boolean {
  return judgement.isComplete && run.failure === null && run.ran?.isWhole === true
}

function idleSides(
  { path, branches }: CountedFile,
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
