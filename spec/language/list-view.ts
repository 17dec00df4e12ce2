/**
 * A list that is a place of the state, as a function of the specification sees it: nothing is read until something is
 * asked. The length, an element and the elements counted from the end are asked for as of any array; whatever else is
 * done with it looks at the whole. `append`, `replace`, `truncate` and `tail` are kept as what they are. Every evaluator
 * hands out such views, so that they mean the same everywhere: two of them are never identical, whatever they hold.
 */
import { ArrayViewHandler } from './array-view.ts'
import { searchedByContent } from './content-array.ts'
import { afterChange, type ListChange, type ListQuestions, listQuestions } from './list-questions.ts'
import { poolQuestions } from './pool-questions.ts'
import { carriedShape } from './shape.ts'
import { collectionKind } from './value.ts'

/** Where the answers about the list before any change come from. */
export interface ListSource {
  /** The copy that stands for all values that are equal. Throws where it is no plain data. */
  share<T>(value: T): T
  length(): number
  lengthForChange(): number
  /** Counted from the end where it is negative; undefined where there is none. A shared value. */
  element(index: number): unknown
  /** A shared value. */
  whole(): readonly unknown[]
  /** Somebody writes to the view, under this key. */
  refuse(key: PropertyKey): never
}

/** The view itself. */
export function listView(source: ListSource): readonly unknown[] {
  return new ChangedList(source, []).view
}

/** The view of a list over plain values: nothing is tracked. `share` gives the copy that stands for every equal value. */
export function plainList(values: readonly unknown[], share: <T>(value: T) => T): readonly unknown[] {
  return listView({
    share,
    length: () => values.length,
    lengthForChange: () => values.length,
    element: (index) => values.at(index),
    whole: () => values,
    refuse: (key) => {
      throw new TypeError(`Cannot assign to read only property '${String(key)}' of a list of the state`)
    },
  })
}

/**
 * The changes that a view was made with, in order, where it is one of this source; else null. They are all that
 * distinguishes it from the list before.
 */
export function listChangesFrom(source: ListSource, view: unknown): readonly ListChange[] | null {
  const found = changedListOf(view)
  return found?.source === source ? found.changes : null
}

/** Whether a value is a view of the same list, in the same state, as this view, whatever was changed of it. */
export function isOfSameList(view: unknown, value: unknown): boolean {
  const list = changedListOf(view)
  return list !== undefined && list.source === changedListOf(value)?.source
}

function changedListOf(view: unknown): ChangedList | undefined {
  if (typeof view !== 'object' || view === null) return undefined
  const found = (view as { readonly [listQuestions]?: unknown })[listQuestions]
  return found instanceof ChangedList ? found : undefined
}

/** A list and what has been changed of it since. */
class ChangedList implements ListQuestions {
  readonly source: ListSource
  readonly changes: readonly ListChange[]
  readonly view: readonly unknown[]
  #whole: readonly unknown[] | null = null

  constructor(source: ListSource, changes: readonly ListChange[]) {
    this.source = source
    this.changes = changes
    this.view = new ListHandler(this).view()
  }

  length(): number {
    return lengthAfter(this.changes, this.source.length())
  }

  lengthForChange(): number {
    return lengthAfter(this.changes, this.source.lengthForChange())
  }

  /** Asks for no more than decides. */
  element(index: number): unknown {
    if (this.changes.length === 0) return this.source.element(index)
    const fromStart = index < 0 ? this.length() + index : index
    return fromStart < 0 ? undefined : this.#elementAfter(this.changes, fromStart)
  }

  changed(change: ListChange): readonly unknown[] {
    const shared = 'value' in change ? { ...change, value: this.source.share(change.value) } : change
    return new ChangedList(this.source, [...this.changes, shared]).view
  }

  /** Asked for again each time where nothing was changed, so that a view out of its time says so. */
  whole(): readonly unknown[] {
    const before = this.source.whole()
    if (this.changes.length === 0) return before
    this.#whole ??= this.source.share(Object.freeze(searchedByContent([...this.changes.reduce(afterChange, before)])))
    return this.#whole
  }

  #elementAfter(changes: readonly ListChange[], index: number): unknown {
    const change = changes.at(-1)
    if (change === undefined) return this.source.element(index)
    const before = changes.slice(0, -1)
    switch (change.kind) {
      case 'append': {
        const length = lengthAfter(before, this.source.length())
        return index === length ? change.value : this.#elementAfter(before, index)
      }
      case 'replace':
        return index === change.index ? change.value : this.#elementAfter(before, index)
      case 'truncate':
        return index < change.length ? this.#elementAfter(before, index) : undefined
      case 'tail':
        return this.#elementAfter(before, index + 1)
    }
  }
}

function lengthAfter(changes: readonly ListChange[], before: number): number {
  return changes.reduce(lengthAfterOne, before)
}

function lengthAfterOne(before: number, change: ListChange): number {
  switch (change.kind) {
    case 'append':
      return before + 1
    case 'replace':
      return before
    case 'truncate':
      return Math.min(before, change.length)
    case 'tail':
      return Math.max(0, before - 1)
  }
}

/** What parts of the library ask every array for, and a list has not. */
const LACKING = new Set<PropertyKey>([poolQuestions, collectionKind, carriedShape])

class ListHandler extends ArrayViewHandler<ChangedList> {
  override get(target: unknown[], key: PropertyKey): unknown {
    if (key === listQuestions) return this.shown
    if (LACKING.has(key)) return undefined
    if (key === 'length') return this.shown.length()
    if (key === 'at') return (index: number) => this.shown.element(Math.trunc(index) || 0)
    if (typeof key === 'string' && /^(0|[1-9]\d{0,8})$/.test(key)) return this.shown.element(Number(key))
    return super.get(target, key)
  }
}
