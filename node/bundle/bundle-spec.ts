/** Makes one plain JavaScript module of a user's specification, in TypeScript or JavaScript, in any folder. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, extname, join, relative, resolve, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { BuildFailure, Message } from 'esbuild'
import { LoadError } from '../../runs/port/engine.ts'
import { bundleFolder } from './bundle-folder.ts'
import type { CountedSources } from './counted-sources.ts'
import { helperModule, helpers } from './helper-names.ts'
import { isOfOthers, ownSources } from './own-sources.ts'
import { packages } from './packages.ts'

/** A module that can be imported, by any thread, until it is disposed of. What is not goes when the process ends. */
export interface Bundle {
  readonly url: string
  /** A hash of the author's files that are in it: the same in every folder and on every machine. */
  readonly sources: string
  /** Removes the file. Does nothing the second time. */
  dispose(): void
}

let bundles = 0

/**
 * Bundles the file and what it imports from beside it. Imports of `ackproof` mean the running copy of the library, so
 * that there is exactly one; other packages are those of the user's folder. Objects are compared by content, and every
 * file has its own `import.meta`. With `counted`, what runs of the author's files is counted. Throws a `LoadError` with the place of what cannot be bundled.
 */
export async function bundleSpec(path: string, counted: CountedSources | null = null): Promise<Bundle> {
  const { build } = await import('esbuild')
  const outfile = join(folderOrThrow(), nextName(path))
  let sources: string
  try {
    const { outputFiles, metafile } = await build({
      entryPoints: [resolve(path)],
      bundle: true,
      write: false,
      metafile: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: [],
      sourcemap: 'inline',
      sourcesContent: false,
      outfile,
      inject: [helperModule],
      logLevel: 'silent',
      plugins: [helpers(import.meta.resolve('ackproof')), packages, ownSources(counted)],
    })
    sources = hashOf(path, Object.keys(metafile.inputs))
    writeFileSync(outfile, outputFiles[0]?.text ?? '', { mode: 0o600, flag: 'wx' })
  } catch (error) {
    const { message, location } = buildProblem(error)
    throw new LoadError(message, location, { cause: error })
  }
  return { url: pathToFileURL(outfile).href, sources, dispose: () => rmSync(outfile, { force: true }) }
}

/** `inputs` from the working folder. Line ends are those of a checkout, and say nothing. */
function hashOf(entry: string, inputs: readonly string[]): string {
  const hash = createHash('sha256')
  const files = inputs
    .filter((input) => !/^[\w-]{2,}:/.test(input))
    .map((input) => resolve(input))
    .filter((file) => !isOfOthers(file) && existsSync(file))
    .map((file) => ({
      file,
      name: relative(dirname(resolve(entry)), file)
        .split(sep)
        .join('/'),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
  for (const { file, name } of files) {
    hash.update(JSON.stringify([name, readFileSync(file, 'utf8').replaceAll('\r\n', '\n')]))
  }
  return hash.digest('hex')
}

function folderOrThrow(): string {
  try {
    return bundleFolder()
  } catch (error) {
    throw new LoadError(
      `there is no folder for bundled specifications in ${tmpdir()}; set TMPDIR to one that can be written`,
      null,
      { cause: error },
    )
  }
}

function nextName(path: string): string {
  bundles++
  const stem = basename(path, extname(path)).replace(/[^\w.-]/g, '-')
  return `${stem}-${bundles}.mjs`
}

/** The first error of esbuild's as `file:line:column: text`, and its place. */
function buildProblem(error: unknown): { readonly message: string; readonly location: string | null } {
  const messages: readonly Message[] = (error as Partial<BuildFailure>).errors ?? []
  const [first] = messages
  if (first === undefined) {
    const message = error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error)
    return { message, location: null }
  }
  const { location, text } = first
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : ''
  if (location === null) return { message: `${text}${more}`, location: null }
  const file = relative(process.cwd(), location.file) || location.file
  const place = `${file}:${location.line}:${location.column + 1}`
  return { message: `${place}: ${text}${more}`, location: place }
}
