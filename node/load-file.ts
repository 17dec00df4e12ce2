/** Bundles a user's file here, and has it loaded where it will be explored. */
import { readFileSync } from 'node:fs'
import { basename, extname, relative } from 'node:path'
import { type Engine, LoadError } from '../runs/port/engine.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'
import { UsageError } from './usage-error.ts'

/** The suites that a file exports; with `isCounted`, they know the places in the source that are counted. Rejects with `UsageError`: one line, and where. */
export async function loadFile(path: string, engine: Engine, isCounted = false): Promise<readonly PlannedSuite[]> {
  // The bundler and the parser take a while to load, and what ships needs neither.
  const { bundleSpec } = await import('./bundle/bundle-spec.ts')
  const { CountedSources } = await import('./bundle/counted-sources.ts')
  const counted = isCounted ? new CountedSources() : null
  try {
    // Threads import it until the end of the process, which is when it goes.
    const { url, sources } = await bundleSpec(path, counted)
    const source = { kind: 'module', url, stem: stemOf(path) } as const
    const suites = await engine.load(source)
    return suites.map((suite) => ({
      suite,
      source,
      argument: path,
      sources,
      ...(counted !== null && { files: counted.files }),
    }))
  } catch (error) {
    if (!(error instanceof LoadError)) throw error
    const { cause, message } = error
    const imported = error.location === null ? placeOfImport(path, message) : null
    const place = imported === null ? '' : `${imported}: `
    throw new UsageError(`cannot load "${path}": ${place}${message}`, { cause, location: error.location ?? imported })
  }
}

/**
 * Where the file imports a name that the library does not have, or null. The platform tells the name alone: it finds the
 * mistake before anything runs.
 */
function placeOfImport(path: string, message: string): string | null {
  const [, name] = /requested module 'ackproof.*' does not provide an export named '([\w$]+)'/.exec(message) ?? []
  if (name === undefined) return null
  const source = readFileSync(path, 'utf8')
  for (const { 0: clause, index } of source.matchAll(/\bimport\b[^;'"]*\bfrom\s*['"]ackproof[^'"]*['"]/g)) {
    const at = clause.search(new RegExp(`(?<![\\w$])${name.replaceAll('$', '\\$&')}(?![\\w$])`))
    if (at < 0) continue
    const before = source.slice(0, index + at).split('\n')
    return `${relative(process.cwd(), path) || path}:${before.length}:${(before.at(-1)?.length ?? 0) + 1}`
  }
  return null
}

/** `counter` for `counter.ack.ts` and `counter.spec.ts`. */
function stemOf(path: string): string {
  return basename(path, extname(path)).replace(/\.(ack|spec)$/, '')
}
