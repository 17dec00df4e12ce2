/** Logs in files of JSON, as they are kept. */
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { UsageError } from '../../node/usage-error.ts'
import type { Version } from '../classpath/versions.ts'
import { DiskFull } from '../machine/full-disk.ts'
import type { AnyRecording } from '../recording/recording.ts'

/** `transaction-5.3.3`. */
export const nameOf = (suite: string, version: Version): string => `${suite.split('/').at(-1)}-${version}`

/** The folder is there, and can be written to, or a UsageError says why not. */
export function requireFolder(folder: string): void {
  try {
    makeFolder(folder)
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK)
  } catch (error) {
    throw cannotWrite(folder, error)
  }
}

/** One after the other: Node's own way has no end where no folder can be made, as in /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return
  makeFolder(dirname(folder))
  mkdirSync(folder)
}

/** Gives the file, which is there as a whole or not at all. */
export function keepLogs(folder: string, name: string, recordings: readonly AnyRecording[]): string {
  const file = join(folder, name)
  requireFolder(folder)
  try {
    writeFileSync(`${file}.part`, `[\n${recordings.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`)
    renameSync(`${file}.part`, file)
  } catch (error) {
    rmSync(`${file}.part`, { force: true })
    throw cannotWrite(file, error)
  }
  return file
}

function cannotWrite(path: string, error: unknown): Error {
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOSPC') return new DiskFull(path)
  return new UsageError(`cannot write "${path}": ${code}; expected a folder, as in --keep out/logs`, { cause: error })
}
