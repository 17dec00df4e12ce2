/** Rewrites the files of the author, which are all but those of packages and of the library itself. */
import { readFile } from 'node:fs/promises'
import { extname, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Loader, PartialMessage, Plugin, PluginBuild } from 'esbuild'
import type { CountedSources } from './counted-sources.ts'
import { Refusal } from './refusal.ts'
import { rewriteSource } from './rewrite-source.ts'

const loaders: Readonly<Record<string, Loader>> = {
  '.ts': 'ts',
  '.mts': 'ts',
  '.cts': 'ts',
  '.tsx': 'tsx',
  '.js': 'js',
  '.mjs': 'js',
  '.cjs': 'js',
  '.jsx': 'jsx',
}

/** Where the library's own source lies beside the build; nothing is there in an installed package. */
const libraryFolders = ['language', 'parts'].map((name) =>
  fileURLToPath(new URL(`../../../spec/${name}/`, import.meta.resolve('ackproof'))),
)

/** With `counted`, what runs of these files is counted. */
export const ownSources = (counted: CountedSources | null): Plugin => ({
  name: 'own-sources',
  setup(build) {
    build.onLoad({ filter: /\.[cm]?[jt]sx?$/, namespace: 'file' }, async ({ path }) => {
      const loader = loaders[extname(path)]
      if (loader === undefined || isOfOthers(path)) return null
      const text = await readFile(path, 'utf8')
      try {
        return { contents: rewriteSource(path, text, counted), loader }
      } catch (error) {
        const problems = await problemsIn(build, path, text, loader, error)
        return { errors: problems }
      }
    })
  },
})

/** Whether a file is one of a package, or of the library itself. */
export function isOfOthers(path: string): boolean {
  return path.includes(`${sep}node_modules${sep}`) || libraryFolders.some((folder) => path.startsWith(folder))
}

/** What esbuild says of a file that is no source is what its users know. */
async function problemsIn(
  build: PluginBuild,
  path: string,
  text: string,
  loader: Loader,
  error: unknown,
): Promise<PartialMessage[]> {
  if (error instanceof Refusal) return [messageAt(path, text, error.start, error.message)]
  try {
    await build.esbuild.transform(text, { loader, sourcefile: path, logLevel: 'silent' })
  } catch (failure) {
    return (failure as { readonly errors: PartialMessage[] }).errors
  }
  const at = (error as { readonly pos?: unknown }).pos
  const problem = error instanceof Error ? error.message : String(error)
  return [messageAt(path, text, typeof at === 'number' ? at : 0, `cannot read this file: ${problem}`)]
}

function messageAt(file: string, text: string, start: number, problem: string): PartialMessage {
  const before = text.slice(0, start).split('\n')
  const column = before.at(-1)?.length ?? 0
  const lineText = text.split('\n')[before.length - 1] ?? ''
  return { text: problem, location: { file, line: before.length, column, lineText } }
}
