/** Which expressions cannot give an object, so that comparing them compares content anyway; and what compares identity. */
import { bare, type Node, propertyName } from './syntax-tree.ts'

const primitiveNames = new Set(['undefined', 'NaN', 'Infinity'])

/** Whether an expression gives null, undefined, a boolean, a number, a bigint or a string in every case. */
export function isSurelyPrimitive(expression: Node): boolean {
  const node = bare(expression)
  switch (node.type) {
    case 'StringLiteral':
    case 'NumericLiteral':
    case 'BigIntLiteral':
    case 'BooleanLiteral':
    case 'NullLiteral':
    case 'TemplateLiteral':
    case 'BinaryExpression':
    case 'UnaryExpression':
    case 'UpdateExpression':
      return true
    case 'Identifier':
      return primitiveNames.has(node.name)
    case 'MemberExpression':
      return propertyName(node) === 'length'
    case 'LogicalExpression':
      return isSurelyPrimitive(node.left) && isSurelyPrimitive(node.right)
    case 'ConditionalExpression':
      return isSurelyPrimitive(node.consequent) && isSurelyPrimitive(node.alternate)
    case 'SequenceExpression':
      return node.expressions.slice(-1).every(isSurelyPrimitive)
    case 'AssignmentExpression':
      return ['&&=', '||=', '??='].includes(node.operator)
        ? false
        : node.operator !== '=' || isSurelyPrimitive(node.right)
    default:
      return false
  }
}

/** The operators that compare identity where both sides are objects. */
export function isEquality(operator: string): boolean {
  return operator === '===' || operator === '!==' || operator === '==' || operator === '!='
}

/** Classes of the platform whose members or keys are compared by identity. */
const collections = new Set(['Set', 'Map', 'WeakSet', 'WeakMap'])

export function isCollectionClass(callee: Node): boolean {
  return callee.type === 'Identifier' && collections.has(callee.name)
}
