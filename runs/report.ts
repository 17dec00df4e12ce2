/** What a run came to: the one value that every reporter makes its text of. */
import type { FinishedSearch } from './faults/finished-search.ts'
import type { FinishedScenario } from './finished-scenario.ts'
import type { RunLimits } from './limits.ts'
import type { MutationSummary } from './mutate/mutant.ts'
import type { PlannedScenario } from './plan.ts'
import type { EndingSignal } from './session.ts'
import type { SuiteFindings } from './suite-findings.ts'

export type Report = CheckReport | FaultReport | MutationReport

interface Run {
  readonly exitCode: number
  /** The signal that ended the run early, or null. */
  readonly interrupted: EndingSignal | null
  readonly seconds: number
  /** Why nothing was run, or null. */
  readonly error: RunError | null
}

/** What kept a whole run from being carried out: wrong usage, or a file that cannot be loaded. */
export interface RunError {
  readonly message: string
  /** `file:line:column`, where it is known. */
  readonly location: string | null
}

/** Scenarios explored, and compared with what was expected of them. */
export interface CheckReport extends Run {
  readonly kind: 'check'
  readonly limits: RunLimits
  readonly scenarios: readonly FinishedScenario[]
  /** Findings about the suites whose scenarios were all run to some end. */
  readonly suites: readonly SuiteFindings[]
  /** Findings that a suite does not accept count as failures. */
  readonly isStrict: boolean
}

/** The fewest faults that break each promise. */
export interface FaultReport extends Run {
  readonly kind: 'faults'
  readonly limits: RunLimits
  readonly searches: readonly FinishedSearch[]
  /** Scenarios that declare no faults, and were left out. */
  readonly leftOut: readonly PlannedScenario[]
}

/** Small mistakes put into specifications, and which of them some property notices. */
export interface MutationReport extends Run, MutationSummary {
  readonly kind: 'mutation'
}

/** A run that could not even begin. */
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
