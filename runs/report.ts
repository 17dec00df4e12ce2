/** What a run came to: the one value that every reporter makes its text of. */
import type { FaultReport } from './faults/search-scenarios.ts'
import type { MutationReport } from './mutate/mutate-suites.ts'
import type { CheckReport } from './scenarios/check-scenarios.ts'
import type { RunError } from './session/ended-run.ts'

export type Report = CheckReport | FaultReport | MutationReport

/** The report of a run that could not even begin. */
export function failedRun(error: RunError, exitCode: number): CheckReport {
  const limits = { maxStates: null, maxDepth: null, timeLimitSeconds: null, memoryLimitBytes: 0, stopFirst: false }
  return {
    kind: 'check',
    exitCode,
    interrupted: null,
    seconds: 0,
    error,
    limits,
    scenarios: [],
    suites: [],
    isStrict: false,
  }
}
