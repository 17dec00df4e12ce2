/** Code that is written so that it never runs. */
import { isEquality } from '../../spec/source/primitive.ts'
import { bare, type Node } from '../../spec/source/syntax-tree.ts'

/** Functions that are called where a type says that nobody comes there: `assertNever(message)`. By their whole names. */
const forbidding =
  /^(assert|throw)?_?(never|unreachable|exhaustive)$|^(never|exhaustive(ness)?)(check|guard)$|^absurd$/i

/** Whether these statements, or this expression, end in an error: somebody says that nobody comes there. */
export function isForbidden(...nodes: readonly (Node | null)[]): boolean {
  const last = nodes.at(-1)
  if (last === null || last === undefined) return false
  const node = bare(last)
  switch (node.type) {
    case 'ThrowStatement':
      return true
    case 'BlockStatement':
      return isForbidden(...node.body)
    case 'ExpressionStatement':
      return isForbidden(node.expression)
    case 'ReturnStatement':
      return isForbidden(node.argument ?? null)
    case 'CallExpression': {
      const callee = bare(node.callee)
      return callee.type === 'Identifier' && forbidding.test(callee.name)
    }
    default:
      return false
  }
}

/**
 * Whether a side of a condition is there for the types alone: it asks whether something is undefined, which no value of a
 * state is, or it is `disabled` where something is null, which the guard may have seen to.
 */
export function isForTypes(condition: Node, side: Node | null): boolean {
  const test = bare(condition)
  if (test.type !== 'BinaryExpression' || !isEquality(test.operator)) return false
  const operands = [bare(test.left), bare(test.right)]
  const isOfNull = operands.some(({ type }) => type === 'NullLiteral')
  return operands.some((operand) => isNamed(operand, 'undefined')) || (isOfNull && isDisabled(side))
}

function isDisabled(side: Node | null): boolean {
  const node = side === null ? null : bare(side)
  switch (node?.type) {
    case 'BlockStatement':
      return node.body.length === 1 && isDisabled(node.body[0] ?? null)
    case 'ReturnStatement':
      return isDisabled(node.argument ?? null)
    default:
      return node !== null && isNamed(node, 'disabled')
  }
}

function isNamed(node: Node, name: string): boolean {
  return node.type === 'Identifier' && node.name === name
}
