/** A report is always written, so that yesterday's is not taken for today's. */
import { auditFailure } from '../audit/audit-failure.ts'
import { UsageError } from '../node/usage-error.ts'
import { addToSummary, isOlderReport, prepareReportFile, requireOtherPlace, writeReport } from '../node/write-files.ts'
import { formatted, type Reported } from '../reporters/formats/format.ts'
import { githubOf } from '../reporters/formats/github.ts'
import { markdownOf } from '../reporters/formats/markdown.ts'
import { jsonOf } from '../reporters/json/json.ts'
import type { ShardData } from '../reporters/json/shard-data.ts'
import { messageOf } from '../runs/port/failure.ts'
import { type FailedRun, failedRun, type Report } from '../runs/report.ts'
import { ExitCode, exitCodeOf } from '../runs/session/exit-code.ts'
import { Interrupted } from './interrupted.ts'
import { type Reporter, type Reports, reporterIn, reportsOf } from './reports.ts'

/** Which report a command writes. */
export type ReportKind = Report['kind'] | 'audit'

export interface ReportPlace {
  readonly reports: Reports
  readonly kind: ReportKind
  /** Files that the command reads, which no report must replace. */
  readonly inputs: readonly string[]
  /** Which part of a run it is about, where it is no whole one. */
  readonly shard?: ShardData | null
}

/**
 * Sees whether the reports can be written, and runs `body`. Where that throws, the reports say so before the error goes
 * on. So everything else that can fail, such as looking at other places to write to, belongs into `body`.
 */
export async function reportingFailure<T>(
  { reports, kind, inputs, shard = null }: ReportPlace,
  body: () => Promise<T>,
): Promise<T> {
  for (const { path } of reports.files) prepareReportFile(path, inputs)
  // Until there is another: the run may be killed.
  const unfinished = failedReport(kind, new Error('the run that writes this report has not ended'), shard)
  for (const { format, path } of reports.files)
    if (isOlderReport(path)) writeReport(path, formatted(format, unfinished))
  try {
    requireOwnPlaces(reports)
    return await body()
  } catch (error) {
    writeReports(reports, failedReport(kind, error, shard))
    throw error
  }
}

function requireOwnPlaces({ files, onStdout }: Reports): void {
  const [first, second] = onStdout
  if (first !== undefined && second !== undefined) {
    throw new UsageError(
      `two reports go to stdout, ${first} and ${second}; give one of them a file, as in --reporter ${second}:FILE`,
    )
  }
  for (const [at, { path, format }] of files.entries()) {
    for (const other of files.slice(0, at)) requireOtherPlace(path, `the report of ${format}`, [other])
  }
}

/** Writes every report: files, stdout, annotations, the step summary. */
export function writeReports({ files, onStdout, hasAnnotations, summaryPath }: Reports, reported: Reported): void {
  for (const { format, path } of files) writeReport(path, formatted(format, reported))
  const [format] = onStdout
  const isText = format === undefined || format === 'text'
  if (!isText) process.stdout.write(formatted(format, reported))
  // GitHub reads both; with a report on stdout nothing else goes there.
  if (hasAnnotations) (isText ? process.stdout : process.stderr).write(githubOf(reported.data))
  if (summaryPath !== null) addToSummary(summaryPath, (mostBytes) => markdownOf(reported.data, { mostBytes }))
}

/** `report: FILE` for each. */
export function reportLines({ files }: Reports): readonly string[] {
  return files.map(({ path }) => `report: ${path}`)
}

/**
 * Arguments that cannot be read name reports, perhaps: `--json FILE` and `--reporter NAME:FILE` among the words. The error
 * goes to stdout, or takes the place of an older report; any other file stays as it is, since the word may not be meant as
 * one.
 */
export function reportUnreadArguments(words: readonly string[], error: unknown): void {
  const reporters = valuesOf('--reporter', words).flatMap((text): readonly Reporter[] => {
    const reporter = reporterIn(text)
    return reporter === null ? [] : [reporter]
  })
  const isNamed = words.some((word) => /^--reporter(=|$)/.test(word))
  const reports = reportsOf(isNamed ? reporters : null, valuesOf('--json', words).at(-1) ?? null, process.env)
  const files = reports.files.filter(({ path }) => isOlderReport(path))
  writeReports({ ...reports, files }, failedReport(kindOf(words), error))
}

function valuesOf(option: string, words: readonly string[]): readonly string[] {
  return words.flatMap((word, at) => {
    if (word === option) return words[at + 1] ?? []
    return word.startsWith(`${option}=`) ? [word.slice(option.length + 1)] : []
  })
}

function kindOf(words: readonly string[]): ReportKind {
  if (words.includes('audit')) return 'audit'
  if (words.includes('mutate')) return 'mutation'
  return words.includes('--faults') ? 'faults' : 'check'
}

function failedReport(kind: ReportKind, thrown: unknown, shard: ShardData | null = null): Reported {
  const ended = endedBy(thrown)
  const failed = kind === 'audit' ? auditFailure(ended) : jsonOf(failedRun(kind, ended), process.cwd())
  const data = shard === null || failed.kind === 'audit' ? failed : { ...failed, shard }
  return { data, text: () => `${ended.error.message}\n` }
}

function endedBy(thrown: unknown): FailedRun {
  const interrupted = thrown instanceof Interrupted ? thrown.signal : null
  const isUsage = thrown instanceof UsageError
  const error = { message: messageOf(thrown), location: isUsage ? thrown.location : null }
  const exitCode = interrupted !== null ? exitCodeOf([], interrupted) : isUsage ? ExitCode.Usage : ExitCode.Internal
  return { exitCode, interrupted, seconds: 0, error }
}
