/** Has specifications compiled by the user's own compiler, in processes beside what else goes on. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, extname, join, relative } from 'node:path'
import { messageOf } from '../../runs/port/failure.ts'
import type { RunError } from '../../runs/session/ended-run.ts'
import { allAbove, nearestAbove } from './above.ts'
import { cacheFolder } from './cache-folder.ts'
import { compileSettings } from './compile-settings.ts'
import { type Compiler, compilerFor, isOldCompiler } from './compiler.ts'
import { type Diagnostic, diagnosticsIn, isAboutSettings, isSyntax, isUnknownSetting } from './diagnostics.ts'
import { type Project, projectsOf } from './project.ts'
import { runTsc } from './run-tsc.ts'

export interface TypesChecked {
  /** In the specifications and what they import, outside `node_modules`; and why a compiler gave no answer. */
  readonly errors: readonly RunError[]
  /** What was not checked, and why that is no error. */
  readonly notes: readonly string[]
}

export interface TypeCheck {
  /** Null where it was stopped. Never rejects. */
  readonly ended: Promise<TypesChecked | null>
  /** Kills what runs. */
  stop(): void
}

/** A compiler that takes longer, in all, hangs. */
const usualPatienceMs = 120_000

/** Starts at once. `files` are specifications of any kind; those in JavaScript count where their project checks it. */
export function checkTypes(files: readonly string[], patienceMs = usualPatienceMs): TypeCheck {
  const ending = new AbortController()
  let isStopped = false
  const patience = setTimeout(() => ending.abort(), patienceMs)
  const stop = (): void => {
    isStopped = true
    ending.abort()
  }
  process.on('SIGINT', stop).on('SIGTERM', stop)
  const ended = checkAll([...new Set(files.map((file) => realpathSync(file)))], ending.signal)
    .catch((error: unknown): TypesChecked => ({ errors: [noAnswer('the compiler', messageOf(error))], notes: [] }))
    .then((checked) => (isStopped ? null : checked))
    .finally(() => {
      clearTimeout(patience)
      process.off('SIGINT', stop).off('SIGTERM', stop)
    })
  return { ended, stop }
}

async function checkAll(files: readonly string[], signal: AbortSignal): Promise<TypesChecked> {
  const errors: RunError[] = []
  const notes: string[] = []
  const place = (file: string | undefined): string => relative(process.cwd(), file ?? '')
  const groups = grouped(files, (file) => {
    const compiler = compilerFor(dirname(file))
    return [compiler?.program ?? '', nearestAbove(dirname(file), 'tsconfig.json') ?? ''].join('\n')
  })
  for (const group of groups) {
    const folder = dirname(group[0] ?? '')
    const compiler = compilerFor(folder)
    const typed = group.filter(isTypeScript)
    if (compiler === null || isOldCompiler(compiler)) {
      if (typed.length === 0) continue
      const what = compiler === null ? 'there is no typescript' : `typescript ${compiler.version} is older than 5.4`
      notes.push(
        `the types of ${listed(typed.map(place))} are not checked: ${what} (npm install --save-dev typescript)`,
      )
      continue
    }
    const projects = await projectsOf(group, nearestAbove(folder, 'tsconfig.json'), compiler, signal)
    for (const [project, members] of projects) {
      const specs = members.filter((file) => isTypeScript(file) || project.settings.checkJs === true)
      if (specs.length === 0) continue
      const checked = await compile(specs, project, compiler, signal)
      errors.push(...checked.errors)
      notes.push(...checked.notes)
    }
  }
  const keys = errors.map(({ message, location }) => `${location} ${message}`)
  return { errors: errors.filter((_, index) => keys.indexOf(keys[index] ?? '') === index), notes: [...new Set(notes)] }
}

