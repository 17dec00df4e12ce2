/**
 * The file in which a project keeps the mutants that it knows to survive, each with the reason why that is in order:
 * `{ "rocketmq/store": { "flush: keeps log.durable": "why no promise is touched" } }`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { messageOf, UsageError } from '../cli/usage-error.ts'
import { having, type SuiteMutants } from '../runs/mutate/mutant.ts'

/** By suite, by id of the mutation, why it may survive; '' where nobody said. */
export type KnownSurvivors = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface SurvivorDifferences {
  /** Survives, or is undecided, and the file does not know it. */
  readonly unknown: readonly SurvivorName[]
  /** In the file, and now killed, changing nothing, or gone. */
  readonly gone: readonly SurvivorName[]
  /** Survives, or is undecided, and the file gives no reason. */
  readonly unexplained: readonly SurvivorName[]
}

export interface SurvivorName {
  readonly suite: string
  readonly id: string
}

const expected = 'expected {"SUITE": {"ID OF A MUTANT": "why it may survive"}}'

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
  if (!isRecordOf(parsed, (suite) => isRecordOf(suite, (reason) => typeof reason === 'string'))) {
    throw new UsageError(`cannot read "${path}": it is not a list of survivors; ${expected}`)
  }
  return parsed as KnownSurvivors
}

/** Mutants that were not run count neither way. */
export function differences(suites: readonly SuiteMutants[], known: KnownSurvivors): SurvivorDifferences {
  const unknown: SurvivorName[] = []
  const gone: SurvivorName[] = []
  const unexplained: SurvivorName[] = []
  for (const { suite, mutants } of suites) {
    const alive = having(mutants, 'survived', 'undecided').map(({ mutation }) => mutation.id)
    const open = having(mutants, 'not run').map(({ mutation }) => mutation.id)
    const listed = Object.keys(known[suite] ?? {})
    const isRun = mutants.length > open.length
    unknown.push(...alive.filter((id) => !listed.includes(id)).map((id) => ({ suite, id })))
    unexplained.push(...alive.filter((id) => known[suite]?.[id]?.trim() === '').map((id) => ({ suite, id })))
    if (!isRun) continue
    gone.push(...listed.filter((id) => !alive.includes(id) && !open.includes(id)).map((id) => ({ suite, id })))
  }
  return { unknown, gone, unexplained }
}

/** The file as it should be: reasons that were given are kept, and so are suites that were not run. */
export function updatedSurvivors(suites: readonly SuiteMutants[], known: KnownSurvivors): KnownSurvivors {
  const updated = new Map(Object.entries(known))
  for (const { suite, mutants } of suites) {
    const alive = having(mutants, 'survived', 'undecided').map(({ mutation }) => mutation.id)
    if (alive.length === 0) updated.delete(suite)
    else updated.set(suite, Object.fromEntries(alive.map((id) => [id, known[suite]?.[id] ?? ''])))
  }
  return Object.fromEntries(updated)
}

export function writeSurvivors(path: string, survivors: KnownSurvivors): void {
  try {
    writeFileSync(path, `${JSON.stringify(survivors, null, 2)}\n`)
  } catch (error) {
    throw new UsageError(`cannot write "${path}": ${messageOf(error)}`, { cause: error })
  }
}

function isRecordOf(value: unknown, isValue: (value: unknown) => boolean): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every(isValue)
}
