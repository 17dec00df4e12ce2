/**
 * Names what a user's function tried to change. State values are frozen, and the platform's own error does not say
 * which value it was; the function runs again on copies that report the path.
 */
import { collectionKind, collectionKindOf } from '../../spec/language/value.ts'
import { member } from '../values/interner.ts'

/** Whether the platform's error comes from writing to something frozen. */
export function isWriteToFrozen(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /read only property|not extensible|Cannot delete property|Cannot redefine property|Cannot define property/.test(
      error.message,
    )
  )
}

/** A copy of `value` whose nested places call `found(path)` when they are written. */
export function watched(value: unknown, path: string, found: (path: string) => void): unknown {
  if (typeof value !== 'object' || value === null) return value
  const copy = Array.isArray(value) ? [...value] : { ...value }
  const kind = collectionKindOf(value)
  if (kind !== undefined) Object.defineProperty(copy, collectionKind, { value: kind })
  const place = (key: PropertyKey): string => {
    const index = Array.isArray(value) && /^\d+$/.test(String(key))
    return index ? `${path}[${String(key)}]` : member(path, String(key))
  }
  return new Proxy(copy, {
    get: (target, key) => {
      const read = Reflect.get(target, key)
      return typeof key === 'string' && typeof read === 'object' ? watched(read, place(key), found) : read
    },
    set: (_target, key) => {
      found(place(key))
      return false
    },
    deleteProperty: (_target, key) => {
      found(place(key))
      return false
    },
    defineProperty: (_target, key) => {
      found(place(key))
      return false
    },
  })
}
