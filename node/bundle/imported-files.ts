/** What files of a project are made of: to know whether something that was found with them is old. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'

/** By file, it and all files that it imports, itself or in turn, as paths from the root; packages are left out. */
export async function importedFiles(
  root: string,
  files: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: [...files],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    outdir: 'out',
    write: false,
    metafile: true,
  })
  return new Map(files.map((file) => [file, importedBy(file, metafile.inputs)]))
}

type Inputs = Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>

function importedBy(entry: string, inputs: Inputs): readonly string[] {
  const imported = new Set([entry])
  // A set that grows while it is walked is walked to its end.
  for (const file of imported)
    for (const { path } of inputs[file]?.imports ?? []) if (path in inputs) imported.add(path)
  return [...imported].sort()
}

/** A hash of names and contents, 16 hexadecimal digits. */
export function hashOfFiles(root: string, files: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of files) hash.update(`${file}\0${readFileSync(join(root, file), 'utf8')}\0`)
  return hash.digest('hex').slice(0, 16)
}
