/**
 * The constants that a suite gives its factory: which there are, and that building one specification leaves them as
 * they were for the next.
 */
import type { Problem } from './errors.ts'
import { suggest } from './suggest.ts'

type Configuration = Readonly<Record<string, unknown>>

/**
 * Keys that a scenario sets although the base configuration lacks them and the factory, run once more to see, asks for
 * none by name. (A factory that copies its configuration asks for every key, which says nothing.)
 */
export function problemWithKeysOf(
  config: unknown,
  base: Configuration,
  factory: ((config: object) => unknown) | null,
): Problem | null {
  if (typeof config !== 'object' || config === null || Array.isArray(config)) {
    return { problem: 'its configuration is no object', hint: 'Write config: { key: value }.' }
  }
  const unknown = Object.keys(config).filter((key) => !Object.hasOwn(base, key))
  const [first] = unknown
  if (first === undefined) return null
  if (factory === null) {
    return {
      problem: `its configuration has the key "${first}", and the suite is of one specification, which takes none`,
      hint: 'Give the suite a function of the configuration, and a base configuration.',
    }
  }
  const asked = keysAskedFor(factory, { ...base, ...config })
  const unused = unknown.find((key) => !asked.has(key))
  if (unused === undefined) return null
  const suggestion = suggest(unused, Object.keys(base))
  return {
    problem: `its configuration has the key "${unused}", which is none of the suite's${suggestion}`,
    hint: suggestion.endsWith('?') ? null : 'Give the key a value in the base configuration of the suite.',
  }
}

/** Keys that a factory reads one by one. */
function keysAskedFor(factory: (config: object) => unknown, config: Configuration): ReadonlySet<string> {
  const asked = new Set<string>()
  // Code that copies an object lists its keys, then asks for the descriptor of each just before its value.
  const listed = new Set<PropertyKey>()
  let copied: PropertyKey | null = null
  const watched = new Proxy(config, {
    get: (target, key) => {
      if (typeof key === 'string' && key !== copied) asked.add(key)
      copied = null
      return Reflect.get(target, key)
    },
    has: (target, key) => {
      if (typeof key === 'string') asked.add(key)
      return Reflect.has(target, key)
    },
    ownKeys: (target) => {
      const keys = Reflect.ownKeys(target)
      for (const key of keys) listed.add(key)
      return keys
    },
    getOwnPropertyDescriptor: (target, key) => {
      if (listed.delete(key)) copied = key
      else if (typeof key === 'string') asked.add(key)
      return Reflect.getOwnPropertyDescriptor(target, key)
    },
  })
  factory(watched)
  return asked
}

/**
 * Runs the factory. Throws what `mutated` makes of the path where a specification changed its own configuration: the
 * next scenario would be built with what this one left. The factory gets the very values that were declared, since it
 * may compare them with constants of its own.
 */
export function buildWith<T>(
  factory: (config: object) => T,
  config: Configuration,
  mutated: (path: string) => Error,
): T {
  const before = snapshot(config, new Map())
  const spec = factory(config)
  const path = changedPath(before, snapshot(config, new Map()), '')
  if (path !== null) throw mutated(path)
  return spec
}

/** The content of plain data, Maps and Sets, as nested entries; anything else stands for itself. */
type Snapshot = { readonly of: unknown } | { readonly entries: ReadonlyMap<unknown, Snapshot> }

function snapshot(value: unknown, known: Map<object, Snapshot>): Snapshot {
  if (typeof value !== 'object' || value === null) return { of: value }
  const earlier = known.get(value)
  if (earlier !== undefined) return earlier
  const pairs = entriesOf(value)
  if (pairs === null) return { of: value }
  const entries = new Map<unknown, Snapshot>()
  const taken = { entries }
  known.set(value, taken)
  for (const [key, inside] of pairs) entries.set(key, snapshot(inside, known))
  return taken
}

function entriesOf(value: object): Iterable<readonly [unknown, unknown]> | null {
  if (value instanceof Map) return value
  if (value instanceof Set) return value.entries()
  const prototype: unknown = Object.getPrototypeOf(value)
  const isPlain = prototype === Object.prototype || prototype === null || Array.isArray(value)
  return isPlain ? Object.entries(value) : null
}

/** The first place where two snapshots differ; null where there is none. */
function changedPath(before: Snapshot, after: Snapshot, path: string, seen = new Set<Snapshot>()): string | null {
  if (!('entries' in before) || !('entries' in after)) {
    const isSame = 'of' in before && 'of' in after && Object.is(before.of, after.of)
    return isSame ? null : path
  }
  if (seen.has(before)) return null
  seen.add(before)
  const at = (key: unknown): string => {
    if (typeof key === 'string' && /^\d+$/.test(key)) return `${path}[${key}]`
    return path === '' ? String(key) : `${path}.${String(key)}`
  }
  for (const [key, inside] of before.entries) {
    const now = after.entries.get(key)
    if (now === undefined) return at(key)
    const changed = changedPath(inside, now, at(key), seen)
    if (changed !== null) return changed
  }
  for (const key of after.entries.keys()) if (!before.entries.has(key)) return at(key)
  return null
}
