/**
 * Sets and bags of the initial value, at any depth, that a new value has plain arrays for: `filter` and `map` give these,
 * and two pools with the same content would be different states from then on.
 */
import { type CollectionKind, collectionKindOf } from '../../spec/language/value.ts'
import { member } from './interner.ts'

export interface LostCollection {
  readonly path: string
  readonly expected: CollectionKind
  /** What stands there now; undefined for a plain array. */
  readonly found: CollectionKind | undefined
}

/** Whether a piece of plain data is a set or a bag, or has one inside an object or array. */
export function holdsCollection(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  return collectionKindOf(value) !== undefined || Object.values(value).some(holdsCollection)
}

/**
 * The first place where the initial value has a set or a bag and the new one an array of another kind. Elements that
 * an array had not at first are compared with its first one, where all it had at first are of one kind.
 */
export function lostCollection(initial: unknown, value: unknown, path: string): LostCollection | null {
  if (typeof initial !== 'object' || initial === null || typeof value !== 'object' || value === null) return null
  if (Array.isArray(initial) !== Array.isArray(value)) return null
  if (!Array.isArray(initial) || !Array.isArray(value)) return lostInside(initial as Fields, value as Fields, path)
  const expected = collectionKindOf(initial)
  const found = collectionKindOf(value)
  if (expected !== undefined) return found === expected ? null : { path, expected, found }
  if (found !== undefined) return null
  const kinds = new Set(initial.map(kindOf))
  const later: unknown = kinds.size === 1 ? initial[0] : undefined
  for (const [index, element] of value.entries()) {
    const lost = lostCollection(index < initial.length ? initial[index] : later, element, `${path}[${index}]`)
    if (lost !== null) return lost
  }
  return null
}

type Fields = Readonly<Record<string, unknown>>

function lostInside(initial: Fields, value: Fields, path: string): LostCollection | null {
  for (const key of Object.keys(initial)) {
    const lost = Object.hasOwn(value, key) ? lostCollection(initial[key], value[key], member(path, key)) : null
    if (lost !== null) return lost
  }
  return null
}

function kindOf(value: unknown): CollectionKind | undefined {
  return typeof value === 'object' && value !== null ? collectionKindOf(value) : undefined
}
