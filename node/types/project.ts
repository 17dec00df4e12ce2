/** A project of the user's: its `tsconfig.json` as the compiler reads it. */
import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Compiler } from './compiler.ts'
import { runTsc } from './run-tsc.ts'

export interface Project {
  /** Whole path of its configuration; null for none. */
  readonly config: string | null
  /** Settings in force, with those that it inherits. */
  readonly settings: Readonly<Record<string, unknown>>
  /** Whole paths of the files that belong to it. */
  readonly files: readonly string[]
}

interface Shown {
  readonly compilerOptions?: Readonly<Record<string, unknown>>
  readonly files?: readonly string[]
  readonly references?: readonly { readonly path: string }[]
}

/**
 * The project of each file, by file. `config` is the nearest `tsconfig.json`, or null. Where that one only refers to
 * others, as in a folder with `tsconfig.app.json`, it is the first of them that has the file, else the first of all.
 */
export async function projectsOf(
  files: readonly string[],
  config: string | null,
  compiler: Compiler,
  signal: AbortSignal,
): Promise<ReadonlyMap<Project, readonly string[]>> {
  if (config === null) return new Map([[{ config, settings: {}, files: [] }, files]])
  const shown = await show(config, compiler, signal)
  const own = projectOf(config, shown)
  const byProject = new Map<Project, readonly string[]>()
  const take = (file: string, project: Project): void => {
    byProject.set(project, [...(byProject.get(project) ?? []), file])
  }
  let left = files.filter((file) => !own.files.includes(file))
  for (const file of files) if (!left.includes(file)) take(file, own)
  const isOwn = own.files.length > 0
  let other: Project | null = isOwn ? own : null
  for (const { path } of shown.references ?? []) {
    if (left.length === 0) break
    const referred = configAt(resolve(dirname(config), path))
    if (referred === null) continue
    const project = projectOf(referred, await show(referred, compiler, signal))
    other ??= project
    for (const file of left) if (project.files.includes(file)) take(file, project)
    left = left.filter((file) => !project.files.includes(file))
  }
  for (const file of left) take(file, other ?? own)
  return byProject
}

function configAt(path: string): string | null {
  if (!existsSync(path)) return null
  if (!statSync(path).isDirectory()) return path
  const inside = join(path, 'tsconfig.json')
  return existsSync(inside) ? inside : null
}

/** What the compiler makes of a configuration; nothing where it cannot read it, which it says when it compiles. */
async function show(config: string, compiler: Compiler, signal: AbortSignal): Promise<Shown> {
  const { stdout } = await runTsc(compiler, ['-p', config, '--showConfig'], dirname(config), signal)
  try {
    return JSON.parse(stdout) as Shown
  } catch {
    return {}
  }
}

function projectOf(config: string, { compilerOptions = {}, files = [] }: Shown): Project {
  return { config, settings: compilerOptions, files: files.map((file) => resolve(dirname(config), file)) }
}
