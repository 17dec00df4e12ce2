/** The long runs, and the file that keeps what came of them. `npm run all` writes it; a quick test reads it. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOfFiles, importedFiles } from '../../node/bundle/imported-files.ts'
import type { RandomModels } from '../oracle/random/for-random-models.ts'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const resultsPath = join(root, 'test/all-results.json')
export const command = 'npm run all'
/** Of each kind of random model; fewer were a try. */
export const modelsOfLongRun = 10_000

/** One test of a long run. */
export interface LongRun {
  /** From the root of the project. */
  readonly file: string
  readonly test: string
  readonly result: 'passed' | 'failed'
  /** Null for a test that is not about random models. */
  readonly randomModels: RandomModels | null
  readonly seconds: number
  /** The day, as `2026-01-31`. */
  readonly date: string
  /** Of the test and all that it imports from this project. */
  readonly sources: string
}

export interface Results {
  readonly version: 1
  readonly command: string
  readonly runs: readonly LongRun[]
}

export function readResults(path = resultsPath): Results {
  return JSON.parse(readFileSync(path, 'utf8'))
}

/** By file, a hash of it and of all that it imports, itself or in turn; packages are left out, the lockfile has them. */
export async function sourcesOf(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const imported = await importedFiles(root, files)
  return new Map(Array.from(imported, ([file, its]) => [file, hashOfFiles(root, its)]))
}

/** Why a test has to be run again, or null. Runs of the same sources add up, where each has a seed of its own. */
export function whyAgain(runs: readonly LongRun[], sourcesNow: string | undefined): string | null {
  const current = runs.filter(({ sources }) => sources === sourcesNow)
  if (current.length === 0) return runs.length === 0 ? 'it never ran' : 'the sources have changed since'
  if (current.some(({ randomModels }) => randomModels === null)) return null
  const bySeed = new Map(current.map(({ randomModels }) => [randomModels?.seed, randomModels?.models ?? 0]))
  const models = [...bySeed.values()].reduce((sum, each) => sum + each, 0)
  return models < modelsOfLongRun ? `only ${models} of ${modelsOfLongRun} models` : null
}

/** What is kept of a file's runs beside those that were just made of these of its tests: parts of the same run, with other seeds. */
export function keptBeside(
  known: readonly LongRun[],
  found: readonly LongRun[],
  tests: readonly string[],
): readonly LongRun[] {
  return known.filter((run) => {
    const now = found.find(({ file, test }) => file === run.file && test === run.test)
    if (now === undefined) return found.every(({ file }) => file !== run.file) || tests.includes(run.test)
    return run.sources === now.sources && run.randomModels !== null && run.randomModels.seed !== now.randomModels?.seed
  })
}
