/**
 * Arrays whose `includes`, `indexOf` and `lastIndexOf` compare content. Every array that is a value of a state is one,
 * so that `s.seen.includes(goal)` finds an equal `goal` of the author's own. What `filter`, `map` and the like make of
 * it are arrays like any other.
 */
import { contentArrayMark, sameContent } from './same-content.ts'

/** What is looked for, and where the search begins. */
type Search = readonly [value?: unknown, from?: number]

/** As `includes` of an array, by content. */
export function includesContent(values: readonly unknown[], ...search: Search): boolean {
  const [value, from] = search
  if (!isSearchedByContent(value)) return Array.prototype.includes.call(values, value, from)
  return indexOfContent(values, ...search) !== -1
}

/** As `indexOf` of an array, by content. */
export function indexOfContent(values: readonly unknown[], ...search: Search): number {
  const [value, from = 0] = search
  if (!isSearchedByContent(value)) return Array.prototype.indexOf.call(values, value, from)
  for (let index = placeOf(from, values.length); index < values.length; index++) {
    if (sameContent(values[index], value)) return index
  }
  return -1
}

/** As `lastIndexOf` of an array, by content. */
export function lastIndexOfContent(values: readonly unknown[], ...search: Search): number {
  const [value, from = 0] = search
  const last = values.length - 1
  const isFromGiven = search.length > 1
  if (!isSearchedByContent(value)) {
    return Array.prototype.lastIndexOf.call(values, value, isFromGiven ? from : last)
  }
  const whole = Math.trunc(from)
  const start = !isFromGiven ? last : whole < 0 ? values.length + whole : Math.min(whole || 0, last)
  for (let index = start; index >= 0; index--) if (sameContent(values[index], value)) return index
  return -1
}

/** Makes the array one that is searched by content, and returns it. */
export function searchedByContent<T>(values: T[]): T[] {
  return Object.setPrototypeOf(values, contentArrayPrototype)
}

function isSearchedByContent(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** Where a search from `from` begins; a negative one counts from the end. */
function placeOf(from: number, length: number): number {
  const whole = Math.trunc(from) || 0
  return whole < 0 ? Math.max(0, length + whole) : whole
}

const method = (value: unknown): PropertyDescriptor => ({ value, writable: true, configurable: true })

const contentArrayPrototype: object = Object.create(Array.prototype, {
  // A function, since a printer that shows what is hidden passes over the methods of a prototype.
  [contentArrayMark]: method(() => true),
  includes: method(function includes(this: readonly unknown[], ...search: Search) {
    return includesContent(this, ...search)
  }),
  indexOf: method(function indexOf(this: readonly unknown[], ...search: Search) {
    return indexOfContent(this, ...search)
  }),
  lastIndexOf: method(function lastIndexOf(this: readonly unknown[], ...search: Search) {
    return lastIndexOfContent(this, ...search)
  }),
})
