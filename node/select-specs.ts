/** What stands on the command line for specifications: names of built-in suites, files, folders, and globs of both. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { extname } from 'node:path'
import { isDynamicPattern } from 'tinyglobby'
import { suggest } from '../spec/language/suggest.ts'
import { specExtensions } from './spec-extensions.ts'
import { specsBelow, specsMatching } from './spec-files.ts'
import { UsageError } from './usage-error.ts'

export type SelectedSpec =
  | { readonly kind: 'built-in'; readonly name: string }
  /** `path` is what a person writes to name this file alone. */
  | { readonly kind: 'file'; readonly path: string }

export interface SpecRequest {
  /** The arguments, as they were written. */
  readonly specs: readonly string[]
  /** All built-in suites, before what the arguments say. */
  readonly isBuiltIn: boolean
}

const expectedFile = `expected a specification file (${specExtensions.join(', ')})`

/**
 * The suites and files that are asked for, each once, in the order of the arguments; every `*.ack.*` below the current
 * folder where nothing is asked for. `builtIn` has the names of the suites that ship. `note` is told of a name that has
 * two meanings. Throws UsageError for an argument that stands for nothing.
 */
export async function selectSpecs(
  { specs, isBuiltIn }: SpecRequest,
  builtIn: readonly string[],
  note: (text: string) => void,
): Promise<readonly SelectedSpec[]> {
  const selected: SelectedSpec[] = (isBuiltIn ? builtIn : []).map(builtInSpec)
  if (specs.length === 0 && !isBuiltIn) selected.push(...(await allHere()))
  for (const spec of specs) selected.push(...(await meaningOf(spec, builtIn, note)))
  const seen = new Set<string>()
  return selected.filter((each) => {
    const id = each.kind === 'file' ? `file ${realpathSync(each.path)}` : `suite ${each.name}`
    return !seen.has(id) && seen.add(id)
  })
}

function builtInSpec(name: string): SelectedSpec {
  return { kind: 'built-in', name }
}

function fileSpec(path: string): SelectedSpec {
  return { kind: 'file', path }
}

async function allHere(): Promise<readonly SelectedSpec[]> {
  const paths = await specsBelow('.')
  if (paths.length > 0) return paths.map(fileSpec)
  throw new UsageError(
    'there is no specification (*.ack.ts) in this folder or below it; `ackproof new lock` writes one, --built-in takes the suites that ship, and a file of any other name has to be named',
  )
}

/** A name of ours wins over a path of the same text: `./` before it makes it a path. */
async function meaningOf(
  spec: string,
  builtIn: readonly string[],
  note: (text: string) => void,
): Promise<readonly SelectedSpec[]> {
  if (spec.trim() === '')
    throw new UsageError('SPEC is empty; expected the name of a suite, a file, a folder or a glob')
  const names = isPath(spec) ? [] : builtIn.filter((name) => globOfNames(spec).test(name))
  if (names.length > 0) {
    const isHere = existsSync(spec) || (isDynamicPattern(spec) && (await specsMatching(spec)).length > 0)
    if (isHere) note(`"${spec}" is taken for built-in suites; write "./${spec}" for what lies here`)
    return names.map(builtInSpec)
  }
  if (existsSync(spec)) return statSync(spec).isDirectory() ? inFolder(spec) : [fileSpec(regularFile(spec))]
  if (isDynamicPattern(spec)) return byGlob(spec, builtIn)
  throw new UsageError(await nothingNamed(spec, builtIn))
}

/** Whether a text cannot be meant for names of suites, in which `*` stands for any text. */
function isPath(spec: string): boolean {
  return /^\.{0,2}[/\\]|\*\*/.test(spec) || specExtensions.includes(extname(spec))
}

/** In names, `*` stands for any text, `?` for one character; everything else for itself. */
function globOfNames(glob: string): RegExp {
  const source = glob
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*+/g, '.*')
    .replaceAll('?', '.')
  return new RegExp(`^${source}$`)
}

async function inFolder(folder: string): Promise<readonly SelectedSpec[]> {
  const paths = await specsBelow(folder)
  if (paths.length > 0) return paths.map(fileSpec)
  throw new UsageError(`there is no specification (*.ack.ts) in the folder "${folder}"${await nearestFile(folder)}`)
}

function regularFile(path: string): string {
  if (!specExtensions.includes(extname(path))) {
    throw new UsageError(`"${path}" cannot be a specification; ${expectedFile}`)
  }
  if (!statSync(path).isFile()) throw new UsageError(`"${path}" is no regular file; ${expectedFile}`)
  return path
}

async function byGlob(glob: string, builtIn: readonly string[]): Promise<readonly SelectedSpec[]> {
  const paths = await specsMatching(glob)
  if (paths.length > 0) return paths.map(fileSpec)
  const hint = isPath(glob) ? await nearestFile(glob) : nearest(glob, [...(await filesHere()), ...builtIn])
  throw new UsageError(`no built-in suite and no specification file matches "${glob}"${hint}`)
}

async function nothingNamed(spec: string, builtIn: readonly string[]): Promise<string> {
  if (specExtensions.includes(extname(spec))) return `no such file: "${spec}"${await nearestFile(spec)}`
  const start = `there is no built-in suite, file or folder "${spec}"`
  const folder = spec.replace(/\/$/, '')
  const names = builtIn
  if (names.some((name) => name.startsWith(`${folder}/`))) return `${start}; did you mean "${folder}/*"?`
  const files = await filesHere()
  const begun = files.find((path) => path.startsWith(`${spec.replace(/^\.\//, '')}.`))
  return begun === undefined ? `${start}${nearest(spec, [...files, ...names])}` : `${start}; did you mean "${begun}"?`
}

/** A name that is nearly meant need not be looked for at the other end of the disk. */
const nearLevels = 6

function filesHere(): Promise<readonly string[]> {
  return specsBelow('.', { deep: nearLevels })
}

async function nearestFile(text: string): Promise<string> {
  const files = await filesHere()
  return nearest(text, files, `; ${expectedFile}`)
}

const mostNamesListed = 12

/** What is nearest, or a short list, or else `otherwise`. */
function nearest(
  text: string,
  known: readonly string[],
  otherwise = '; `ackproof list` names the built-in suites',
): string {
  const hint = suggest(text, known)
  const isList = !hint.includes('did you mean')
  return hint === '' || (isList && known.length > mostNamesListed) ? otherwise : hint
}
