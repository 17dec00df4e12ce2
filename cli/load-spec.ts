/** Loads a user's file and finds the suites in it. */
import { basename, extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { userFrame } from '../spec/language/call-site.ts'
import { SpecError } from '../spec/language/index.ts'
import { bundleSpec } from './bundle-spec.ts'
import type { AnySuite } from './catalog.ts'
import type { LoadedFile } from './select-suites.ts'
import { suitesIn } from './spec-exports.ts'
import { messageOf, UsageError } from './usage-error.ts'

export async function loadSpecFile(path: string): Promise<LoadedFile> {
  process.setSourceMapsEnabled(true)
  const url = await bundleSpec(path)
  const suites = await importGuarded(url, path)
  return { suites, source: { kind: 'module', url } }
}

/** The suites in a bundled module. */
export async function importSuites(url: string): Promise<readonly AnySuite[]> {
  const exports = (await import(url)) as Readonly<Record<string, unknown>>
  return suitesIn(exports, stemOf(url))
}

async function importGuarded(url: string, path: string): Promise<readonly AnySuite[]> {
  const cannotLoad = (problem: string, cause?: unknown): UsageError =>
    new UsageError(`cannot load "${path}": ${problem}`, { cause })
  const onExit = (): void => {
    process.stderr.write(
      `ackproof: cannot load "${path}": it ended the process, or never finished, while it was loaded\n`,
    )
    process.exitCode = 2
  }
  process.once('exit', onExit)
  try {
    const exports = (await import(url)) as Readonly<Record<string, unknown>>
    const suites = suitesIn(exports, stemOf(path))
    if (suites.length === 0) throw cannotLoad(nothingFound(Object.keys(exports)))
    const names = suites.map((suite) => suite.name)
    const repeated = names.find((name, index) => names.indexOf(name) !== index)
    if (repeated !== undefined) throw cannotLoad(`it exports two suites named "${repeated}"; every name counts once`)
    return suites
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (error instanceof SpecError) throw cannotLoad(error.message, error)
    throw cannotLoad(`${placeOf(error, path)}${describe(error)}`, error)
  } finally {
    process.off('exit', onExit)
  }
}

function nothingFound(names: readonly string[]): string {
  const found = names.length === 0 ? 'it exports nothing' : `none of its exports (${names.join(', ')}) is one`
  return `expected an exported suite or specification, and ${found}; write export const x = suite(…) or export default specify(…)`
}

function placeOf(error: unknown, path: string): string {
  const frame = error instanceof Error ? userFrame(error.stack ?? '') : null
  const isOurs = frame?.includes('/cli/load-spec.') ?? true
  return isOurs ? `${path}: ` : `${frame}: `
}

function describe(error: unknown): string {
  const name = error instanceof Error ? `${error.name}: ` : 'it threw '
  return `${name}${messageOf(error).replaceAll(import.meta.resolve('ackproof'), 'ackproof')}`
}

/** `counter` for `counter.spec.ts`, and for the bundle that was made of it. */
function stemOf(pathOrUrl: string): string {
  const path = pathOrUrl.startsWith('file:') ? fileURLToPath(pathOrUrl) : pathOrUrl
  return basename(path, extname(path))
    .replace(/-[0-9a-f]{16}$/, '')
    .replace(/\.spec$/, '')
}
