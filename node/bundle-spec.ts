/** Makes one plain JavaScript module of a user's specification, whatever it is written in, wherever it lies. */
import { createHash } from 'node:crypto'
import { lstatSync, mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { BuildFailure, Message, Plugin } from 'esbuild'
import { UsageError } from './usage-error.ts'

/**
 * Bundles the file and what it imports from beside it, and returns the URL of the result, which lies in a private
 * cache folder under a name made from its content. Imports of `ackproof` mean the running copy of the library, so that
 * there is exactly one; other packages are those of the user's folder.
 */
export async function bundleSpec(path: string): Promise<string> {
  const { build } = await import('esbuild')
  const folder = cacheFolder()
  try {
    const { outputFiles } = await build({
      entryPoints: [resolve(path)],
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      conditions: [],
      sourcemap: 'inline',
      sourcesContent: false,
      outfile: join(folder, 'spec.mjs'),
      define: { 'import.meta.url': JSON.stringify(pathToFileURL(resolve(path)).href) },
      logLevel: 'silent',
      plugins: [libraryAndPackages],
    })
    return pathToFileURL(store(folder, path, outputFiles[0]?.text ?? '')).href
  } catch (error) {
    throw new UsageError(`cannot load "${path}": ${buildProblem(error)}`, { cause: error })
  }
}

const libraryAndPackages: Plugin = {
  name: 'library-and-packages',
  setup(build) {
    build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'require-call'
        ? { errors: [{ text: `require("${path}") does not work in a specification; write import … from '${path}'` }] }
        : null,
    )
    build.onResolve({ filter: /^ackproof(\/|$)/ }, ({ path }) => {
      try {
        return { path: import.meta.resolve(path), external: true }
      } catch {
        return { errors: [{ text: `"${path}" is no entry of ackproof` }] }
      }
    })
    // A file of this repository imports the language by its path: it, too, means the running copy.
    build.onResolve({ filter: /\/language\/index\.ts$/ }, ({ path, resolveDir }) =>
      resolve(resolveDir, path) === languageSource ? { path: import.meta.resolve('ackproof'), external: true } : null,
    )
    build.onResolve({ filter: /^[^./]/ }, async ({ path, kind, resolveDir, importer, pluginData }) => {
      if (kind === 'entry-point' || pluginData === alreadyResolving || path.startsWith('node:')) return null
      const found = await build.resolve(path, { kind, resolveDir, importer, pluginData: alreadyResolving })
      const isPlainJavaScript = ['.js', '.mjs', '.cjs'].includes(extname(found.path))
      if (found.errors.length > 0 || found.external || !isPlainJavaScript) return found
      return { path: pathToFileURL(found.path).href, external: true }
    })
  },
}

/** Where the source of `ackproof` lies beside the build; nothing is there in an installed package. */
const languageSource = fileURLToPath(new URL('../../spec/language/index.ts', import.meta.url))

const alreadyResolving = Symbol('already resolving')

/** Ours alone: nobody else on the machine may put modules there that we would run. */
function cacheFolder(): string {
  const user = process.getuid?.()
  const folder = join(tmpdir(), `ackproof-${user ?? 'specs'}`)
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const stats = lstatSync(folder)
    const isOurs = stats.isDirectory() && (user === undefined || (stats.uid === user && (stats.mode & 0o022) === 0))
    if (isOurs) return folder
  } catch {
    // A file stands there, or the folder cannot be made: a fresh one does as well.
  }
  try {
    return mkdtempSync(join(tmpdir(), 'ackproof-'))
  } catch (error) {
    throw new UsageError(
      `cannot make a folder for bundled specifications in ${tmpdir()}; set TMPDIR to one that can be written`,
      {
        cause: error,
      },
    )
  }
}

function store(folder: string, path: string, text: string): string {
  const hash = createHash('sha256').update(resolve(path)).update(text).digest('hex').slice(0, 16)
  const stem = basename(path, extname(path)).replace(/[^\w.-]/g, '-')
  const target = join(folder, `${stem}-${hash}.mjs`)
  const draft = `${target}.${process.pid}.draft`
  writeFileSync(draft, text, { mode: 0o600 })
  renameSync(draft, target)
  return target
}

/** The first error of esbuild's as `file:line:column: text`. */
function buildProblem(error: unknown): string {
  const messages: readonly Message[] = (error as Partial<BuildFailure>).errors ?? []
  const [first] = messages
  if (first === undefined) return error instanceof Error ? error.message.replace(/\s*\n\s*/g, ' ') : String(error)
  const { location, text } = first
  const more = messages.length > 1 ? ` (and ${messages.length - 1} more)` : ''
  if (location === null) return `${text}${more}`
  const file = relative(process.cwd(), location.file) || location.file
  return `${file}:${location.line}:${location.column + 1}: ${text}${more}`
}
