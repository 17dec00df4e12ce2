/**
 * Sets and bags: frozen arrays kept in structural order, so that two pools with the same content are the same value
 * in any order of arrival. Message pools and vote sets should be one of these, never a plain array.
 *
 * Read them like arrays (`length`, `for … of`, `some`, `filter`, `map`); `filter` and `map` give plain arrays back,
 * so wrap them again (`set(…)`, `bag(…)`) before putting them into a state. Note that `filter(x => x !== m)` on a bag
 * drops every equal copy; `removeOne` drops one.
 */
import { searchedByContent } from './content-array.ts'
import { questionsTo } from './pool-questions.ts'
import { type CollectionKind, collectionKind, collectionKindOf, compareValues, sameValue } from './value.ts'

// Types only, and named for the message that the compiler gives where a plain array stands in the place of a pool:
// "Property '[madeByBag]' is missing in type 'Message[]' but required in type 'Bag<Message>'".
declare const madeBySet: unique symbol
declare const madeByBag: unique symbol

/** A set: each value at most once. */
export interface SetOf<T> extends ReadonlyArray<T> {
  readonly [madeBySet]: true
}
/** A bag (multiset): equal values are counted. */
export interface Bag<T> extends ReadonlyArray<T> {
  readonly [madeByBag]: true
}

/** Fields with their values. */
type Pattern = Readonly<Record<string, unknown>>

type Pool = SetOf<unknown> | Bag<unknown>

/** The members of the union `T` that may have the fields of the pattern `P`. */
type Matching<T, P> = T extends readonly unknown[]
  ? never
  : T extends object
    ? keyof P extends keyof T
      ? true extends { [K in keyof P & keyof T]: [P[K] & T[K]] extends [never] ? true : never }[keyof P & keyof T]
        ? never
        : T
      : never
    : never

/** The part of a pool that a pattern leaves: of the same kind, its type narrowed to the members that may match. */
export type Where<P extends Pool, Q> =
  P extends SetOf<infer T> ? SetOf<Matching<T, Q>> : P extends Bag<infer T> ? Bag<Matching<T, Q>> : never

/** The pattern itself, or what the compiler says of one that no element can match. */
type PatternOf<P extends Pool, Q> = [Matching<P[number], Q>] extends [never] ? 'no element has these fields' : unknown

/** A set of the given values. Cost: O(n log n) comparisons. */
export function set<T>(values: Iterable<T> = []): SetOf<T> {
  return collection('set', unique(sortedFrom(values, 'set'))) as readonly unknown[] as SetOf<T>
}

/** A bag of the given values, equal ones counted. Cost: O(n log n) comparisons. */
export function bag<T>(values: Iterable<T> = []): Bag<T> {
  return collection('bag', sortedFrom(values, 'bag')) as readonly unknown[] as Bag<T>
}

/** The collection with `value` added; a set that has it already stays as it is. Cost: O(n). */
export function insert<P extends Pool>(into: P, value: NoInfer<P[number]>): P {
  const questions = questionsTo(into)
  if (questions !== undefined) return questions.insert(value) as P
  const kindOfInto = kindOrThrow(into, 'insert')
  const at = lowerBound(into, value)
  if (kindOfInto === 'set' && at < into.length && compareValues(into[at], value) === 0) return into
  return collection(kindOfInto, [...into.slice(0, at), value, ...into.slice(at)]) as P
}

/** The collection without one copy of `value`; unchanged where there is none. Cost: O(n). */
export function removeOne<P extends Pool>(from: P, value: NoInfer<P[number]>): P {
  const questions = questionsTo(from)
  if (questions !== undefined) return questions.removeOne(value) as P
  const kindOfFrom = kindOrThrow(from, 'removeOne')
  const at = lowerBound(from, value)
  if (at === from.length || compareValues(from[at], value) !== 0) return from
  return collection(kindOfFrom, [...from.slice(0, at), ...from.slice(at + 1)]) as P
}

