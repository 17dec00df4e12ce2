/**
 * A variable that is one set or bag, as a function of the specification sees it. It is a place, like a family: nothing
 * is read until something is asked. An element, a part by pattern and a change are asked for by `has`, `copies`,
 * `where`, `insert` and `removeOne`; whatever else is done with it (`length`, `filter`, a spread, its use as a value)
 * looks at the whole. Every evaluator hands out such views, so that they mean the same everywhere: two of them are never
 * identical, whatever they hold.
 */
import { ArrayViewHandler } from './array-view.ts'
import { bag, insert, matches, removeOne, requirePattern, set } from './collections.ts'
import { type PoolQuestions, poolQuestions } from './pool-questions.ts'
import { type CollectionKind, collectionKind, sameValue } from './value.ts'

/** What is shared, for whoever tells where in it something is wrong. */
export type Shared = 'element' | 'pattern' | 'pool'

/** Where the answers about the pool before any change come from. */
export interface PoolSource {
  readonly kind: CollectionKind
  /** The copy of an element, a pattern or a collection that stands for all that are equal. Throws where it is no plain data. */
  share<T>(value: T, what: Shared): T
  copies(element: unknown): number
  /** Of the elements with these fields; a shared value. */
  part(pattern: Readonly<Record<string, unknown>>): readonly unknown[]
  /** A shared value. */
  whole(): readonly unknown[]
  /** Somebody writes to the view, under this key. */
  refuse(key: PropertyKey): never
}

/** One `insert` (1) or `removeOne` (-1). */
export interface PoolChange {
  readonly element: unknown
  readonly by: 1 | -1
}

/** The view itself. */
export function poolView(source: PoolSource): readonly unknown[] {
  return new ChangedPool(source, []).view
}

/**
 * The changes that a view was made with, in order, where it is one of this source; else null. They are all that
 * distinguishes it from the pool before.
 */
export function changesFrom(source: PoolSource, view: unknown): readonly PoolChange[] | null {
  const found =
    typeof view === 'object' && view !== null ? (view as { [poolQuestions]?: unknown })[poolQuestions] : null
  return found instanceof ChangedPool && found.source === source ? found.changes : null
}

/** Whether a value is a view of the same pool, in the same state, as this view, whatever was changed of it. */
export function isOfSamePool(view: unknown, value: unknown): boolean {
  const of = (each: unknown): unknown =>
    typeof each === 'object' && each !== null ? (each as { [poolQuestions]?: unknown })[poolQuestions] : undefined
  const [pool, other] = [of(view), of(value)]
  return pool instanceof ChangedPool && other instanceof ChangedPool && pool.source === other.source
}

/** How often an element is there after these changes; `before` is asked only where they do not decide it. */
export function copiesAfter(
  kind: CollectionKind,
  changes: readonly PoolChange[],
  element: unknown,
  before: () => number,
): number {
  const own = changes.filter((change) => sameValue(change.element, element))
  if (kind === 'set') {
    const last = own.at(-1)
    return last === undefined ? before() : last.by === 1 ? 1 : 0
  }
  return own.reduce((count, { by }) => Math.max(0, count + by), before())
}

/** A pool and what has been changed of it since. */
class ChangedPool implements PoolQuestions {
  readonly source: PoolSource
  readonly changes: readonly PoolChange[]
  readonly view: readonly unknown[]
  #whole: readonly unknown[] | null = null

  constructor(source: PoolSource, changes: readonly PoolChange[]) {
    this.source = source
    this.changes = changes
    this.view = new PoolHandler(this).view()
  }

  copies(element: unknown): number {
    const { kind } = this.source
    const shared = this.source.share(element, 'element')
    return copiesAfter(kind, this.changes, shared, () => this.source.copies(shared))
  }

  where(pattern: Readonly<Record<string, unknown>>): readonly unknown[] {
    requirePattern(pattern)
    const shared = this.source.share(pattern, 'pattern')
    const changes = this.changes.filter(({ element }) => matches(element, shared))
    const before = this.source.part(shared)
    return changes.length === 0 ? before : this.source.share(changed(this.source.kind, before, changes), 'pool')
  }

  insert(element: unknown): readonly unknown[] {
    return this.#changedBy(element, 1)
  }

  removeOne(element: unknown): readonly unknown[] {
    return this.#changedBy(element, -1)
  }

  /** Asked for again each time where nothing was changed, so that a view out of its time says so. */
  whole(): readonly unknown[] {
    const before = this.source.whole()
    if (this.changes.length === 0) return before
    this.#whole ??= this.source.share(changed(this.source.kind, before, this.changes), 'pool')
    return this.#whole
  }

  #changedBy(element: unknown, by: 1 | -1): readonly unknown[] {
    return new ChangedPool(this.source, [...this.changes, { element: this.source.share(element, 'element'), by }]).view
  }
}

function changed(kind: CollectionKind, before: readonly unknown[], changes: readonly PoolChange[]): readonly unknown[] {
  const start = kind === 'set' ? set(before) : bag(before)
  return changes.reduce<ReturnType<typeof bag>>(
    (pool, { element, by }) => (by === 1 ? insert(pool, element) : removeOne(pool, element)),
    start as ReturnType<typeof bag>,
  )
}

class PoolHandler extends ArrayViewHandler<ChangedPool> {
  override get(target: unknown[], key: PropertyKey): unknown {
    if (key === poolQuestions) return this.shown
    if (key === collectionKind) return this.shown.source.kind
    return super.get(target, key)
  }

  override has(target: unknown[], key: PropertyKey): boolean {
    return key === poolQuestions || super.has(target, key)
  }
}
