import { shownKey } from './keys.ts'
import { familyKeys, type Shape } from './shape.ts'

/** A shape in a sentence: `a single value`, `a family over a, b and 1, 2`. */
export function shapeText(shape: Shape): string {
  if (shape === null) return 'a single value'
  return `a family over ${familyKeys(shape)
    .map((keys) => keys.map(shownKey).join(', ') || 'no keys')
    .join(' and ')}`
}
