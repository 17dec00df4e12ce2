/** Values with other ids in them. */
import { bag, set } from '../../spec/language/collections.ts'
import { collectionKindOf } from '../../spec/language/value.ts'

/**
 * The value with ids renamed at any depth, keys of objects included. `names` is one to one. Sets and bags are put into
 * their structural order again.
 */
export function renamedValue(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return names.get(value) ?? value
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value)) {
    const entries = Object.entries(value).map(([key, inside]) => [names.get(key) ?? key, renamedValue(inside, names)])
    return Object.fromEntries(entries)
  }
  const members = Array.from(value as readonly unknown[], (each) => renamedValue(each, names))
  switch (collectionKindOf(value)) {
    case 'set':
      return set(members)
    case 'bag':
      return bag(members)
    case undefined:
      return members
  }
}
