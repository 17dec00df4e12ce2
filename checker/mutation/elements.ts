/** What is added to sets, bags and arrays, and what is removed from them. */
import { type Bag, bag, insert, removeOne } from '../../spec/language/index.ts'
import { type CollectionKind, collectionKindOf, compareValues } from '../../spec/language/value.ts'

type Pool = Bag<unknown>

/** `set` or `bag` where both values are one of that kind, else null. */
export function poolKind(before: unknown, after: unknown): CollectionKind | null {
  if (!Array.isArray(before) || !Array.isArray(after)) return null
  const kind = collectionKindOf(after)
  return kind !== undefined && collectionKindOf(before) === kind ? kind : null
}

/** Elements that the pool `of` has and `without` has not, each as often as that. Cost: O(n), as both are sorted. */
export function elementsOnlyIn(of: unknown, without: unknown): readonly unknown[] {
  const others = without as Pool
  const found: unknown[] = []
  let at = 0
  for (const element of of as Pool) {
    while (at < others.length && compareValues(others[at], element) < 0) at++
    if (at < others.length && compareValues(others[at], element) === 0) at++
    else found.push(element)
  }
  return found
}

/** The pool with these elements added. */
export function withElements(pool: unknown, elements: readonly unknown[]): unknown {
  return elements.reduce<Pool>((all, element) => insert(all, element), pool as Pool)
}

/** The pool without one copy of each of these elements. */
export function withoutElements(pool: unknown, elements: readonly unknown[]): unknown {
  return elements.reduce<Pool>((rest, element) => removeOne(rest, element), pool as Pool)
}

/** What was appended to a plain array; none where it was changed otherwise. */
export function appendedElements(before: unknown, after: unknown): readonly unknown[] {
  if (!Array.isArray(before) || !Array.isArray(after)) return []
  if (collectionKindOf(before) !== undefined || collectionKindOf(after) !== undefined) return []
  const isPrefix = before.every((element, at) => at < after.length && compareValues(element, after[at]) === 0)
  return isPrefix ? after.slice(before.length) : []
}

/** The value with everything that was added to it, or appended, added once more; as it is where nothing was. */
export function withAdditionsTwice(before: unknown, after: unknown): unknown {
  if (poolKind(before, after) === 'bag') return bag([...(after as Pool), ...elementsOnlyIn(after, before)])
  const appended = appendedElements(before, after)
  return appended.length === 0 ? after : [...(after as readonly unknown[]), ...appended]
}
