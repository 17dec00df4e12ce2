/**
 * Families and records as objects, level by level: `inbox.a.b` stands at the end of the path of keys a, b. What has no keys is the
 * case of the empty path.
 */
import type { KeyPath } from './keys.ts'
import { printable } from './printed-view.ts'
import { type Divided, isDivided, membersOf, type Shape, shapeOf, withShape } from './shape.ts'

/** What stands at the end of a path; the content itself where the path is empty. */
export function memberAt(content: unknown, path: KeyPath): unknown {
  return path.reduce<unknown>((level, key) => (level as Readonly<Record<string, unknown>>)[key], content)
}

/** `log`, or `inbox.a.b` for a member of a family; a key that would make the path unclear is quoted. */
export function memberPath(name: string, path: KeyPath): string {
  return path.reduce<string>((before, key) => {
    const text = String(key)
    return /^$|[.[\]"]/.test(text) ? `${before}[${JSON.stringify(text)}]` : `${before}.${text}`
  }, name)
}

/** What has this shape, frozen, of what `valueAt` gives for each path and what stands there; of one value, that of the empty path itself. */
export function contentOf(
  shape: Shape,
  valueAt: (path: KeyPath, leaf: Exclude<Shape, Divided>) => unknown,
  path: KeyPath = [],
): unknown {
  if (!isDivided(shape)) return valueAt(path, shape)
  const members = membersOf(shape).map(({ key, member }) => [key, contentOf(member, valueAt, [...path, key])])
  return Object.freeze(withShape(Object.fromEntries(members), shape))
}

/** A state that went through a file or another thread has lost its shapes. */
export function withItsShape(shape: Shape, content: unknown): unknown {
  if (!isDivided(shape) || shapeOf(content as object) !== undefined) return content
  return contentOf(shape, (path) => memberAt(content, path))
}

/** Gives an object a property whose value, or each member of which, is computed whenever it is read. */
export function defineLazily(
  target: object,
  name: string,
  shape: Shape,
  valueAt: (path: KeyPath, leaf: Exclude<Shape, Divided>) => unknown,
  path: KeyPath = [],
): void {
  if (!isDivided(shape)) {
    Object.defineProperty(target, name, { get: () => valueAt(path, shape), enumerable: true })
    return
  }
  const members = printable(withShape({}, shape))
  for (const { key, member } of membersOf(shape)) defineLazily(members, String(key), member, valueAt, [...path, key])
  Object.defineProperty(target, name, { value: Object.freeze(members), enumerable: true })
}
