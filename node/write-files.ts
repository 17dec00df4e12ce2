/** Places that a run writes to. Looked at before the run, so that no hour of exploring ends in "permission denied". */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { messageOf } from '../runs/port/failure.ts'
import { specExtensions } from './spec-extensions.ts'
import { UsageError } from './usage-error.ts'

/** Makes the folders above the report and sees whether it can be written. `-` is stdout. */
export function prepareReportFile(path: string, specs: readonly string[]): void {
  if (path === '-') return
  requireNoSpecification(path, specs)
  prepareFile(path, 'the report', 'a file, or - for stdout')
  requireReportOrNothing(path)
}

/** A report must not take the place of what it reports on. */
function requireNoSpecification(path: string, specs: readonly string[]): void {
  const isSpec = specs.some((spec) => resolve(spec) === resolve(path)) || specExtensions.includes(extname(path))
  if (!isSpec) return
  throw new UsageError(
    `cannot write the report to "${path}": that is a specification, or could be one; expected another file, as in --json report.json`,
  )
}

/** A file that is there and is no report of ours is the user's. */
function requireReportOrNothing(path: string): void {
  if (!existsSync(path) || !statSync(path).isFile()) return
  const text = readFileSync(path, 'utf8')
  if (text.trim() === '' || isReport(text)) return
  throw new UsageError(`cannot write the report to "${path}": the file is there, and is no report; expected a new file`)
}

function isReport(text: string): boolean {
  try {
    const { version, ok } = JSON.parse(text) as { readonly version?: unknown; readonly ok?: unknown }
    return typeof version === 'number' && typeof ok === 'boolean'
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

/** Writes a report as JSON; sets and bags are arrays in it. */
export function writeReport(path: string, report: object): void {
  const text = `${JSON.stringify(report, null, 2)}\n`
  if (path === '-') {
    process.stdout.write(text)
    return
  }
  try {
    writeFileSync(path, text)
  } catch (error) {
    throw new UsageError(`cannot write the report to "${path}": ${messageOf(error)}`, { cause: error })
  }
}

export function prepareDiagramFolder(path: string): void {
  try {
    makeFolders(resolve(path))
    accessSync(path, constants.W_OK | constants.X_OK)
  } catch (error) {
    throw new UsageError(`cannot write diagrams to "${path}": ${messageOf(error)}; expected a folder`, { cause: error })
  }
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
