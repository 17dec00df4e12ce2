/** A report is always written, so that yesterday's is not taken for today's. */
import { auditFailure } from '../audit/index.ts'
import { UsageError } from '../node/usage-error.ts'
import { isOlderReport, prepareReportFile, writeReport } from '../node/write-files.ts'
import { jsonOf } from '../reporters/json/json.ts'
import { messageOf } from '../runs/port/failure.ts'
import { type FailedRun, failedRun, type Report } from '../runs/report.ts'
import { ExitCode, exitCodeOf } from '../runs/session/exit-code.ts'
import { Interrupted } from './interrupted.ts'

/** Which report a command writes. */
export type ReportKind = Report['kind'] | 'audit'

export interface ReportPlace {
  /** `-` = stdout, null = nowhere. */
  readonly path: string | null
  readonly kind: ReportKind
  /** Files that the command reads, which the report must not replace. */
  readonly inputs: readonly string[]
}

/**
 * Sees whether the report can be written, and runs `body`. Where that throws, the report says so before the error goes
 * on. So everything else that can fail, such as looking at other places to write to, belongs into `body`.
 */
export async function reportingFailure<T>({ path, kind, inputs }: ReportPlace, body: () => Promise<T>): Promise<T> {
  if (path !== null) {
    prepareReportFile(path, inputs)
    // Until there is another: the run may be killed.
    if (isOlderReport(path)) writeFailure(path, kind, new Error('the run that writes this report has not ended'))
  }
  try {
    return await body()
  } catch (error) {
    if (path !== null) writeFailure(path, kind, error)
    throw error
  }
}

/**
 * Arguments that cannot be read name a report, perhaps: `--json FILE` among the words. The error goes to stdout, or takes
 * the place of an older report; any other file stays as it is, since the word may not be meant as one.
 */
export function reportUnreadArguments(words: readonly string[], error: unknown): void {
  const path = reportPathIn(words)
  if (path !== null && (path === '-' || isOlderReport(path))) writeFailure(path, kindOf(words), error)
}

function reportPathIn(words: readonly string[]): string | null {
  const at = words.findLastIndex((word) => word === '--json' || word.startsWith('--json='))
  const word = words[at]
  if (word === undefined) return null
  return word === '--json' ? (words[at + 1] ?? null) : word.slice('--json='.length)
}

function kindOf(words: readonly string[]): ReportKind {
  if (words.includes('audit')) return 'audit'
  if (words.includes('mutate')) return 'mutation'
  return words.includes('--faults') ? 'faults' : 'check'
}

function writeFailure(path: string, kind: ReportKind, thrown: unknown): void {
  const ended = endedBy(thrown)
  writeReport(path, kind === 'audit' ? auditFailure(ended) : jsonOf(failedRun(kind, ended), process.cwd()))
}

function endedBy(thrown: unknown): FailedRun {
  const interrupted = thrown instanceof Interrupted ? thrown.signal : null
  const isUsage = thrown instanceof UsageError
  const error = { message: messageOf(thrown), location: isUsage ? thrown.location : null }
  const exitCode = interrupted !== null ? exitCodeOf([], interrupted) : isUsage ? ExitCode.Usage : ExitCode.Internal
  return { exitCode, interrupted, seconds: 0, error }
}
