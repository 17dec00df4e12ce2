/** `--coverage FILE`: which lines and branches of the author's files no exploration ran. */
import type { SelectedSpec } from '../node/select-specs.ts'
import { UsageError } from '../node/usage-error.ts'
import { prepareCoverageFile, requireOtherPlace, writeCoverage } from '../node/write-files.ts'
import { coverageOf, type Share } from '../reporters/lcov/lcov.ts'
import type { CheckReport } from '../runs/scenarios/check-scenarios.ts'
import type { Reports } from './reports.ts'

export interface CoverageSettings {
  /** Where it goes; null = nowhere. */
  readonly coverageFile: string | null
  readonly reports: Reports
  readonly specs: readonly string[]
  readonly isFaultSearch: boolean
}

/** Sees before the run whether it can be written, and takes what an earlier run wrote away. */
export function prepareCoverage({ coverageFile, reports, specs, isFaultSearch }: CoverageSettings): void {
  if (coverageFile === null) return
  if (isFaultSearch) {
    throw new UsageError('--coverage is about checks, so it does not go with --faults; leave out one of them')
  }
  requireOtherPlace(coverageFile, 'the coverage', reports.files)
  prepareCoverageFile(coverageFile, specs)
}

/** What ships was compiled, and its source is not there. */
export function requireFiles({ coverageFile }: CoverageSettings, selected: readonly SelectedSpec[]): void {
  if (coverageFile === null || selected.some(({ kind }) => kind === 'file')) return
  throw new UsageError(
    '--coverage is about specifications in files, and only suites that ship are selected; name a file, as counter.ack.ts',
  )
}

/** Writes the file; gives what to say about it. */
export function writeCoverageOf(report: CheckReport, path: string): readonly string[] {
  const { text, lines, branches, unfinished } = coverageOf(report)
  writeCoverage(path, text)
  const isSilent = unfinished.length > 0
  return [
    `coverage: ${shareText(lines)} lines and ${shareText(branches)} branches ran; ${path}`,
    ...(isSilent
      ? [
          `  it says nothing of what did not run in ${unfinished.join(', ')}: a scenario was not explored to its end (pin its counts, and it is)`,
        ]
      : []),
  ]
}

function shareText({ ran, of }: Share): string {
  return `${ran} of ${of}`
}
