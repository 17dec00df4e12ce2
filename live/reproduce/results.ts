/** What brokers have shown, kept in a file: `npm run live -- all` writes it, tables and a quick test read it. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../../node/usage-error.ts'
import { type Compared, comparedInAll } from '../../runs/conform/compared.ts'
import type { Done } from './done.ts'
import type { Errand, ErrandKind } from './errand.ts'
import { root } from './project.ts'

export const resultsPath = join(root, 'live', 'results.json')
export const command = 'npm run live -- all'

/** All runs of one errand with the same sources. */
export interface Result {
  readonly suite: string
  /** Name of the scenario that is reproduced. */
  readonly row: string
  readonly kind: ErrandKind
  /** Null for random walks, which are about all that the row breaks. */
  readonly promise: string | null
  /** Name of the neighbour whose broker it was, or null. */
  readonly neighbour: string | null
  readonly rocketmq: string
  /** A hash of specification and adapter. */
  readonly sources: string
  /** A hash of the adapter alone. */
  readonly adapter: string
  /** A hash of what was carried out. */
  readonly behaviour: string
  /** The day of the last run, as `2026-01-31`. */
  readonly date: string
  readonly runs: number
  readonly follows: number
  readonly departs: number
  readonly showsTheBreak: number
  readonly inconclusive: number
  /** What did not follow, each text once. */
  readonly texts: readonly string[]
  /** What the promise reads where it breaks, and no look has shown. */
  readonly notSeen: readonly string[]
}

/** How much of each variable was compared, in all runs of a suite on a version with the same sources. */
export interface ComparedResult {
  readonly suite: string
  readonly rocketmq: string
  readonly sources: string
  readonly moments: number
  readonly shares: Readonly<Record<string, number>>
}

export interface Results {
  readonly version: 1
  readonly command: string
  readonly results: readonly Result[]
  readonly compared: readonly ComparedResult[]
}

const none: Results = { version: 1, command, results: [], compared: [] }

/** Nothing where there is no such file. Throws UsageError for one that is something else. */
export function readResults(path = resultsPath): Results {
  if (!existsSync(path)) return none
  let content: Partial<Results> | null
  try {
    content = JSON.parse(readFileSync(path, 'utf8'))
  } catch (error) {
    throw new UsageError(`"${path}" is no JSON; expected what ${command} writes`, { cause: error })
  }
  if (content?.version !== 1 || !Array.isArray(content.results) || !Array.isArray(content.compared)) {
    throw new UsageError(`"${path}" has no results of version 1; expected what ${command} writes`)
  }
  return content as Results
}

/** One line a result, so that a change is a line of a diff. The file is whole at any time. */
export function writeResults({ results, compared }: Results, path = resultsPath): void {
  const lines = (all: readonly object[]): string =>
    all.length === 0 ? '[]' : `[\n${all.map((each) => `    ${JSON.stringify(each)}`).join(',\n')}\n  ]`
  const text = `{
  "version": 1,
  "command": ${JSON.stringify(command)},
  "results": ${lines([...results].sort(by(keyOf)))},
  "compared": ${lines([...compared].sort(by(({ suite, rocketmq }) => `${suite}\0${rocketmq}`)))}
}
`
  const partial = `${path}.${process.pid}`
  writeFileSync(partial, text)
  renameSync(partial, path)
}

function by<T>(key: (each: T) => string): (left: T, right: T) => number {
  return (left, right) => {
    const [one, other] = [key(left), key(right)]
    return one < other ? -1 : one > other ? 1 : 0
  }
}

type Key = Pick<Result, 'suite' | 'row' | 'kind' | 'promise' | 'neighbour' | 'rocketmq'>

function keyOf({ suite, row, promise, kind, neighbour, rocketmq }: Key): string {
  return [suite, row, promise ?? '', kind, neighbour ?? '', rocketmq].join('\0')
}

export function keyOfErrand({ kind, row, on, broken, version }: Errand): Key {
  return {
    suite: row.live.suite.name,
    row: row.scenario.name,
    kind,
    promise: kind === 'random walk' ? null : (broken[0]?.promise ?? null),
    neighbour: kind === 'counterexample' ? null : on.scenario.name,
    rocketmq: version,
  }
}

/** What is known of an errand with these sources; null where that is nothing. */
export function resultOf({ results }: Results, errand: Errand, sources: string): Result | null {
  return results.find((each) => each.sources === sources && isResultOf(each, errand)) ?? null
}

export function isResultOf(result: Key, errand: Errand): boolean {
  return keyOf(result) === keyOf(keyOfErrand(errand))
}

/** A run that was skipped or failed is no result. What was known with other sources is replaced. */
export function withRun(
  known: Results,
  done: Done,
  of: Pick<Result, 'sources' | 'adapter' | 'behaviour' | 'date'>,
): Results {
  const { errand, outcome, text, compared } = done
  if (outcome === 'skipped' || outcome === 'failed') return known
  const key = keyOfErrand(errand)
  const before = resultOf(known, errand, of.sources)
  const result: Result = {
    ...key,
    ...of,
    runs: (before?.runs ?? 0) + 1,
    follows: (before?.follows ?? 0) + Number(outcome === 'follows'),
    departs: (before?.departs ?? 0) + Number(outcome === 'departs'),
    showsTheBreak: (before?.showsTheBreak ?? 0) + Number(outcome === 'shows the break'),
    inconclusive: (before?.inconclusive ?? 0) + Number(outcome === 'inconclusive'),
    texts: [...new Set([...(before?.texts ?? []), ...(outcome === 'follows' ? [] : [text])])],
    notSeen: [...new Set([...(before?.notSeen ?? []), ...done.notSeen])].sort(),
  }
  return {
    ...known,
    results: [...known.results.filter((each) => keyOf(each) !== keyOf(key)), result],
    compared:
      compared === null ? known.compared : withCompared(known.compared, { ...key, sources: of.sources, compared }),
  }
}

function withCompared(
  all: readonly ComparedResult[],
  {
    suite,
    rocketmq,
    sources,
    compared,
  }: Pick<ComparedResult, 'suite' | 'rocketmq' | 'sources'> & { readonly compared: Compared },
): readonly ComparedResult[] {
  const isSame = (each: ComparedResult): boolean => each.suite === suite && each.rocketmq === rocketmq
  const before = all.find((each) => isSame(each) && each.sources === sources)
  const { moments, variables } = comparedInAll(before === undefined ? [compared] : [comparedOf(before), compared])
  const shares = Object.fromEntries(variables.map(({ name, share }) => [name, Math.round(share * 1e6) / 1e6]))
  return [...all.filter((each) => !isSame(each)), { suite, rocketmq, sources, moments, shares }]
}

export function comparedOf({ moments, shares }: Pick<ComparedResult, 'moments' | 'shares'>): Compared {
  const variables = Object.entries(shares).map(([name, share]) => ({ name, share }))
  return comparedInAll([{ share: 0, variables, moments }])
}
