/**
 * How what is declared under a name divides: one value, or what stands under each key, level by level. Each undivided
 * value is read and changed by itself.
 */
import type { Key, KeyLists, KeyPath } from './keys.ts'

/** What is divided by keys. */
export interface Divided {
  /** The members of a family are divided alike; the keys of a record are its fields, and each is divided in its own way. */
  readonly kind: 'family' | 'record'
  /** As they were declared, in order; they name members as text. */
  readonly keys: readonly Key[]
  /** What stands under each of the keys, in the same order. */
  readonly members: readonly Shape[]
}

/** A list, whose length and elements are read each by itself. As a value of a state it is one: an array. */
export interface ListShape {
  readonly kind: 'list'
}

/** `null`: one value. */
export type Shape = Divided | ListShape | null

export const listShape: ListShape = Object.freeze({ kind: 'list' })

/** Whether something stands under keys. */
export function isDivided(shape: Shape | undefined): shape is Divided {
  return shape !== null && shape !== undefined && shape.kind !== 'list'
}

/** Whether there is a list in it, at any depth. */
export function holdsList(shape: Shape): boolean {
  return shape !== null && (shape.kind === 'list' || shape.members.some(holdsList))
}

/** Families in families, with these keys on each level, the outermost first. */
export function shapeOfKeys([keys, ...inner]: KeyLists): Shape {
  if (keys === undefined) return null
  const member = shapeOfKeys(inner)
  return { kind: 'family', keys, members: keys.map(() => member) }
}

/** The paths of keys that lead to the single values, in order; one empty path where there is only one value. */
export function pathsIn(shape: Shape): readonly KeyPath[] {
  if (!isDivided(shape)) return [[]]
  return membersOf(shape).flatMap(({ key, member }) => pathsIn(member).map((path) => [key, ...path]))
}

/** The keys of a family, and of those inside it, a list a level, the outermost first; none of what is no family. */
export function familyKeys(shape: Shape | undefined): KeyLists {
  return shape?.kind === 'family' ? [shape.keys, ...familyKeys(shape.members[0])] : []
}

/** Each key with what stands under it. */
export function membersOf({ keys, members }: Divided): readonly { readonly key: Key; readonly member: Shape }[] {
  return keys.map((key, at) => ({ key, member: members[at] ?? null }))
}

/** What stands under a key, given as text; undefined where there is no such key. */
export function shapeUnder({ keys, members }: Divided, name: string): Shape | undefined {
  const at = keys.findIndex((key) => String(key) === name)
  return at < 0 ? undefined : (members[at] ?? null)
}

/** Under this property what is divided carries its shape. Registered, so that two copies of the library agree. */
export const carriedShape: unique symbol = Symbol.for('ackproof.shape') as never

/** Gives the members their shape, beside them: no copy and no listing of the object shows it. */
export function withShape<T extends object>(members: T, shape: Divided): T {
  return Object.defineProperty(members, carriedShape, { value: shape })
}

/** How a part of a state divides, as it stands there; undefined of any other object. */
export function shapeOf(members: object): Divided | undefined {
  return (members as { readonly [carriedShape]?: Divided })[carriedShape]
}

/** Keys as they were declared; undefined where an object is no family as it stands in a state. */
export function declaredKeysOf(members: object): readonly Key[] | undefined {
  return shapeOf(members)?.keys
}
