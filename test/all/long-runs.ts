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

/** Why a run has to be made again, or null. */
export function whyAgain({ randomModels, sources }: LongRun, sourcesNow: string | undefined): string | null {
  if (randomModels !== null && randomModels.models < modelsOfLongRun) {
    return `only ${randomModels.models} of ${modelsOfLongRun} models`
  }
  return sources === sourcesNow ? null : 'the sources have changed since'
}
