/**
 * Families as objects, level by level: `inbox.a.b` stands at the end of the path of keys a, b. What has no keys is the
 * case of the empty path.
 */
import { declaredKeysOf, type KeyLists, type KeyPath, withDeclaredKeys } from './keys.ts'
import { printable } from './printed-view.ts'

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

/** A frozen family of what `valueAt` gives for each path; without lists, that of the empty path itself. */
export function familyOf(lists: KeyLists, valueAt: (path: KeyPath) => unknown, path: KeyPath = []): unknown {
  const [keys, ...inner] = lists
  if (keys === undefined) return valueAt(path)
  const members = keys.map((key) => [key, familyOf(inner, valueAt, [...path, key])])
  return Object.freeze(withDeclaredKeys(Object.fromEntries(members), keys))
}

/** A state that went through a file or another thread has lost the keys as they were declared. */
export function withKeys(lists: KeyLists, content: unknown): unknown {
  if (lists.length === 0 || declaredKeysOf(content as object) !== undefined) return content
  return familyOf(lists, (path) => memberAt(content, path))
}

/** Gives an object a property whose value, or each member of which, is computed whenever it is read. */
export function defineLazily(
  target: object,
  name: string,
  lists: KeyLists,
  valueAt: (path: KeyPath) => unknown,
  path: KeyPath = [],
): void {
  const [keys, ...inner] = lists
  if (keys === undefined) {
    Object.defineProperty(target, name, { get: () => valueAt(path), enumerable: true })
    return
  }
  const members = printable(withDeclaredKeys({}, keys))
  for (const key of keys) defineLazily(members, String(key), inner, valueAt, [...path, key])
  Object.defineProperty(target, name, { value: Object.freeze(members), enumerable: true })
}
