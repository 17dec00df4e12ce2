/**
 * How what is declared under a name divides: one value, or what stands under each key, level by level. Each undivided
 * value is read and changed by itself.
 */
import type { Key, KeyLists, KeyPath } from './keys.ts'

/** What is divided by keys. The members of a family are divided alike. */
export interface Divided {
  readonly kind: 'family'
  /** As they were declared, in order; they name members as text. */
  readonly keys: readonly Key[]
  /** What stands under each of the keys, in the same order. */
  readonly members: readonly Shape[]
}

/** `null`: one value. */
export type Shape = Divided | null

/** Families in families, with these keys on each level, the outermost first. */
export function shapeOfKeys([keys, ...inner]: KeyLists): Shape {
  if (keys === undefined) return null
  const member = shapeOfKeys(inner)
  return { kind: 'family', keys, members: keys.map(() => member) }
}

/** The paths of keys that lead to the single values, in order; one empty path where there is only one value. */
export function pathsIn(shape: Shape): readonly KeyPath[] {
  if (shape === null) return [[]]
  return membersOf(shape).flatMap(({ key, member }) => pathsIn(member).map((path) => [key, ...path]))
}

/** The keys of a family, and of those inside it, a list a level, the outermost first; none of what is no family. */
export function familyKeys(shape: Shape | undefined): KeyLists {
  return shape === null || shape === undefined ? [] : [shape.keys, ...familyKeys(shape.members[0])]
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
