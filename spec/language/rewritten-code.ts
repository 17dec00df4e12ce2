/**
 * What the comparisons in a file of the author's become when the file is loaded. Not part of the public language: the
 * loader writes these names.
 */
import { includesContent, indexOfContent, lastIndexOfContent } from './content-array.ts'
import { isOrdinaryArray, sameContent } from './same-content.ts'

export { ContentMap as Map, ContentSet as Set } from './content-collections.ts'

/** `left === right`. */
export { sameContent as same } from './same-content.ts'

/** `left == right`. */
export function looselySame(left: unknown, right: unknown): boolean {
  // biome-ignore lint/suspicious/noDoubleEquals: it stands for what the author wrote
  return left == right || sameContent(left, right)
}

/** `values.includes(…)`. */
export function includes(values: unknown, ...search: readonly unknown[]): unknown {
  return isList(values) ? includesContent(values, ...(search as [])) : call(values, 'includes', search)
}

/** `values.indexOf(…)`. */
export function indexOf(values: unknown, ...search: readonly unknown[]): unknown {
  return isList(values) ? indexOfContent(values, ...(search as [])) : call(values, 'indexOf', search)
}

/** `values.lastIndexOf(…)`. */
export function lastIndexOf(values: unknown, ...search: readonly unknown[]): unknown {
  return isList(values) ? lastIndexOfContent(values, ...(search as [])) : call(values, 'lastIndexOf', search)
}

/** `value?.…`, where `rest` is what follows. */
export function optional<T, R>(value: T, rest: (value: NonNullable<T>) => R): R | undefined {
  return value === null || value === undefined ? undefined : rest(value)
}

function isList(values: unknown): values is readonly unknown[] {
  return typeof values === 'object' && values !== null && isOrdinaryArray(values)
}

/** A string, a typed array or an object of the author's own: as it was written. */
function call(receiver: unknown, method: 'includes' | 'indexOf' | 'lastIndexOf', args: readonly unknown[]): unknown {
  return (receiver as Record<typeof method, (...args: readonly unknown[]) => unknown>)[method](...args)
}
