/** Loads a user's file and finds the suites in it. */
import { basename, extname } from 'node:path'
import type { LoadedFile } from '../cli/select-suites.ts'
import { suitesIn } from '../cli/spec-exports.ts'
import { messageOf, UsageError } from '../cli/usage-error.ts'
import { userFrame } from '../spec/language/call-site.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { SpecError } from '../spec/language/index.ts'
import { bundleSpec } from './bundle-spec.ts'

export async function loadSpecFile(path: string): Promise<LoadedFile> {
  process.setSourceMapsEnabled(true)
  const url = await bundleSpec(path)
  const suites = await importGuarded(url, path)
  return { suites, source: { kind: 'module', url, stem: stemOf(path) } }
}

/** The suites in a bundled module. */
export async function importSuites(url: string, stem: string): Promise<readonly AnySuite[]> {
  const exports = (await import(url)) as Readonly<Record<string, unknown>>
  return suitesIn(exports, stem)
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
  const giveBack = lendStdout()
  try {
    const exports = (await import(url)) as Readonly<Record<string, unknown>>
    const suites = suitesIn(exports, stemOf(path))
    if (suites.length === 0) throw cannotLoad(nothingFound(exports))
    const names = suites.map((suite) => suite.name)
    const repeated = names.find((name, index) => names.indexOf(name) !== index)
    if (repeated !== undefined) throw cannotLoad(`it exports two suites named "${repeated}"; every name counts once`)
    return suites
  } catch (error) {
    if (error instanceof UsageError) throw error
    if (error instanceof SpecError) throw cannotLoad(error.message, error)
    throw cannotLoad(`${placeOf(error, path)}${describe(error)}`, error)
  } finally {
    giveBack()
    process.off('exit', onExit)
  }
}

/** What a specification writes while it is loaded must not mix with the results. Returns what ends that. */
function lendStdout(): () => void {
  const { write } = process.stdout
  process.stdout.write = process.stderr.write.bind(process.stderr) as typeof write
  return () => {
    process.stdout.write = write
  }
}

function nothingFound(exports: Readonly<Record<string, unknown>>): string {
  const names = Object.keys(exports)
  const promised = names.find((name) => exports[name] instanceof Promise)
  if (promised !== undefined) {
    return `expected an exported suite or specification, and "${promised}" is a promise of something; await it in the file`
  }
  const found = names.length === 0 ? 'it exports nothing' : `none of its exports (${names.join(', ')}) is one`
  return `expected an exported suite or specification, and ${found}; write export const x = suite(…) or export default specify(…)`
}

function placeOf(error: unknown, path: string): string {
  const frame = error instanceof Error ? userFrame(error.stack ?? '') : null
  const isOurs = frame?.includes('/node/load-spec.') ?? true
  return isOurs ? `${path}: ` : `${frame}: `
}

function describe(error: unknown): string {
  const name = error instanceof Error ? `${error.name}: ` : 'it threw '
  return `${name}${messageOf(error).replaceAll(import.meta.resolve('ackproof'), 'ackproof')}`
}

/** `counter` for `counter.spec.ts`. */
function stemOf(path: string): string {
  return basename(path, extname(path)).replace(/\.spec$/, '')
}
