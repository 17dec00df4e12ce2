/** CommonJS files of the author's: which they are, and the names that Node gives them. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, extname, join } from 'node:path'
import type MagicString from 'magic-string'
import { messageOf } from '../../runs/port/failure.ts'
import { type Node, walk } from '../../spec/source/syntax-tree.ts'
import { offset } from './import-meta.ts'

/** Whether Node takes a file for a CommonJS module. */
export function isCommonJs(path: string): boolean {
  if (extname(path) !== '.js') return ['.cjs', '.cts'].includes(extname(path))
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const manifest = join(folder, 'package.json')
    if (existsSync(manifest)) return typeIn(manifest) !== 'module'
    if (dirname(folder) === folder) return true
  }
}

function typeIn(manifest: string): unknown {
  try {
    return (JSON.parse(readFileSync(manifest, 'utf8')) as { readonly type?: unknown } | null)?.type
  } catch (error) {
    throw new Error(`"${manifest}" is no JSON that can be read: ${messageOf(error)}`)
  }
}

/** Gives a CommonJS file its `__dirname` and `__filename`, which the bundle does not have. */
export function giveOwnPlace(path: string, program: Extract<Node, { type: 'Program' }>, edits: MagicString): void {
  const [first] = program.body
  // Node takes a `.js` file with imports for a module, whatever its folder says.
  const isModule = extname(path) === '.js' && program.sourceType === 'module'
  if (first === undefined || isModule || !isCommonJs(path)) return
  const own: Readonly<Record<string, string>> = { __dirname: dirname(path), __filename: path }
  const used = new Set<string>()
  walk(program, ({ node }) => {
    if (node.type === 'Identifier' && Object.hasOwn(own, node.name)) used.add(node.name)
  })
  if (used.size === 0) return
  // `var`, since the file may declare the name once more.
  const names = [...used].map((name) => `${name} = ${JSON.stringify(own[name])}`)
  edits.appendLeft(offset(first.start), `var ${names.join(', ')}; `)
}
