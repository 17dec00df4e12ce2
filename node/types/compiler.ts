/** The user's own compiler: the package `typescript` that an import in their file would find. */
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { nearestAbove } from './above.ts'

export interface Compiler {
  readonly version: string
  /** The script that `node` runs. */
  readonly program: string
}

/** Null where nothing is installed in the folder or above it, or what is there is no compiler. */
export function compilerFor(folder: string): Compiler | null {
  const path = nearestAbove(folder, join('node_modules', 'typescript', 'package.json'))
  if (path === null) return null
  try {
    const { version, bin } = JSON.parse(readFileSync(path, 'utf8')) as {
      readonly version?: unknown
      readonly bin?: { readonly tsc?: unknown }
    }
    if (typeof version !== 'string' || typeof bin?.tsc !== 'string') return null
    return { version, program: join(dirname(path), bin.tsc) }
  } catch {
    return null
  }
}

/** The settings that a bundled file is compiled with came with 5.4. */
export function isOldCompiler({ version }: Compiler): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major < 5 || (major === 5 && minor < 4)
}

/** Before version 6, what is not set means JavaScript of 2009. */
export function hasOldTarget({ version }: Compiler): boolean {
  return Number(version.split('.')[0]) < 6
}
