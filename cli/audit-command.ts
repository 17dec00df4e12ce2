/** `ackproof audit`: real configuration files in, a verdict for each promise under each fault out. */
import pc from 'picocolors'
import {
  type AuditReport,
  answerAudit,
  auditData,
  exploreHere,
  isAuditError,
  judgeRequirements,
  planAudit,
  type Requirement,
  type RocketmqVersion,
  readRequirement,
} from '../audit/index.ts'
import { plural } from '../counterexamples/print/wording.ts'
import { mostStates } from '../node/audit/audit-files.ts'
import { defaultMemoryLimitBytes } from '../node/memory-limit.ts'
import { readConfiguration } from '../node/read-configuration.ts'
import { UsageError } from '../node/usage-error.ts'
import { auditText } from '../reporters/text/audit-text.ts'
import { exitCodeOf } from '../runs/session/exit-code.ts'
import type { EndingSignal } from '../runs/session/session.ts'
import type { Output } from './output.ts'
import { reportingFailure, writeReports } from './report-file.ts'
import { hasTextOnStdout, type Reports } from './reports.ts'
import { StatusLine } from './status-line.ts'

export interface AuditSettings {
  /** Files and folders. */
  readonly paths: readonly string[]
  /** Null = not given. */
  readonly version: RocketmqVersion | null
  readonly reports: Reports
  /** `PROMISE: FAULTS`, in the words of the table. */
  readonly requirements: readonly string[]
}

/**
 * Where nothing is required, a promise that can be broken is an answer (0); only an open question is not (3). What is
 * required must be kept: broken is 1, open is 3.
 */
export async function audit(settings: AuditSettings, output: Output): Promise<number> {
  const { paths, reports } = settings
  const startMs = performance.now()
  return reportingFailure({ reports, kind: 'audit', inputs: paths }, async () => {
    requireFormats(reports)
    const required = settings.requirements.map(requirementOf)
    const { report, signal } = await answered(settings, output)
    const judged = judgeRequirements(required, report)
    if (hasTextOnStdout(reports)) output.line(auditText(report, output.colors, judged).trimEnd())
    const isOpen = report.files.some(({ answers }) =>
      answers.some(({ verdict }) => verdict === 'undecided' || verdict === 'not answered'),
    )
    const outcomes = judged.map(({ outcome }) => outcomeOf[outcome])
    const exitCode = exitCodeOf(judged.length > 0 ? outcomes : isOpen ? ['undecided'] : [], signal)
    const seconds = (performance.now() - startMs) / 1000
    const data = auditData(report, { exitCode, interrupted: signal, seconds, error: null }, judged)
    writeReports(reports, { data, text: () => auditText(report, pc.createColors(false), judged) })
    return exitCode
  })
}

const outcomeOf = { kept: 'met', broken: 'unmet', undecided: 'undecided' } as const

function requirementOf(text: string): Requirement {
  const requirement = readRequirement(text)
  if (isAuditError(requirement)) throw new UsageError(requirement.message)
  return requirement
}

/** A result of SARIF is about a line of a file, and no answer is. */
function requireFormats({ files, onStdout }: Reports): void {
  if (![...onStdout, ...files.map(({ format }) => format)].includes('sarif')) return
  throw new UsageError(
    'audit has no reporter sarif, since its answers are about no line of a file; try junit or markdown',
  )
}

interface Answered {
  readonly report: AuditReport
  readonly signal: EndingSignal | null
}

async function answered({ paths, version }: AuditSettings, output: Output): Promise<Answered> {
  const files = readConfiguration(paths)
  if (isAuditError(files)) throw new UsageError(files.message)
  const plan = planAudit(files, version)
  if (isAuditError(plan)) throw new UsageError(plan.message)
  const status = new StatusLine(process.stderr, performance.now())
  const bounds = { memoryLimitBytes: defaultMemoryLimitBytes(), maxStates: mostStates }
  const onProgress = (name: string, explored: number): void =>
    status.say(() => `audit: ${plural(explored, 'configuration')} checked, now ${name}`, performance.now())
  const { value, signal } = await untilSignal(output, (abort) =>
    answerAudit(plan, exploreHere, bounds, { signal: abort, onProgress }),
  )
  status.clear()
  return { report: value, signal }
}

/** The first signal asks for the end, and what is answered by then is reported; the second ends the process. */
async function untilSignal<T>(
  output: Output,
  body: (abort: AbortSignal) => Promise<T>,
): Promise<{ readonly value: T; readonly signal: EndingSignal | null }> {
  const abort = new AbortController()
  let signal: EndingSignal | null = null
  const onSignal = (name: NodeJS.Signals): void => {
    if (signal !== null) process.exit(exitCodeOf([], signal))
    output.note('ending the audit; once more to end it at once')
    signal = name as EndingSignal
    abort.abort()
  }
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal)
  try {
    return { value: await body(abort.signal), signal }
  } finally {
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal)
  }
}
