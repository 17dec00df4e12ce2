/** Finds files that hold specifications: below a folder, or by a glob. In a fixed order, links not followed. */
import { join, resolve } from 'node:path'
import { glob } from 'tinyglobby'
import { specExtensions } from './spec-extensions.ts'

/** The names by which specifications are found where nobody names the file: `lock.ack.ts` and the like. */
const found = `*.ack.{${specExtensions.map((ending) => ending.slice(1)).join(',')}}`

/** Folders that hold what was installed or built. They are looked into where they are named, and not on the way. */
const passedOver = ['node_modules', 'dist', 'build', 'out', 'coverage']

interface Depth {
  /** Folders are looked into down to this level. */
  readonly deep?: number
}

/** Every `*.ack.*` below a folder, as a path that begins with `folder`; empty where there is none. */
export async function specsBelow(folder: string, depth: Depth = {}): Promise<readonly string[]> {
  return pathsOf(folder, await search(folder, `**/${found}`, depth))
}

/**
 * What a glob of files stands for. One whose last part has a dot, as `src/*.spec.ts`, stands for every file that it
 * matches and that can hold a specification; any other for the `*.ack.*` among the files, and below the folders.
 */
export async function specsMatching(pattern: string): Promise<readonly string[]> {
  const { base, rest } = splitGlob(process.platform === 'win32' ? pattern.replaceAll('\\', '/') : pattern)
  if (rest.includes('.', rest.lastIndexOf('/') + 1)) {
    const names = await search(base, rest)
    return pathsOf(
      base,
      names.filter((name) => specExtensions.some((ending) => name.endsWith(ending)) && !/\.d\.[mc]?ts$/.test(name)),
    )
  }
  return pathsOf(base, await search(base, [`${rest}/**/${found}`, ...ownFiles(rest)]))
}

/** The same glob for the names of specifications alone, where its last part can be one. */
function ownFiles(rest: string): readonly string[] {
  return rest.endsWith('*') ? [`${rest.replace(/\*+$/, '')}${found}`] : []
}

/** The folder that a glob begins with, and the part with wildcards. */
function splitGlob(pattern: string): { readonly base: string; readonly rest: string } {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => /[*?[\]{}()!]/.test(part))
  const at = first < 0 ? parts.length - 1 : first
  return {
    base: parts.slice(0, at).join('/') || (pattern.startsWith('/') ? '/' : '.'),
    rest: parts.slice(at).join('/'),
  }
}

function search(folder: string, patterns: string | readonly string[], depth: Depth = {}): Promise<string[]> {
  return glob(patterns, {
    cwd: resolve(folder),
    ignore: [`**/{${passedOver.join(',')}}/**`],
    followSymbolicLinks: false,
    expandDirectories: false,
    ...depth,
  })
}

function pathsOf(folder: string, names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort().map((name) => {
    const path = join(folder, name).replaceAll('\\', '/')
    // No argument that is written down may look like an option.
    return path.startsWith('-') ? `./${path}` : path
  })
}