async function compile(
  specs: readonly string[],
  project: Project,
  compiler: Compiler,
  signal: AbortSignal,
): Promise<TypesChecked> {
  const folder = dirname(project.config ?? specs[0] ?? '')
  const cache = cacheFolder(folder)
  const id = createHash('sha256')
    .update([compiler.program, compiler.version, project.config ?? '', ...specs].join('\n'))
    .digest('hex')
  const config = join(cache, `types-${id.slice(0, 16)}.json`)
  const buildInfo = join(cache, `types-${id.slice(0, 16)}.tsbuildinfo`)
  const typeRoots = allAbove(folder, join('node_modules', '@types'))
  write(config, compileSettings(specs, project, compiler, { buildInfo, typeRoots }))
  const ended = await runTsc(compiler, ['-p', config, '--pretty', 'false'], folder, signal)
  const who = `TypeScript ${compiler.version} (${relative(process.cwd(), compiler.program)})`
  const found = diagnosticsIn(ended.stdout, folder)
    .filter((each) => !isUnknownSetting(each))
    // What is said of a setting here is about where the project says it.
    .map((each) => (each.file === config ? { ...each, file: project.config, line: 0 } : each))
  const counted = found.filter(({ file }) => file !== null && (specs.includes(file) || !isInstalled(file)))
  const errors = counted.filter((each) => !isAboutSettings(each))
  if (errors.some(isWithoutLibrary) && specs.every((file) => !hasLibrary(dirname(file)))) {
    return { errors: [], notes: [withoutLibraryNote(specs)] }
  }
  const reason = signal.aborted ? 'it did not come to an end, and was killed' : reasonForNothing(ended, found, errors)
  if (reason === null) return { errors: errors.map(errorOf), notes: [] }
  // What it keeps may be what it fails on.
  rmSync(buildInfo, { force: true })
  return { errors: [...errors.map(errorOf), noAnswer(who, reason)], notes: [] }
}

/** Why the absence of errors says nothing, or null. */
function reasonForNothing(
  { code, stdout, stderr }: Awaited<ReturnType<typeof runTsc>>,
  found: readonly Diagnostic[],
  errors: readonly Diagnostic[],
): string | null {
  const settings = found.find(isAboutSettings)
  if (settings !== undefined) return inOneLine(placed(settings))
  const syntax = found.find((each) => isSyntax(each) && !errors.includes(each))
  if (syntax !== undefined && errors.length === 0) return inOneLine(placed(syntax))
  if (code === 0 || found.length > 0 || diagnosticsIn(stdout, '/').some(isUnknownSetting)) return null
  const lines = `${stderr}\n${stdout}`.split('\n').map((line) => line.trim())
  const said = lines.find((line) => /error/i.test(line)) ?? lines.find((line) => line !== '') ?? 'nothing'
  return `it ended with ${code === null ? 'a signal' : `exit code ${code}`} and said: ${said}`
}

function noAnswer(who: string, reason: string): RunError {
  return { message: `the types could not be checked by ${who}: ${reason}; --no-types leaves types out`, location: null }
}

function placed({ file, line, column, message }: Diagnostic): string {
  if (file === null) return message
  const name = relative(process.cwd(), file)
  return line === 0 ? `${name}: ${message}` : `${name}:${line}:${column}: ${message}`
}

function inOneLine(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ')
}

function errorOf({ file, line, column, message }: Diagnostic): RunError {
  return { message, location: `${file}:${line}:${column}` }
}

function isWithoutLibrary({ code, message }: Diagnostic): boolean {
  return code === 2307 && /'ackproof(\/[^']*)?'/.test(message)
}

function withoutLibraryNote(specs: readonly string[]): string {
  const names = listed(specs.map((file) => relative(process.cwd(), file)))
  return `the types of ${names} are not checked: ackproof is not installed there (npm install --save-dev ackproof)`
}

/** Whether an import of `ackproof` finds a package from this folder: an installed one, or the one that the folder is in. */
function hasLibrary(folder: string): boolean {
  if (nearestAbove(folder, join('node_modules', 'ackproof')) !== null) return true
  const own = nearestAbove(folder, 'package.json')
  return own !== null && /"name"\s*:\s*"ackproof"/.test(readFileSync(own, 'utf8'))
}

function isTypeScript(file: string): boolean {
  return /^\.([mc]?ts|tsx)$/.test(extname(file))
}

function isInstalled(file: string): boolean {
  return /[\\/]node_modules[\\/]/.test(file)
}

function listed(names: readonly string[]): string {
  return names.length > 2 ? `${names[0]} and ${names.length - 1} more` : names.join(' and ')
}

function grouped(files: readonly string[], keyOf: (file: string) => string): readonly (readonly string[])[] {
  const groups = new Map<string, string[]>()
  for (const file of files) groups.set(keyOf(file), [...(groups.get(keyOf(file)) ?? []), file])
  return [...groups.values()]
}

function write(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text)
}
