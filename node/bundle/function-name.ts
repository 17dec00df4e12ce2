/** What a function of an author's is called in a report on coverage. */
import { bare, type Node, type Place, propertyName, wrapped } from '../../spec/source/syntax-tree.ts'

/** Its own name, or that of what it is given to or put into: `isFull`, `always small`, `when`. No commas, one line. */
export function functionName(place: Place): string {
  return nameOf(place)
    .replace(/[\s,]+/g, ' ')
    .trim()
}

function nameOf(place: Place): string {
  const { node } = place
  if ('id' in node && node.id?.type === 'Identifier') return node.id.name
  if ('key' in node) return keyText(node.key)
  const { parent, role } = wrapped(place)
  switch (parent?.type) {
    case 'VariableDeclarator':
      return parent.id.type === 'Identifier' ? parent.id.name : 'function'
    case 'ObjectProperty':
    case 'ClassProperty':
      return keyText(parent.key)
    case 'CallExpression':
    case 'NewExpression':
      return role === 'arguments' ? callText(parent) : 'function'
    default:
      return 'function'
  }
}

function callText({ callee, arguments: given }: Extract<Node, { type: 'CallExpression' | 'NewExpression' }>): string {
  const called = bare(callee)
  const name = called.type === 'Identifier' ? called.name : (propertyName(called) ?? 'function')
  const [first] = given
  return first?.type === 'StringLiteral' ? `${name} ${first.value}` : name
}

function keyText(key: Node): string {
  if (key.type === 'Identifier') return key.name
  return key.type === 'StringLiteral' ? key.value : 'function'
}
