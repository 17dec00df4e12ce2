/** Which reports a command writes, and where: what `--reporter` and `--json` say, and what GitHub Actions asks for. */
import { InvalidArgumentError } from 'commander'
import { type ReportFormat, reportFormats } from '../reporters/formats/names.ts'
import { suggest } from '../spec/language/suggest.ts'

export interface ReportFile {
  readonly format: ReportFormat
  readonly path: string
  /** As the user says it: `--json`, `--reporter junit`. */
  readonly option: string
}

export interface Reports {
  readonly files: readonly ReportFile[]
  /** Formats that go to stdout instead of the text; more than one is a mistake. Empty: the text goes there. */
  readonly onStdout: readonly ReportFormat[]
  /** Annotations of GitHub beside what goes to stdout. */
  readonly hasAnnotations: boolean
  /** The step summary of GitHub, to which Markdown is added; or null. */
  readonly summaryPath: string | null
}

/** A value of `--reporter`. */
export interface Reporter {
  readonly format: ReportFormat
  /** Null = stdout. */
  readonly path: string | null
}

/** One more value of `--reporter NAME[:FILE]`. */
export function oneMoreReporter(text: string, before: readonly Reporter[] = []): readonly Reporter[] {
  const reporter = reporterIn(text)
  if (reporter !== null) return [...before, reporter]
  const [name = ''] = text.split(':')
  if ((reportFormats as readonly string[]).includes(name))
    throw new InvalidArgumentError(`Expected a file after the colon, as in ${name}:FILE.`)
  throw new InvalidArgumentError(`There is no reporter "${name}"${suggest(name, reportFormats)}`)
}

/** Null where the text names no reporter, or an empty file. */
export function reporterIn(text: string): Reporter | null {
  const colon = text.indexOf(':')
  const name = colon < 0 ? text : text.slice(0, colon)
  const format = reportFormats.find((each) => each === name)
  if (format === undefined) return null
  const path = colon < 0 ? '-' : text.slice(colon + 1)
  if (path.trim() === '') return null
  return { format, path: path === '-' ? null : path }
}

/** `reporters` is null where `--reporter` is not given; `json` is the file of `--json`, or null. */
export function reportsOf(
  reporters: readonly Reporter[] | null,
  json: string | null,
  env: Readonly<Record<string, string | undefined>>,
): Reports {
  const isOnGithub = env.GITHUB_ACTIONS === 'true'
  const list = reporters ?? (isOnGithub ? [{ format: 'github', path: null } as const] : [])
  const files = list.flatMap(({ format, path }): readonly ReportFile[] =>
    path === null ? [] : [{ format, path, option: `--reporter ${format}` }],
  )
  const onStdout = list.flatMap(({ format, path }) => (path === null && format !== 'github' ? [format] : []))
  const summary = env.GITHUB_STEP_SUMMARY ?? ''
  return {
    files: json === null || json === '-' ? files : [...files, { format: 'json', path: json, option: '--json' }],
    onStdout: json === '-' ? [...onStdout, 'json'] : onStdout,
    hasAnnotations: list.some(({ format, path }) => format === 'github' && path === null),
    summaryPath: summary !== '' && list.some(({ format }) => format === 'github') ? summary : null,
  }
}

/** Whether stdout has the text that people read. */
export function hasTextOnStdout({ onStdout }: Reports): boolean {
  return onStdout.every((format) => format === 'text')
}
