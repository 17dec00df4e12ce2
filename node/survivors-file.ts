/**
 * The file in which a project keeps the mutants that it knows to survive, each with the reason why that is in order:
 * `{ "version": 1, "survivors": { "rocketmq/store": { "flush: keeps log.durable": "why no promise is touched" } } }`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { KnownSurvivors } from '../runs/mutate/survivors.ts'
import { messageOf } from '../runs/port/failure.ts'
import { otherVersion } from './saved-version.ts'
import { UsageError } from './usage-error.ts'

const version = 1
const expected = `expected {"version": ${version}, "survivors": {"SUITE": {"ID OF A MUTANT": "why it may survive"}}}`

/** Throws UsageError; a file that is not there is one only where it is not about to be written. */
export function readSurvivors(path: string, isToBeWritten: boolean): KnownSurvivors {
  if (!existsSync(path)) {
    if (isToBeWritten) return {}
    throw new UsageError(`no such file: "${path}"; --update writes it`)
  }
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`cannot read "${path}": ${messageOf(error)}; ${expected}`, { cause: error })
  }
  const problem = otherVersion(path, parsed, version)
  if (problem !== null) throw new UsageError(problem)
  const survivors = isRecord(parsed) && parsed.version === version ? parsed.survivors : null
  if (!isRecordOf(survivors, (suite) => isRecordOf(suite, (reason) => typeof reason === 'string'))) {
    throw new UsageError(`cannot read "${path}": it is not a list of survivors; ${expected}`)
  }
  return survivors as KnownSurvivors
}

export function writeSurvivors(path: string, survivors: KnownSurvivors): void {
  try {
    writeFileSync(path, `${JSON.stringify({ version, survivors }, null, 2)}\n`)
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${messageOf(error)}`, { cause: error })
  }
}

function isRecordOf(value: unknown, isValue: (value: unknown) => boolean): boolean {
  return isRecord(value) && Object.values(value).every(isValue)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
