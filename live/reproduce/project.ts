/** Where the project lies, and what its results are kept of. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { hashOfFiles, importedFiles } from '../../node/bundle/imported-files.ts'
import type { AnyLiveSuite } from '../suites/live-suite.ts'

/** The same for the sources and for what is built of them. */
export const root = rootAbove(dirname(fileURLToPath(import.meta.url)))

function rootAbove(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : rootAbove(dirname(folder))
}

/** Of what a suite and its adapter consist, as hashes. */
export interface SourceHashes {
  /** The specification, the adapter and all that these import. */
  readonly all: string
  /** The adapter alone, with all of `live` that it imports. */
  readonly adapter: string
}

/** By name of the suite. */
export async function hashesOf(suites: readonly AnyLiveSuite[]): Promise<ReadonlyMap<string, SourceHashes>> {
  const hashOf = await importHashes(suites.flatMap(({ sources }) => sources))
  return new Map(
    suites.map(({ suite, sources }) => [suite.name, { all: hashOf(sources), adapter: hashOf(sources, ['live/']) }]),
  )
}

/**
 * Gives a hash of files among `entries` and of all that they import of specifications and of `live`. The language and the
 * engine are left out: they have tests of their own, and every change of theirs would make all results old.
 */
export async function importHashes(
  entries: readonly string[],
): Promise<(files: readonly string[], folders?: readonly string[]) => string> {
  const known = [...new Set(entries)]
  const imported = known.length === 0 ? new Map<string, readonly string[]>() : await importedFiles(root, known)
  return (files, folders = counted) => {
    const all = new Set(files.flatMap((entry) => imported.get(entry) ?? []))
    const isCounted = (file: string): boolean => folders.some((folder) => file.startsWith(folder))
    return hashOfFiles(root, [...all].filter(isCounted).sort())
  }
}

const counted = ['spec/rocketmq/', 'spec/parts/', 'live/']
