/** Places that a run writes to. Looked at before the run, so that no hour of exploring ends in "permission denied". */
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  mkdirSync,
  openSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import { messageOf, UsageError } from '../cli/usage-error.ts'

/** Makes the folders above the report and sees whether it can be written. `-` is stdout. */
export function prepareReportFile(path: string): void {
  if (path !== '-') prepareFile(path, 'the report', 'a file, or - for stdout')
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
