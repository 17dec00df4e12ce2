/** The mutants that a project knows to survive, and how those that a run left alive differ from them. */
import { having, type SuiteMutants } from './mutant.ts'

/** By suite, by id of the mutation, why it may survive; '' where no reason is given. */
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
