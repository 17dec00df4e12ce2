/**
 * A variable that is one set or bag, laid out for exploring. How often an element is there is one stored slot for each
 * element met so far, so that an insertion is an ordinary write that reads nothing of the rest. What may be read besides
 * is a part: the elements that match a pattern, or all of them; it is a slot that is computed, as a derived value is.
 *
 * Sound, because a pattern and an element are data: equal ones ask the same question, and a part depends on nothing but
 * the counts of its own elements, those that are met later among them (they are absent in every state before).
 */
import { matches } from '../../spec/language/collections.ts'
import type { CollectionKind } from '../../spec/language/value.ts'
import type { Interner } from '../values/interner.ts'
import type { SlotTable } from '../values/slot-table.ts'
import { type PoolElement, PoolPart } from './pool-part.ts'

/** Where a pool's slots come from. */
export interface PoolSlots {
  readonly interner: Interner
  /** A stored slot more, with its table; null where there are too many. */
  addElement(pool: Pool, path: string): { readonly slot: number; readonly table: SlotTable } | null
  /** A computed slot more; null where there are too many. */
  addPart(path: string): { readonly slot: number; readonly table: SlotTable } | null
  /** The part for which a computed slot was given. */
  note(pool: Pool, part: PoolPart): void
}

/** A pool begins with more elements than there is room for. */
export class NoRoom extends Error {}

export class Pool {
  readonly name: string
  readonly kind: CollectionKind
  /** In the order in which they were met. */
  readonly elements: PoolElement[] = []
  readonly whole: PoolPart
  readonly #slots: PoolSlots
  readonly #byValue = new Map<unknown, PoolElement>()
  readonly #parts = new Map<unknown, PoolPart>()

  /** `initial` is canonical. */
  constructor(name: string, kind: CollectionKind, initial: readonly unknown[], slots: PoolSlots) {
    this.name = name
    this.kind = kind
    this.#slots = slots
    const copies = new Map<unknown, number>()
    for (const value of initial) copies.set(value, (copies.get(value) ?? 0) + 1)
    for (const [value, count] of copies) if (this.#addElement(value, count) === null) throw new NoRoom()
    this.whole = this.#addPart(null, name) as PoolPart
  }

  /** The element that a canonical value is; null where there is no room for more of them. */
  element(value: unknown): PoolElement | null {
    return this.#byValue.get(value) ?? this.#addElement(value, 0)
  }

  /** The part that a canonical pattern leaves; null where there is no room for more of them. */
  part(pattern: Readonly<Record<string, unknown>>): PoolPart | null {
    const known = this.#parts.get(pattern)
    if (known !== undefined) return known
    const part = this.#addPart(pattern, `where(${this.name}, ${JSON.stringify(pattern)})`)
    if (part !== null) this.#parts.set(pattern, part)
    return part
  }

  /** Those of its elements, and those of its parts, which are computed. */
  get slots(): readonly number[] {
    return [this.whole, ...this.#parts.values(), ...this.elements].map(({ slot }) => slot)
  }

  /** The content of a state with these ids, canonical. */
  valueOf(ids: Int32Array): readonly unknown[] {
    return this.whole.valueOf(ids)
  }

  /**
   * Visits slot and id of every element in a state whose pool is this canonical one; false, having visited none, where
   * there is no room for its elements.
   */
  forEachElement(content: readonly unknown[], visit: (slot: number, id: number) => void): boolean {
    const copies = new Map<PoolElement, number>()
    for (const value of content) {
      const element = this.element(value)
      if (element === null) return false
      copies.set(element, (copies.get(element) ?? 0) + 1)
    }
    for (const element of this.elements) {
      const count = copies.get(element)
      // Most are absent, before and after.
      visit(element.slot, count === undefined && element.isAbsentAtFirst ? 0 : element.counts.idOf(count ?? 0))
    }
    return true
  }

  #addElement(value: unknown, count: number): PoolElement | null {
    const added = this.#slots.addElement(this, `${this.name}[${JSON.stringify(value)}]`)
    if (added === null) return null
    added.table.idOf(count)
    const element = {
      value,
      slot: added.slot,
      number: this.elements.length,
      counts: added.table,
      isAbsentAtFirst: count === 0,
    }
    this.elements.push(element)
    this.#byValue.set(value, element)
    this.whole?.admit(element)
    for (const [pattern, part] of this.#parts) {
      if (matches(value, pattern as Readonly<Record<string, unknown>>)) part.admit(element)
    }
    return element
  }

  #addPart(pattern: Readonly<Record<string, unknown>> | null, path: string): PoolPart | null {
    const added = this.#slots.addPart(path)
    if (added === null) return null
    const part = new PoolPart(this.kind, added.slot, added.table, this.#slots.interner)
    for (const element of this.elements) if (pattern === null || matches(element.value, pattern)) part.admit(element)
    this.#slots.note(this, part)
    return part
  }
}
