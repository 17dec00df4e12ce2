import type { AnyLiveSuite } from '../suites/live-suite.ts'
import type { SourceHashes } from './project.ts'
import type { Results } from './results.ts'
import { brokenPromisesOf, predictedFor, rowsOf } from './row.ts'

/** As often as each promise is to be reproduced on each version that is expected to break it, and each time. */
export const wantedRuns = 5

/** Suites that are to be carried out again, and why, one line each. `hashes` are those of the sources as they are. */
export function oldSuites(
  suites: readonly AnyLiveSuite[],
  hashes: ReadonlyMap<string, SourceHashes>,
  { results }: Results,
): readonly string[] {
  return suites.flatMap((live) => {
    const { name } = live.suite
    const its = results.filter(({ suite }) => suite === name)
    if (its.length === 0) return [`${name}: it was never carried out`]
    const current = its.filter(({ sources }) => sources === hashes.get(name)?.all)
    if (current.length === 0) return [`${name}: the sources have changed since`]
    const wanted = rowsOf([live]).flatMap((row) =>
      predictedFor(row).versions.flatMap((version) =>
        brokenPromisesOf(row).map((promise) => ({ row: row.scenario.name, version, promise })),
      ),
    )
    const missing = wanted.filter(
      ({ row, version, promise }) =>
        !current.some(
          (each) =>
            each.kind === 'counterexample' &&
            each.row === row &&
            each.rocketmq === version &&
            each.promise === promise &&
            each.runs >= wantedRuns &&
            each.follows === each.runs,
        ),
    )
    if (missing.length === 0) return []
    const times = `${wantedRuns} times of ${wantedRuns}`
    return [`${name}: ${missing.length} of ${wanted.length} promises and versions were not reproduced ${times} yet`]
  })
}
