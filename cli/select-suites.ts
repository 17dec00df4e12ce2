/** From what stands on the command line to suites: names, globs of names, and files. */
import { existsSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { loadFile } from '../node/load-file.ts'
import { specExtensions } from '../node/spec-extensions.ts'
import { UsageError } from '../node/usage-error.ts'
import type { Engine } from '../runs/port/engine.ts'
import type { SuiteOutline } from '../runs/port/outline.ts'
import type { PlannedSuite } from '../runs/port/plan.ts'
import { suggest } from '../spec/language/suggest.ts'

/** The suites that the arguments name, each once, in the order of the arguments; all built-in ones for no argument. */
export async function selectSuites(specs: readonly string[], engine: Engine): Promise<readonly PlannedSuite[]> {
  const source = { kind: 'built-in' } as const
  const builtIn = await engine.load(source)
  const selected: PlannedSuite[] = []
  for (const spec of specs.length === 0 ? ['*'] : specs) {
    const found = isFile(spec, builtIn)
      ? await fromFile(spec, engine)
      : matching(spec, builtIn).map((suite) => ({ suite, source, argument: suite.name }))
    for (const each of found) if (!selected.some((other) => isSame(each, other))) selected.push(each)
  }
  return selected
}

/** A file is loaded each time that it is named. */
function isSame(one: PlannedSuite, other: PlannedSuite): boolean {
  return one.argument === other.argument && one.suite.name === other.suite.name
}

async function fromFile(path: string, engine: Engine): Promise<readonly PlannedSuite[]> {
  if (!existsSync(path)) {
    const isGlob = /[*?]/.test(path)
    throw new UsageError(
      isGlob
        ? `no such file: "${path}"; globs stand for names of built-in suites, the shell fills in those of files`
        : `no such file: "${path}"; expected a specification file (${specExtensions.join(', ')})`,
    )
  }
  requireRegularFile(path)
  return loadFile(path, engine)
}

function isFile(spec: string, builtIn: readonly SuiteOutline[]): boolean {
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

function matching(glob: string, builtIn: readonly SuiteOutline[]): readonly SuiteOutline[] {
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

function matchingNames(glob: string, builtIn: readonly SuiteOutline[]): readonly string[] {
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
