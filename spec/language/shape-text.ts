import { shownKey } from './keys.ts'
import { familyKeys, type Shape } from './shape.ts'

/** A shape in a sentence: `a single value`, `a family over a, b and 1, 2`, `a record of flushed, entries`. */
export function shapeText(shape: Shape): string {
  if (shape === null) return 'a single value'
  if (shape.kind === 'list') return 'a list'
  if (shape.kind === 'record') return `a record of ${shape.keys.join(', ') || 'no fields'}`
  const levels = familyKeys(shape).map((keys) => keys.map(shownKey).join(', ') || 'no keys')
  const member = innermost(shape)
  return `a family over ${levels.join(' and ')}${member === null ? '' : ` of ${shapeText(member).replace(/^a (record|list)/, '$1s')}`}`
}

/** What stands at the end of families in families. */
function innermost(shape: Shape): Shape {
  return shape?.kind === 'family' ? innermost(shape.members[0] ?? null) : shape
}
