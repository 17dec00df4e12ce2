/** The source of a function of the author's, as a tree. */
import { parseExpression } from '@babel/parser'
import { isCollectionClass, isEquality, isSurelyPrimitive } from './primitive.ts'
import { bare, type Node, type Place, propertyName, walk } from './syntax-tree.ts'

export type FunctionNode = Extract<Node, { type: 'ArrowFunctionExpression' | 'FunctionExpression' | 'ObjectMethod' }>

export interface FunctionSource {
  readonly text: string
  readonly node: FunctionNode
  /** All that runs of it, what stands outside first. */
  readonly places: readonly Place[]
  /** What stands in `text` of a node. */
  snippet(node: Node): string
}

/** Functions are made again and again of the same text. */
const byText = new Map<string, FunctionSource | null>()

/** Anything else that a function does plays no part. */
const mayCompareObjects = /[=!]=|\bswitch\b|\bincludes\b|ndexOf\b|\bhas\b|\bget\b|\bdelete\b|Set\b|Map\b|\bis\b/

/** Null where the function compares nothing that may be an object, and where its source cannot be read. */
export function sourceOf(written: unknown): FunctionSource | null {
  if (typeof written !== 'function') return null
  const text = Function.prototype.toString.call(written)
  if (!mayCompareObjects.test(text)) return null
  const source = anySourceOf(written)
  return source?.places.some(isSuspect) ? source : null
}

/** Null where the source cannot be read. */
export function anySourceOf(written: unknown): FunctionSource | null {
  if (typeof written !== 'function') return null
  const text = Function.prototype.toString.call(written)
  const known = byText.get(text)
  if (known !== undefined) return known
  const source = read(text)
  byText.set(text, source)
  return source
}

function read(text: string): FunctionSource | null {
  // A method of an object stands without the word `function`.
  for (const [before, after] of [
    ['(', ')'],
    ['({', '})'],
  ] as const) {
    const node = functionIn(`${before}${text}${after}`)
    if (node === null) continue
    const places: Place[] = []
    walk(node, (place) => {
      places.push(place)
    })
    const snippet = ({ start, end }: Node): string =>
      text.slice((start ?? 0) - before.length, (end ?? 0) - before.length).replace(/\s+/g, ' ')
    return { text, node, places, snippet }
  }
  return null
}

function functionIn(text: string): FunctionNode | null {
  try {
    const node = bare(parseExpression(text, { createParenthesizedExpressions: true, errorRecovery: true }))
    if (node.type === 'ArrowFunctionExpression' || node.type === 'FunctionExpression') return node
    const [method] = node.type === 'ObjectExpression' ? node.properties : []
    return method?.type === 'ObjectMethod' ? method : null
  } catch {
    return null
  }
}

function isSuspect({ node }: Place): boolean {
  if (node.type === 'BinaryExpression') {
    return isEquality(node.operator) && !isSurelyPrimitive(node.left) && !isSurelyPrimitive(node.right)
  }
  if (node.type === 'SwitchStatement') return node.cases.some(({ test }) => test != null && !isSurelyPrimitive(test))
  if (node.type === 'NewExpression') {
    const [content] = node.arguments
    return isCollectionClass(node.callee) && content !== undefined && !isSurelyPrimitive(content)
  }
  if (node.type !== 'CallExpression' && node.type !== 'OptionalCallExpression') return false
  const name = propertyName(bare(node.callee))
  return (
    name !== null &&
    ['includes', 'indexOf', 'lastIndexOf', 'has', 'get', 'delete', 'add', 'set', 'is'].includes(name) &&
    !node.arguments.every(isSurelyPrimitive)
  )
}
