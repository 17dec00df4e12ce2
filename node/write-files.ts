/** Places that a run writes to. Looked at before the run, so that no hour of exploring ends in "permission denied". */
import {
  accessSync,
  appendFileSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  realpathSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, extname, join, resolve } from 'node:path'
import { isReport } from '../reporters/formats/format.ts'
import { messageOf } from '../runs/port/failure.ts'
import { indexPath, requireOwnIndex } from './diagram-index.ts'
import { otherVersion } from './saved-version.ts'
import { specExtensions } from './spec-extensions.ts'
import { UsageError } from './usage-error.ts'

/** Makes the folders above the report and sees whether it can be written. */
export function prepareReportFile(path: string, specs: readonly string[]): void {
  requireNoSpecification(path, 'the report', specs)
  prepareFile(path, 'the report', 'a file, or - for stdout')
  requireReportOrNothing(path)
}

/** Makes the folders above a file of coverage, sees whether it can be written, and empties it; no other file is replaced. */
export function prepareCoverageFile(path: string, specs: readonly string[]): void {
  if (path === '-')
    throw new UsageError('cannot write the coverage to stdout; expected a file, as in --coverage lcov.info')
  requireNoSpecification(path, 'the coverage', specs)
  prepareFile(path, 'the coverage', 'a file, as lcov.info')
  if (!existsSync(path) || !statSync(path).isFile()) return
  const text = readFileSync(path, 'utf8').trim()
  if (text !== '' && !/^(?:TN:.*\n)?SF:/.test(text)) {
    throw new UsageError(
      `cannot write the coverage to "${path}": the file is there, and is no lcov file; expected a new file`,
    )
  }
  // What an earlier run wrote is not to be taken for what this one does.
  writeCoverage(path, '')
}

export function writeCoverage(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`cannot write the coverage to "${path}": ${messageOf(error)}`, { cause: error })
  }
}

/** What is written must not take the place of what it is about. `what` is a phrase, as `the report`. */
export function requireNoSpecification(path: string, what: string, specs: readonly string[]): void {
  const isSpec = specs.some((spec) => realPath(spec) === realPath(path)) || specExtensions.includes(extname(path))
  if (!isSpec) return
  throw new UsageError(
    `cannot write ${what} to "${path}": that is a specification, or could be one; expected another file, as results.json`,
  )
}

/** Another output of the same run, and the option that asks for it. */
export interface OtherOutput {
  readonly path: string
  readonly option: string
}

/** Two outputs must not take the place of one another. */
export function requireOtherPlace(path: string, what: string, others: readonly OtherOutput[]): void {
  const other = others.find((each) => realPath(path) === realPath(each.path))
  if (other === undefined) return
  throw new UsageError(
    `cannot keep ${what} in "${path}": ${other.option} writes to the same place; expected two places`,
  )
}

/** What is written must not take the place of what is read. `what` is a phrase, as `the report`. */
export function requireOtherFile(path: string, what: string, inputs: readonly string[]): void {
  if (path === '-' || inputs.every((each) => realPath(each) !== realPath(path))) return
  throw new UsageError(
    `cannot write ${what} to "${path}": that is one of the files that are read; expected another file`,
  )
}

/** Where a path leads in the end, there or not. */
function realPath(path: string): string {
  const whole = resolve(path)
  if (existsSync(whole)) return realpathSync(whole)
  return dirname(whole) === whole ? whole : join(realPath(dirname(whole)), basename(whole))
}

/** A file that is there and is no report of ours is the user's. */
function requireReportOrNothing(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) return
  const text = readFileSync(path, 'utf8')
  if (text.trim() === '') return
  if (!isReport(text)) {
    throw new UsageError(
      `cannot write the report to "${path}": the file is there, and is no report; expected a new file`,
    )
  }
  const problem = otherReportVersion(path, text)
  if (problem !== null) throw new UsageError(`cannot write the report to "${path}": ${problem}; expected a new file`)
}

/** A report of another version may hold what this one cannot write. Reports of other formats have no version of ours. */
function otherReportVersion(path: string, text: string): string | null {
  if (!text.trimStart().startsWith('{')) return null
  const content = JSON.parse(text) as { readonly ok?: unknown }
  return 'ok' in content ? otherVersion(path, content, 1) : null
}

/** Whether a file is a report of an earlier run that a new one may replace: of no other version. */
export function isOlderReport(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false
    const text = readFileSync(path, 'utf8')
    return isReport(text) && otherReportVersion(path, text) === null
  } catch {
    return false
  }
}

/** Makes the folders above a file and sees whether it can be written. Throws UsageError. */
export function prepareFile(path: string, what: string, expected: string): void {
  try {
    makeFolders(dirname(resolve(path)))
    const isNew = !existsSync(path)
    if (!isNew && statSync(path).isDirectory()) throw new Error('it is a folder')
    if (!isNew && !statSync(path).isFile()) return
    closeSync(openSync(path, 'a'))
    if (isNew) unlinkSync(path)
  } catch (error) {
    throw new UsageError(`cannot write ${what} to "${path}": ${messageOf(error)}; expected ${expected}`, {
      cause: error,
    })
  }
}

/** Throws UsageError where it cannot be written. */
export function writeReport(path: string, text: string): void {
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`cannot write the report to "${path}": ${messageOf(error)}`, { cause: error })
  }
}

/** GitHub takes no longer step summary; the other commands of the step have written to it before. */
const mostSummaryBytes = 2 ** 20

/** Adds Markdown to the step summary of GitHub, as much as there is room for. A summary that cannot be written is no failure. */
export function addToSummary(path: string, markdown: (mostBytes: number) => string): void {
  try {
    const taken = existsSync(path) ? statSync(path).size : 0
    const room = mostSummaryBytes - taken - 1
    const text = markdown(room)
    if (Buffer.byteLength(text) <= room) appendFileSync(path, `${text}\n`)
  } catch (error) {
    process.stderr.write(`ackproof: cannot write the step summary: ${messageOf(error)}\n`)
  }
}

/** Makes the folder and sees whether pictures can be written, and replace nothing. */
export function prepareDiagramFolder(path: string, reports: readonly OtherOutput[]): void {
  if (path === '-') throw new UsageError('cannot write diagrams to stdout; expected a folder, as in --dot diagrams')
  requireOtherPlace(path, 'diagrams', reports)
  requireOtherPlace(indexPath(path), 'the list of diagrams', reports)
  try {
    makeFolders(resolve(path))
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new UsageError(`cannot write diagrams to "${path}": ${messageOf(error)}; expected a folder`, { cause: error })
  }
  requireOwnIndex(path)
}

/** Level by level, because `recursive: true` never returns in file systems that pretend to have no folder (/proc). */
function makeFolders(path: string): void {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) throw new Error(`"${path}" is no folder`)
    return
  }
  makeFolders(dirname(path))
  mkdirSync(path)
}
