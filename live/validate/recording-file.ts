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
    requireRecording((each ?? {}) as Partial<AnyRecording>, `${path}: its item ${at + 1}`)
  }
  return all as readonly AnyRecording[]
}

function requireRecording({ suite, version, facts, seen }: Partial<AnyRecording>, what: string): void {
  const isWhole = typeof facts === 'object' && facts !== null && Array.isArray(seen) && typeof suite === 'string'
  if (!isWhole || !versions.includes(version as never)) {
    throw new UsageError(`${what} is no recorded log, with suite, version, facts and seen`)
  }
  const { name, recorded } = logSuiteNamed(suite)
  const lacking = recorded.facts.filter((fact) => !Object.hasOwn(facts, fact))
  if (lacking.length > 0) throw new UsageError(`${what} is no log of ${name}: its facts lack ${lacking.join(', ')}`)
  if (seen.length === 0) throw new UsageError(`${what} is empty: nothing was seen`)
  for (const [at, each] of seen.entries()) {
    const kind: unknown = (each as { readonly seen?: unknown } | null)?.seen
    if (recorded.sightings.includes(kind as never)) continue
    throw new UsageError(
      `${what} is no log of ${name}: seen[${at}] is ${JSON.stringify(kind)}; expected ${recorded.sightings.join(', ')}`,
    )
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new UsageError(`${path} cannot be read as JSON: ${why}`, { cause: error })
  }
}
