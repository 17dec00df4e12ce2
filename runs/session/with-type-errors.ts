import type { EndedRun, RunError } from './ended-run.ts'
import { ExitCode } from './exit-code.ts'

/** The report of a run whose specifications were compiled as well: an error of types wins over every verdict. */
export function withTypeErrors<Report extends EndedRun>(report: Report, typeErrors: readonly RunError[]): Report {
  const isFailed = typeErrors.length > 0 && report.interrupted === null
  return { ...report, typeErrors, exitCode: isFailed ? ExitCode.Usage : report.exitCode }
}
