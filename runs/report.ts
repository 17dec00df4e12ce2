/** What a run came to: the one value that every reporter makes its text of. */
import type { FaultReport } from './faults/search-scenarios.ts'
import type { MutationReport } from './mutate/mutate-suites.ts'
import type { CheckReport } from './scenarios/check-scenarios.ts'
import type { EndedRun, RunError } from './session/ended-run.ts'

export type Report = CheckReport | FaultReport | MutationReport

/** How a run ended that could not even begin. */
export type FailedRun = EndedRun & { readonly error: RunError }

/** The report of such a run, of this kind. */
export function failedRun(kind: Report['kind'], head: FailedRun): Report {
  const limits = { maxStates: null, maxDepth: null, timeLimitSeconds: null, memoryLimitBytes: 0, stopFirst: false }
  switch (kind) {
    case 'check':
      return { kind, ...head, limits, scenarios: [], suites: [], isStrict: false }
    case 'faults':
      return { kind, ...head, limits, searches: [], leftOut: [] }
    case 'mutation':
      return { kind, ...head, ended: [], unmet: [], notRun: [], isWhole: false, differences: null }
  }
}
