import { valueText } from '../words/value-text.ts'
import { requirePart } from '../words/wrong-call.ts'
import type { BlockedCall, Explanation, PlacedCall } from './order.ts'

/**
 * An explanation as a sentence for stories: `in order: write(A) by c1, read() = A by c2`, or `no order: after
 * write(A) by c1, read() by c2 returns A, not none`. For `says` of the step that completes an operation.
 */
export function explanationText(explanation: Explanation<unknown, unknown>): string {
  requirePart(
    'explanationText',
    'explanation',
    explanation,
    ['isConsistent', 'order'],
    'explainLinearizability(history, object)',
  )
  const { order } = explanation
  const placed = order.map(placedText).join(', ')
  if (explanation.isConsistent) return order.length === 0 ? 'in order: nothing has happened' : `in order: ${placed}`
  const start = order.length === 0 ? 'at the start' : `after ${placed}`
  return `no order: ${start}, ${explanation.blocked.map(blockedText).join(', and ')}`
}

function placedText({ process, operation, result, isPending }: PlacedCall<unknown, unknown>): string {
  const answer = isPending ? ' (no answer yet)' : result === 'ok' ? '' : ` = ${valueText(result)}`
  return `${operationText(operation)}${answer} by ${process}`
}

function blockedText({ process, operation, result, instead }: BlockedCall<unknown, unknown>): string {
  const call = `${operationText(operation)} by ${process}`
  return instead.length === 0
    ? `${call} has to wait and does not return ${valueText(result)}`
    : `${call} returns ${instead.map(valueText).join(' or ')}, not ${valueText(result)}`
}

/** `{ type: 'write', value: 'A' }` as `write(A)`. */
function operationText(operation: unknown): string {
  if (typeof operation !== 'object' || operation === null || !('type' in operation)) return valueText(operation)
  const { type, ...fields } = operation
  return `${valueText(type)}(${Object.values(fields).map(valueText).join(', ')})`
}