/** Whether a structurally equal value is in the array, set or bag. Cost: O(n) comparisons. */
export function has<T>(values: readonly T[], value: NoInfer<T>): boolean {
  const questions = questionsTo(values)
  if (questions !== undefined) return questions.copies(value) > 0
  requireArray(values, 'has')
  return values.some((each) => compareValues(each, value) === 0)
}

/** How many structurally equal copies of `value` there are. Cost: O(n) comparisons. */
export function copies<T>(values: readonly T[], value: NoInfer<T>): number {
  const questions = questionsTo(values)
  if (questions !== undefined) return questions.copies(value)
  requireArray(values, 'copies')
  return values.filter((each) => compareValues(each, value) === 0).length
}

/**
 * The part of a set or a bag whose elements are objects with these fields, structurally equal; `{}` is every object.
 * Its type is narrowed to the members of the union that match: `where(s.mail, { kind: 'yes', ballot })` holds answers.
 * Of a variable of the state only this part is read. Cost: O(n).
 */
export function where<P extends Pool, const Q extends object>(from: P, pattern: Q & PatternOf<P, Q>): Where<P, Q> {
  const questions = questionsTo(from)
  if (questions !== undefined) return questions.where(pattern as Pattern) as Where<P, Q>
  return partOf(from, kindOrThrow(from, 'where'), pattern as Pattern) as Where<P, Q>
}

/** The elements of a set or a bag that match a pattern, as one of the same kind. */
export function partOf(from: readonly unknown[], kindOfFrom: CollectionKind, pattern: Pattern): readonly unknown[] {
  requirePattern(pattern)
  return collection(
    kindOfFrom,
    from.filter((value) => matches(value, pattern)),
  )
}

/** Throws a TypeError where a pattern is no object of fields with values. */
export function requirePattern(pattern: unknown): void {
  const isObject = typeof pattern === 'object' && pattern !== null && !Array.isArray(pattern)
  if (!isObject) throw new TypeError("where() takes a pattern, an object of fields such as { kind: 'ask' }")
  for (const [field, value] of Object.entries(pattern)) {
    if (value === undefined) throw new TypeError(`the pattern of where() has no value for "${field}": leave it out`)
  }
}

/** Whether a value is an object that has all fields of the pattern, structurally equal. */
export function matches(value: unknown, pattern: Pattern): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return Object.keys(pattern).every(
    (key) => Object.hasOwn(value, key) && sameValue((value as Record<string, unknown>)[key], pattern[key]),
  )
}

/** Freezes `sorted`, which must be in structural order already, as a set or a bag. */
export function collection<T>(kindOfCollection: CollectionKind, sorted: T[]): readonly T[] {
  Object.defineProperty(sorted, collectionKind, { value: kindOfCollection })
  return Object.freeze(searchedByContent(sorted))
}

function unique<T>(sorted: T[]): T[] {
  return sorted.filter((value, index) => index === 0 || compareValues(sorted[index - 1], value) !== 0)
}

function lowerBound<T>(sorted: readonly T[], value: T): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (compareValues(sorted[middle], value) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function kindOrThrow(values: unknown, operation: string): CollectionKind {
  const found = typeof values === 'object' && values !== null ? collectionKindOf(values) : undefined
  if (found === undefined) {
    const advice = 'filter() and map() give plain arrays, wrap the result in set(…) or bag(…)'
    const what = `${operation}() takes a set or a bag and got`
    throw new TypeError(Array.isArray(values) ? `${what} a plain array: ${advice}` : `${what} ${nameOf(values)}`)
  }
  return found
}

function sortedFrom(values: Iterable<unknown>, kind: CollectionKind): unknown[] {
  if (values !== null && values !== undefined && Symbol.iterator in Object(values))
    return [...values].sort(compareValues)
  throw new TypeError(
    `${kind}() takes an array, or another series of values, and got ${nameOf(values)}: write ${kind}([…])`,
  )
}

function requireArray(values: unknown, operation: string): void {
  if (Array.isArray(values)) return
  throw new TypeError(`${operation}() takes a set, a bag or an array and got ${nameOf(values)}`)
}

function nameOf(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : (JSON.stringify(value) ?? String(value))
}
