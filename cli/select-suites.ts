/** From what stands on the command line to suites: names, globs of names, and files. */
import { existsSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import type { SpecSource } from '../node/thread-protocol.ts'
import type { AnySuite } from '../spec/language/index.ts'
import { suggest } from '../spec/language/suggest.ts'
import { UsageError } from './usage-error.ts'

export interface SelectedSuite {
  readonly suite: AnySuite
  /** From where a worker thread loads it. */
  readonly source: SpecSource
  /** What a person writes to select it again: its name, or the file as it was given. */
  readonly argument: string
}

export interface LoadedFile {
  readonly suites: readonly AnySuite[]
  readonly source: SpecSource
}

const specExtensions = ['.ts', '.mts', '.js', '.mjs']

/** The suites that the arguments name, each once, in the order of the arguments; all built-in ones for no argument. */
export async function selectSuites(
  specs: readonly string[],
  builtIn: readonly AnySuite[],
  loadFile: (path: string) => Promise<LoadedFile>,
): Promise<readonly SelectedSuite[]> {
  const selected: SelectedSuite[] = []
  for (const spec of specs.length === 0 ? ['*'] : specs) {
    const found = isFile(spec, builtIn)
      ? await fromFile(spec, loadFile)
      : matching(spec, builtIn).map((suite) => ({ suite, source: { kind: 'built-in' as const }, argument: suite.name }))
    for (const each of found) if (!selected.some((other) => other.suite === each.suite)) selected.push(each)
  }
  return selected
}

async function fromFile(
  path: string,
  loadFile: (path: string) => Promise<LoadedFile>,
): Promise<readonly SelectedSuite[]> {
  if (!existsSync(path)) {
    const isGlob = /[*?]/.test(path)
    throw new UsageError(
      isGlob
        ? `no such file: "${path}"; globs stand for names of built-in suites, the shell fills in those of files`
        : `no such file: "${path}"; expected a specification file (${specExtensions.join(', ')})`,
    )
  }
  requireRegularFile(path)
  const { suites, source } = await loadFile(path)
  return suites.map((suite) => ({ suite, source, argument: path }))
}

function isFile(spec: string, builtIn: readonly AnySuite[]): boolean {
  if (builtIn.some((suite) => suite.name === spec)) return false
  if (specExtensions.includes(extname(spec))) return true
  if (spec.trim() === '')
    throw new UsageError('SPEC is empty; expected the name of a suite, a glob of names, or a file')
  if (existsSync(spec) && matchingNames(spec, builtIn).length === 0) requireRegularFile(spec)
  return false
}

function requireRegularFile(path: string): void {
  const stats = statSync(path)
  const expected = `expected a specification file (${specExtensions.join(', ')})`
  if (stats.isDirectory()) throw new UsageError(`"${path}" is a folder; ${expected}`)
  if (!specExtensions.includes(extname(path))) throw new UsageError(`"${path}" cannot be a specification; ${expected}`)
  if (!stats.isFile()) throw new UsageError(`"${path}" is no regular file; ${expected}`)
}

function matching(glob: string, builtIn: readonly AnySuite[]): readonly AnySuite[] {
  const names = matchingNames(glob, builtIn)
  if (names.length > 0) return builtIn.filter((suite) => names.includes(suite.name))
  const known = builtIn.map((suite) => suite.name)
  if (/[*?]/.test(glob)) throw new UsageError(`no built-in suite matches "${glob}"${nearest(glob, known)}`)
  const folder = glob.replace(/\/$/, '')
  const isFolder = known.some((name) => name.startsWith(`${folder}/`))
  const hint = isFolder ? `; did you mean "${folder}/*"?` : nearest(glob, known)
  throw new UsageError(`there is no built-in suite "${glob}"${hint}`)
}

const mostNamesListed = 12

function nearest(name: string, known: readonly string[]): string {
  const hint = suggest(name, known)
  const isList = !hint.includes('did you mean')
  return isList && known.length > mostNamesListed ? `; \`ackproof list\` names all ${known.length}` : hint
}

function matchingNames(glob: string, builtIn: readonly AnySuite[]): readonly string[] {
  const pattern = globPattern(glob)
  return builtIn.map((suite) => suite.name).filter((name) => pattern.test(name))
}

/** `*` stands for any text, `?` for one character; everything else for itself. */
function globPattern(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`)
}
