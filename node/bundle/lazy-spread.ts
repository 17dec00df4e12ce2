/**
 * Makes `{ ...state, n: 1 }` in an author's file a copy that reads of `state` only what is looked at: a reducer that spreads
 * its state depends on what it uses, and not on all of it.
 */
import type MagicString from 'magic-string'
import { bare, type Node, type Place, walk } from '../../spec/source/syntax-tree.ts'
import { helper } from './helper-names.ts'
import { offset } from './import-meta.ts'

/** `{ ...state, n: 1 }` becomes `spread(state, () => ({ n: 1 }))` inside of a function. */
export function spreadLazily(place: Place, edits: MagicString): void {
  const { node } = place
  if (node.type !== 'ObjectExpression') return
  const [first, ...rest] = node.properties
  if (first?.type !== 'SpreadElement' || bare(first.argument).type !== 'Identifier') return
  if (!isInFunction(place) || !rest.every(isMovable)) return
  const { start, end } = first.argument
  const [next] = rest
  edits.update(offset(node.start), offset(start), `${helper.spread}(`)
  edits.update(offset(end), next === undefined ? offset(node.end) : offset(next.start), ', () => ({ ')
  // What is around it may end here too, and was written first.
  edits.prependLeft(offset(node.end), next === undefined ? '}))' : '))')
}

function isInFunction({ around }: Place): boolean {
  return around !== null && ('params' in around.node || isInFunction(around))
}

/** Whether a property means the same in an object of its own: no method, no accessor, no prototype, nothing that waits. */
function isMovable(property: Node): boolean {
  if (property.type !== 'ObjectProperty' && property.type !== 'SpreadElement') return false
  if (property.type === 'ObjectProperty' && !property.computed && isPrototype(property.key)) return false
  let isMovable = true
  walk(property, ({ node: { type } }) => {
    if (type === 'AwaitExpression' || type === 'YieldExpression') isMovable = false
  })
  return isMovable
}

function isPrototype(key: Node): boolean {
  return (
    (key.type === 'Identifier' && key.name === '__proto__') ||
    (key.type === 'StringLiteral' && key.value === '__proto__')
  )
}
