/**
 * What the comparisons in a file of the author's become when the file is loaded. Not part of the public language: the
 * loader writes these names.
 */
import { includesContent, indexOfContent, lastIndexOfContent } from './content-array.ts'
import { isOrdinaryArray, sameContent } from './same-content.ts'

export { ContentMap as Map, ContentSet as Set } from './content-collections.ts'

/** `{ ...source, … }`. */
export { spread } from './lazy-view.ts'

/** `left === right`. */
export { sameContent as same } from './same-content.ts'

/** `left == right`. */
export function looselySame(left: unknown, right: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it stands for what the author wrote
  return left == right || sameContent(left, right)
}

/** `values.includes(…)`. */
export function includes(values: unknown, ...search: readonly unknown[]): unknown {
  return isSearched(values, 'includes') ? includesContent(values, ...(search as [])) : call(values, 'includes', search)
}

/** `values.indexOf(…)`. */
export function indexOf(values: unknown, ...search: readonly unknown[]): unknown {
  return isSearched(values, 'indexOf') ? indexOfContent(values, ...(search as [])) : call(values, 'indexOf', search)
}

/** `values.lastIndexOf(…)`. */
export function lastIndexOf(values: unknown, ...search: readonly unknown[]): unknown {
  return isSearched(values, 'lastIndexOf')
    ? lastIndexOfContent(values, ...(search as []))
    : call(values, 'lastIndexOf', search)
}

/** `super.includes(…)` and the like, where `found` is what `super` has by that name. */
export function search(found: unknown, receiver: unknown, ...args: readonly unknown[]): unknown {
  return Reflect.apply(byContent(found) as (...args: readonly unknown[]) => unknown, receiver, args)
}

/** `receiver[name](…)`. */
export function invoke(receiver: unknown, name: PropertyKey, ...args: readonly unknown[]): unknown {
  const found: unknown = (receiver as Record<PropertyKey, unknown>)[name]
  if (typeof found !== 'function') throw new TypeError(`[${String(name)}] is not a function`)
  return search(found, receiver, ...args)
}

/** `receiver.includes` and the like, without a call. */
export function method(receiver: unknown, name: SearchMethod): unknown {
  return byContent((receiver as Partial<Record<SearchMethod, unknown>> | null | undefined)?.[name])
}

/** `name` in `receiver?.[name](…)`. Throws a TypeError where it would search by identity. */
export function nameOfMethod(name: unknown): unknown {
  if (name !== 'includes' && name !== 'indexOf' && name !== 'lastIndexOf') return name
  throw new TypeError(`${name} in such a chain compares identity; write has(values, value) from ackproof`)
}

/** `value?.…`, where `rest` is what follows. */
export function optional<T, R>(value: T, rest: (value: NonNullable<T>) => R): R | undefined {
  return value === null || value === undefined ? undefined : rest(value)
}

type SearchMethod = 'includes' | 'indexOf' | 'lastIndexOf'

/** What searches by content in the place of a method of the platform's arrays. */
const contentMethods: ReadonlyMap<unknown, unknown> = new Map<unknown, unknown>([
  [
    Array.prototype.includes,
    function includes(this: readonly unknown[], ...args: []) {
      return includesContent(this, ...args)
    },
  ],
  [
    Array.prototype.indexOf,
    function indexOf(this: readonly unknown[], ...args: []) {
      return indexOfContent(this, ...args)
    },
  ],
  [
    Array.prototype.lastIndexOf,
    function lastIndexOf(this: readonly unknown[], ...args: []) {
      return lastIndexOfContent(this, ...args)
    },
  ],
])

function byContent(found: unknown): unknown {
  return contentMethods.get(found) ?? found
}

/** Whether an array is searched as the platform does it: a class may have a method of its own. */
function isSearched(values: unknown, method: SearchMethod): values is readonly unknown[] {
  return Array.isArray(values) && (isOrdinaryArray(values) || values[method] === Array.prototype[method])
}

/** A string, a typed array or an object of the author's own: as it was written. */
function call(receiver: unknown, method: SearchMethod, args: readonly unknown[]): unknown {
  return (receiver as Record<SearchMethod, (...args: readonly unknown[]) => unknown>)[method](...args)
}
