/** Recordings in a file of JSON, as the command keeps them. */
import { existsSync, readFileSync } from 'node:fs'
import { UsageError } from '../../node/usage-error.ts'
import { versions } from '../classpath/versions.ts'
import type { AnyRecording } from '../recording/recording.ts'
import { logSuiteNamed } from './log-suites.ts'

/** Throws a UsageError that says what is wrong with the file. */
export function recordingsIn(path: string): readonly AnyRecording[] {
  if (!existsSync(path)) throw new UsageError(`there is no file "${path}"; expected logs that --keep has left`)
  const all = parsed(path)
  if (!Array.isArray(all) || all.length === 0) throw new UsageError(`${path}: expected a list of recorded logs`)
  for (const [at, each] of all.entries()) {
    const { suite, version, facts, seen } = (each ?? {}) as Partial<AnyRecording>
    const isWhole = typeof facts === 'object' && facts !== null && Array.isArray(seen) && typeof suite === 'string'
    if (!isWhole || !versions.includes(version as never)) {
      throw new UsageError(`${path}: its item ${at + 1} is no recorded log, with suite, version, facts and seen`)
    }
    logSuiteNamed(suite)
  }
  return all as readonly AnyRecording[]
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} cannot be read as JSON: ${why}`, { cause: error })
  }
}
