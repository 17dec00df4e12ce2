/** Places that a run writes to. Looked at before the run, so that no hour of exploring ends in "permission denied". */
import {
  accessSync,
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
import { messageOf } from '../runs/port/failure.ts'
import { indexPath, requireOwnIndex } from './diagram-index.ts'
import { specExtensions } from './spec-extensions.ts'
import { UsageError } from './usage-error.ts'

/** Makes the folders above the report and sees whether it can be written. `-` is stdout. */
export function prepareReportFile(path: string, specs: readonly string[]): void {
  if (path === '-') return
  requireNoSpecification(path, 'the report', specs)
  prepareFile(path, 'the report', 'a file, or - for stdout')
  requireReportOrNothing(path)
}

/** What is written must not take the place of what it is about. `what` is a phrase, as `the report`. */
export function requireNoSpecification(path: string, what: string, specs: readonly string[]): void {
  const isSpec = specs.some((spec) => realPath(spec) === realPath(path)) || specExtensions.includes(extname(path))
  if (!isSpec) return
  throw new UsageError(
    `cannot write ${what} to "${path}": that is a specification, or could be one; expected another file, as results.json`,
  )
}

/** Two outputs must not take the place of one another. `other` is null where there is no other. */
export function requireOtherPlace(path: string, what: string, other: string | null, option: string): void {
  if (other === null || other === '-' || realPath(path) !== realPath(other)) return
  throw new UsageError(`cannot keep ${what} in "${path}": ${option} writes to the same place; expected two places`)
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
  if (readFileSync(path, 'utf8').trim() === '' || isOlderReport(path)) return
  throw new UsageError(`cannot write the report to "${path}": the file is there, and is no report; expected a new file`)
}

/** Whether a file is a report of an earlier run. */
export function isOlderReport(path: string): boolean {
  try {
    if (!statSync(path).isFile()) return false
    const { version, ok } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version?: unknown
      readonly ok?: unknown
    }
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

/** Makes the folder and sees whether pictures can be written, and replace nothing. `reportFile` is null for none. */
export function prepareDiagramFolder(path: string, reportFile: string | null): void {
  if (path === '-') throw new UsageError('cannot write diagrams to stdout; expected a folder, as in --dot diagrams')
  requireOtherPlace(path, 'diagrams', reportFile, '--json')
  requireOtherPlace(indexPath(path), 'the list of diagrams', reportFile, '--json')
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
