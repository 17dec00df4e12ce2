/** Gives each file its own `import.meta`, which in the bundle would be that of the bundle. */
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type MagicString from 'magic-string'
import { type Place, propertyName } from '../../spec/source/syntax-tree.ts'
import { Refusal } from './refusal.ts'

/** Throws a `Refusal` for `import.meta.resolve`, which would resolve from the folder of the bundle. */
export function giveOwnImportMeta(path: string, { node, parent, role }: Place, edits: MagicString): void {
  if (node.type !== 'MetaProperty' || node.meta.name !== 'import') return
  const own: Readonly<Record<string, string>> = {
    url: pathToFileURL(path).href,
    dirname: dirname(path),
    filename: path,
  }
  const name = parent !== null && role === 'object' ? propertyName(parent) : null
  if (name === 'resolve') {
    throw new Refusal(
      offset(node.start),
      "import.meta.resolve does not work in a specification; write new URL('./file', import.meta.url)",
    )
  }
  if (name !== null && parent !== null && Object.hasOwn(own, name)) {
    edits.update(offset(parent.start), offset(parent.end), JSON.stringify(own[name]))
  } else {
    edits.update(offset(node.start), offset(node.end), `(${JSON.stringify(own)})`)
  }
}

/** A node that was parsed has its offsets. */
export function offset(place: number | null | undefined): number {
  return place ?? 0
}
