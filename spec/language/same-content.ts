/**
 * Equality by content for any two JavaScript values: what `===` means in a specification, where JavaScript's own
 * compares identity.
 */
import { inspected } from './printed-view.ts'
import { carriedShape } from './shape.ts'
import { collectionKindOf } from './value.ts'

/** Marks the prototype of arrays that are searched by content. Registered: two copies of the library agree on it. */
export const contentArrayMark: unique symbol = Symbol.for('ackproof.content-array') as never

/**
 * Whether two values are the same, or are plain data of the same content. Plain data are arrays and objects that are no
 * instance of a class; views of a state and of its families count as such, and all of their members are read. A set, a
 * bag and a list differ from each other. Everything else (a function, a Map, a Promise, an instance) equals itself only,
 * and so does an object that contains itself. NaN equals nothing, as with `===`.
 * Cost: nothing for primitives, otherwise the size of what the two have in common.
 */
export function sameContent(left: unknown, right: unknown): boolean {
  return left === right || (isObject(left) && isObject(right) && sameParts(left, right, []))
}

/** Whether an array is one of JavaScript's own or of the library's, rather than of a user's class. */
export function isOrdinaryArray(value: object): boolean {
  if (!Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Array.prototype || (isObject(prototype) && Object.hasOwn(prototype, contentArrayMark))
}

/** Whether an object has no class, and no symbols as keys (as modules have) but those that a view of a state carries. */
export function isOrdinaryObject(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === Object.prototype || prototype === null
  return (
    isPlain && Object.getOwnPropertySymbols(value).every((symbol) => symbol === carriedShape || symbol === inspected)
  )
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** `around` are the objects that `left` is a part of. */
function sameParts(left: object, right: object, around: readonly object[]): boolean {
  if (around.includes(left)) return false
  const inside = [...around, left]
  const same = (one: unknown, other: unknown): boolean =>
    one === other || (isObject(one) && isObject(other) && sameParts(one, other, inside))
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left.length !== right.length || collectionKindOf(left) !== collectionKindOf(right)) return false
    if (!isOrdinaryArray(left) || !isOrdinaryArray(right)) return false
    for (let index = 0; index < left.length; index++) if (!same(left[index], right[index])) return false
    return true
  }
  if (!isOrdinaryObject(left) || !isOrdinaryObject(right)) return false
  const keys = Object.keys(left)
  if (keys.length !== Object.keys(right).length) return false
  return keys.every((key) => Object.hasOwn(right, key) && same(Reflect.get(left, key), Reflect.get(right, key)))
}
