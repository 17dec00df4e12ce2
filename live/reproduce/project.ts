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

/** By name of the suite, a hash of its specification, its adapter and all that these import. */
export async function hashesOf(suites: readonly AnyLiveSuite[]): Promise<ReadonlyMap<string, string>> {
  const hashOf = await importHashes(suites.flatMap(({ sources }) => sources))
  return new Map(suites.map(({ suite, sources }) => [suite.name, hashOf(sources)]))
}

/**
 * Gives a hash of files among `entries` and of all that they import of specifications and of `live`. The language and the
 * engine are left out: they have tests of their own, and every change of theirs would make all results old.
 */
export async function importHashes(entries: readonly string[]): Promise<(files: readonly string[]) => string> {
  const known = [...new Set(entries)]
  const imported = known.length === 0 ? new Map<string, readonly string[]>() : await importedFiles(root, known)
  return (files) => {
    const all = new Set(files.flatMap((entry) => imported.get(entry) ?? []))
    return hashOfFiles(root, [...all].filter(isCounted).sort())
  }
}

const counted = ['spec/rocketmq/', 'spec/parts/', 'live/']

function isCounted(file: string): boolean {
  return counted.some((folder) => file.startsWith(folder))
}
