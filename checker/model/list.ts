/**
 * A list of the state, laid out for exploring. The whole of it is one stored slot, as any value is; its length and its
 * elements are slots that are computed from that, as soon as somebody asks for them. So a state has a list in one form
 * only, and a function that looks at one element runs once for each value of that element.
 *
 * What `append` and the like do to a list depends on nothing that has to be read: it is kept as what it is, and what it
 * leaves of a list is made out, without the user's code, when a state with that list comes along.
 */
import { afterChange, type ListChange } from '../../spec/language/list-questions.ts'
import type { Interner } from '../values/interner.ts'
import type { SlotTable } from '../values/slot-table.ts'
import { withRoom } from '../values/with-room.ts'

/** What is read of a list by itself: its length, or an element, counted from the end where the number is negative. */
export type ListQuestion = 'length' | number

/** Where the slots of a list's parts come from. */
export interface ListSlots {
  readonly interner: Interner
  /** A computed slot more; null where there are too many. */
  addPart(path: string): { readonly slot: number; readonly table: SlotTable } | null
  /** The part for which a computed slot was given. */
  note(part: ListPart): void
}

export class List {
  /** `log`, `log.s1` */
  readonly path: string
  /** Of the whole. */
  readonly slot: number
  readonly #table: SlotTable
  readonly #slots: ListSlots
  readonly #parts = new Map<ListQuestion, ListPart | null>()

  constructor(slot: number, table: SlotTable, slots: ListSlots) {
    this.path = table.path
    this.slot = slot
    this.#table = table
    this.#slots = slots
  }

  /** The part that answers a question; null where there is no room for more of them, now or later. */
  part(question: ListQuestion): ListPart | null {
    const known = this.#parts.get(question)
    if (known !== undefined) return known
    const step = question === 'length' ? '.length' : question < 0 ? `.at(${question})` : `[${question}]`
    const added = this.#slots.addPart(this.path + step)
    const part = added === null ? null : new ListPart(this, question, added.slot, added.table)
    this.#parts.set(question, part)
    if (part !== null) this.#slots.note(part)
    return part
  }

  /** The content with this id, canonical. */
  value(id: number): readonly unknown[] {
    return this.#table.value(id) as readonly unknown[]
  }

  /** The id of what these changes, of canonical values, leave of the content with this id. */
  idAfter(changes: readonly ListChange[], id: number): number {
    const after = changes.reduce(afterChange, this.value(id))
    return this.#table.idOf(this.#slots.interner.canonical(after, this.path))
  }
}

/** The length of a list, or one of its elements: a slot that is computed. */
export class ListPart {
  readonly list: List
  readonly slot: number
  readonly #question: ListQuestion
  readonly #table: SlotTable
  /** By id of the whole, the id of the part plus one; 0 = not asked for yet. */
  #known: Int32Array = new Int32Array(16)

  constructor(list: List, question: ListQuestion, slot: number, table: SlotTable) {
    this.list = list
    this.#question = question
    this.slot = slot
    this.#table = table
  }

  get bytes(): number {
    return this.#known.byteLength
  }

  /** Its id in a state with these ids. An element that there is not is `undefined`. */
  idIn(ids: Int32Array): number {
    const whole = ids[this.list.slot] as number
    if (whole >= this.#known.length) this.#known = withRoom(this.#known, whole + 1)
    const known = this.#known[whole] as number
    if (known !== 0) return known - 1
    const values = this.list.value(whole)
    const id = this.#table.idOf(this.#question === 'length' ? values.length : values.at(this.#question))
    this.#known[whole] = id + 1
    return id
  }
}
