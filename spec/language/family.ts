/**
 * Families: one variable over a fixed list of keys (per broker, per message, per consumer), one slot a key. An action
 * reads and changes single members; the others cost nothing.
 */
import { sameValue } from './value.ts'

declare const family: unique symbol

/** A family of variables: `V` for every key of `K`. */
export type Each<K extends string | number, V> = Readonly<Record<K, V>> & { readonly [family]: readonly [K, V] }

/** The key and value type of a family. */
export type FamilyTypes<F> = F extends { readonly [family]: readonly [infer K extends string | number, infer V] }
  ? readonly [K, V]
  : never

/** What `each` makes at run time; `specify` takes it apart. */
export class FamilyDeclaration {
  readonly keys: readonly string[]
  readonly initial: Readonly<Record<string, unknown>>

  constructor(keys: readonly (string | number)[], initial: (key: string | number) => unknown) {
    this.keys = keys.map(String)
    this.initial = Object.fromEntries(keys.map((key) => [String(key), initial(key)]))
  }
}

/**
 * Declares a family: every key starts with `initial`, or with what `initial(key)` gives.
 * `each(brokers, 'up' as Status)`, `each(nodes, node => node === 0)`.
 */
export function each<const K extends string | number, V>(keys: readonly K[], initial: V | ((key: K) => V)): Each<K, V> {
  const start = typeof initial === 'function' ? (initial as (key: K) => V) : (): V => initial
  return new FamilyDeclaration(keys, start as (key: string | number) => unknown) as unknown as Each<K, V>
}

/**
 * A change of one member of a family: `{ phase: at(rm, 'prepared') }`. (A bare computed key `{ [rm]: … }` of union type
 * escapes the compiler.) Several members: `{ phase: { ...at(a, 'up'), ...at(b, 'down') } }`.
 */
export function at<const K extends string | number, const V>(key: K, value: V): { readonly [P in K]?: V } {
  return { [key]: value } as { readonly [P in K]?: V }
}

/** The same change for several members: `{ status: atAll(brokers, 'down') }`, `atAll(nodes, node => …)`. */
export function atAll<const K extends string | number, V>(
  keys: readonly K[],
  value: V | ((key: K) => V),
): { readonly [P in K]?: V } {
  const valueAt = typeof value === 'function' ? (value as (key: K) => V) : (): V => value
  return Object.fromEntries(keys.map((key) => [key, valueAt(key)])) as { readonly [P in K]?: V }
}

/** What `some`, `every` and `count` look for: a value, compared structurally, or a predicate over value and key. */
export type Match<K extends string | number, V> = V | ((value: V, key: K) => boolean)

/** Whether some member matches. Reads members one by one and stops at the first match. */
export function some<K extends string | number, V>(members: Each<K, V>, match: NoInfer<Match<K, V>>): boolean {
  const matches = matcher(match)
  return keysOf(members).some((key) => matches(members[key] as V, key))
}

/** Whether every member matches. Reads members one by one and stops at the first that does not. */
export function every<K extends string | number, V>(members: Each<K, V>, match: NoInfer<Match<K, V>>): boolean {
  const matches = matcher(match)
  return keysOf(members).every((key) => matches(members[key] as V, key))
}

/** How many members match. Reads all of them. */
export function count<K extends string | number, V>(members: Each<K, V>, match: NoInfer<Match<K, V>>): number {
  const matches = matcher(match)
  return keysOf(members).filter((key) => matches(members[key] as V, key)).length
}

/** The keys of a family, in the order of declaration (whole numbers first), as strings at run time. Reads nothing. */
export function keysOf<K extends string | number, V>(members: Each<K, V>): readonly K[] {
  return Object.keys(members) as K[]
}

function matcher<K extends string | number, V>(match: Match<K, V>): (value: V, key: K) => boolean {
  return typeof match === 'function'
    ? (match as (value: V, key: K) => boolean)
    : (value): boolean => sameValue(value, match)
}
