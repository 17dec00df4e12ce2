/**
 * Keys of families, of keyed derived values and of keyed promises. A property of a JavaScript object is named by text,
 * so the keys as they were declared travel beside the members: numbers stay numbers, and the order stays as declared.
 */
import type { Problem } from './errors.ts'

/** A key as it may be declared. */
export type Key = string | number

/** Lists of keys, the outermost first; none for what has no keys. */
export type KeyLists = readonly (readonly Key[])[]

/** One key of each list. */
export type KeyPath = readonly Key[]

/** Every choice of one key from each list, the last one changing fastest; one empty choice where there are no lists. */
export function keyPaths(lists: KeyLists): readonly KeyPath[] {
  return lists.reduce<readonly KeyPath[]>(
    (paths, keys) => paths.flatMap((path) => keys.map((key) => [...path, key])),
    [[]],
  )
}

/** How several keys together are named: `b`, `(b, c)`. No two choices from the same lists have the same name. */
export function nameOfKeys(path: KeyPath): string {
  return path.length === 1 ? String(path[0]) : `(${path.map(quotedWhereUnclear).join(', ')})`
}

function quotedWhereUnclear(key: Key): string {
  const text = String(key)
  return /^$|[,()"]|^\s|\s$/.test(text) ? JSON.stringify(text) : text
}

/** Whether a state, or a family, cannot have a member of this name: JavaScript itself asks every object for it. */
export function isReserved(name: string): boolean {
  return name in Object.prototype || name === 'toJSON' || name === 'then'
}

export const reservedHint = 'JavaScript asks every object for it already: choose another name.'

/**
 * What is wrong with keys, as the end of a sentence that begins with what they are declared for; null for nothing.
 * Takes anything that JavaScript may pass.
 */
export function problemWithKeys(keys: unknown): Problem | null {
  const howTo =
    'A key is text or a finite number. For pairs give two lists of keys: each(a, each(b, …)), always(name, a, b, …); make text of anything else.'
  if (!Array.isArray(keys))
    return { problem: `is given ${shownKey(keys)} for its keys`, hint: 'Give an array of keys.' }
  const known = new Map<string, Key>()
  for (let at = 0; at < keys.length; at++) {
    const key: unknown = keys[at]
    if (typeof key !== 'string' && !(typeof key === 'number' && Number.isFinite(key))) {
      return { problem: `has the key ${shownKey(key)}`, hint: howTo }
    }
    const earlier = known.get(String(key))
    if (earlier === key) return { problem: `has the key ${shownKey(key)} twice`, hint: 'Give every key once.' }
    if (earlier !== undefined) {
      return {
        problem: `has the keys ${shownKey(earlier)} and ${shownKey(key)}, which name the same property of an object`,
        hint: 'Choose keys that differ as text.',
      }
    }
    known.set(String(key), key)
  }
  return null
}

/** A key, or anything in its place, for a message. */
export function shownKey(key: unknown): string {
  if (typeof key === 'symbol' || typeof key === 'bigint') return String(key)
  if (typeof key === 'function') return 'a function'
  try {
    return typeof key === 'number' ? String(key) : (JSON.stringify(key) ?? String(key))
  } catch {
    return 'an object that contains itself'
  }
}
