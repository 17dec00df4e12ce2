/**
 * Families: one variable over a fixed list of keys (per broker, per message, per consumer), one slot a key. An action
 * reads and changes single members; the others cost nothing.
 */
import { captureCallSite } from './call-site.ts'
import { SpecError } from './errors.ts'
import { type Key, problemWithKeys } from './keys.ts'
import { declaredKeysOf } from './shape.ts'
import { sameValue } from './value.ts'

declare const family: unique symbol

/** A family of variables: `V` for every key of `K`. */
export type Each<K extends string | number, V> = Readonly<Record<K, V>> & { readonly [family]: readonly [K, V] }

/** The key and value type of a family. */
export type FamilyTypes<F> = F extends { readonly [family]: readonly [infer K extends string | number, infer V] }
  ? readonly [K, V]
  : never

declare const fields: unique symbol

/** A record with these fields, as it stands in a state. An ordinary object to whoever takes one. */
export type RecordOf<F> = Readonly<F> & { readonly [fields]: F }

/** The fields of a record, as they were declared; `never` of anything else. */
export type FieldsOf<R> = R extends { readonly [fields]: infer F } ? F : never

declare const component: unique symbol

/**
 * A component in the state of a composed specification: its variables `S` and its derived values `D`. Those of `Shared`
 * are variables of the whole. `Hidden` are its variables that nobody else sees.
 */
export type Component<S, D, Shared extends PropertyKey = never, Hidden = unknown> = Readonly<S> &
  Readonly<D> & { readonly [component]: readonly [S, D, Shared, Hidden] }

/** Variables, derived values, names of shared variables and hidden variables of a component. */
export type ComponentTypes<T> = T extends {
  readonly [component]: infer Types extends readonly [unknown, unknown, PropertyKey, unknown]
}
  ? Types
  : never

/**
 * Changes of some members: of those that are families themselves, again of some of their members, or all of a family as
 * it stands in a state.
 */
export type MemberChanges<K extends string | number, V> = { readonly [P in K]?: ChangeOf<V> }

/** What a variable, a member of a family, a field of a record or a component may be changed to. A record is given with all of its fields. */
export type ChangeOf<T> = [FamilyTypes<T>] extends [never]
  ? [ComponentTypes<T>] extends [never]
    ? [FieldsOf<T>] extends [never]
      ? T
      : { readonly [P in keyof FieldsOf<T>]: ChangeOf<FieldsOf<T>[P]> }
    : { readonly [N in keyof ComponentTypes<T>[0]]?: ChangeOf<ComponentTypes<T>[0][N]> }
  : MemberChanges<FamilyTypes<T>[0], FamilyTypes<T>[1]>

/** What `each` makes at run time; `specify` takes it apart. */
export class FamilyDeclaration {
  /** As declared. */
  readonly keys: readonly Key[]
  /** By key as text; other declarations where families are nested. */
  readonly initial: Readonly<Record<string, unknown>>

  constructor(keys: readonly Key[], initial: (key: Key) => unknown) {
    this.keys = Object.freeze([...keys])
    this.initial = Object.fromEntries(keys.map((key) => [String(key), initial(key)]))
  }
}

/**
 * Declares a family: every key starts with `initial`, or with what `initial(key)` gives.
 * `each(brokers, 'up' as Status)`, `each(nodes, node => node === 0)`. Families may be nested, with the same keys under
 * each key: `each(nodes, each(nodes, 0))`, `each(nodes, (i) => each(nodes, (j) => i === j))`.
 */
export function each<const K extends string | number, V>(keys: readonly K[], initial: V | ((key: K) => V)): Each<K, V> {
  // What else may be wrong with keys is told by `specify`, which knows the name of the family.
  const found = Array.isArray(keys) ? null : problemWithKeys(keys)
  if (found !== null) {
    throw new SpecError({
      code: 'declaration',
      spec: null,
      where: null,
      problem: `each(…) ${found.problem}`,
      hint: found.hint,
      location: captureCallSite()(),
    })
  }
  const start = typeof initial === 'function' ? (initial as (key: K) => V) : (): V => initial
  return new FamilyDeclaration(keys, start as (key: Key) => unknown) as unknown as Each<K, V>
}

/**
 * A change of one member of a family: `{ phase: at(rm, 'prepared') }`. (A bare computed key `{ [rm]: … }` of union type
 * escapes the compiler.) Several members: `{ phase: { ...at(a, 'up'), ...at(b, 'down') } }`; one of a nested family:
 * `{ inbox: at(a, at(b, 1)) }`.
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
  return keysFor(members, match).some((key) => matches(members[key] as V, key))
}

/** Whether every member matches. Reads members one by one and stops at the first that does not. */
export function every<K extends string | number, V>(members: Each<K, V>, match: NoInfer<Match<K, V>>): boolean {
  const matches = matcher(match)
  return keysFor(members, match).every((key) => matches(members[key] as V, key))
}

/** How many members match. Reads all of them. */
export function count<K extends string | number, V>(members: Each<K, V>, match: NoInfer<Match<K, V>>): number {
  const matches = matcher(match)
  return keysFor(members, match).filter((key) => matches(members[key] as V, key)).length
}

/** The keys of a family as they were declared, in the order of declaration. Reads nothing. */
export function keysOf<K extends string | number, V>(members: Each<K, V>): readonly K[] {
  const declared = declaredKeysOf(members)
  if (declared !== undefined) return declared as readonly K[]
  const names = Object.keys(members)
  const doubtful = names.find((name) => String(Number(name)) === name)
  if (doubtful === undefined) return names as K[]
  throw new TypeError(
    `this is a copy of a family, and whether its key ${doubtful} is text or a number is not known any more: give the family itself, as it stands in the state, or look at the copy with Object.entries`,
  )
}

/** The keys to look under; as they were declared wherever the match may look at one. */
function keysFor<K extends string | number, V>(members: Each<K, V>, match: Match<K, V>): readonly K[] {
  const looksAtKeys = typeof match === 'function' && match.length !== 1
  return looksAtKeys ? keysOf(members) : ((declaredKeysOf(members) ?? Object.keys(members)) as readonly K[])
}

function matcher<K extends string | number, V>(match: Match<K, V>): (value: V, key: K) => boolean {
  return typeof match === 'function'
    ? (match as (value: V, key: K) => boolean)
    : (value): boolean => sameValue(value, match)
}
