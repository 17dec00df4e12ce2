/** A list as a run of a user's function asks about it: every answer is a read of the slot that holds it. */
import type { ListSource } from '../../spec/language/list-view.ts'
import type { Interner } from '../values/interner.ts'
import type { List, ListQuestion } from './list.ts'

export interface ListReader {
  readonly interner: Interner
  /** Logs the read of a slot of the state that is looked at, and gives its value. */
  read(slot: number): unknown
  /** Runs what reads only to make out what a change comes to. */
  forChanges<T>(action: () => T): T
  /** Somebody writes to the list. */
  refuse(path: string): never
}

export class TrackedList implements ListSource {
  readonly #list: List
  readonly #reader: ListReader

  constructor(list: List, reader: ListReader) {
    this.#list = list
    this.#reader = reader
  }

  share<T>(value: T): T {
    return this.#reader.interner.canonical(value, this.#list.path) as T
  }

  length(): number {
    return this.#answer('length', (whole) => whole.length) as number
  }

  lengthForChange(): number {
    return this.#reader.forChanges(() => this.length())
  }

  element(index: number): unknown {
    return this.#answer(index, (whole) => whole.at(index))
  }

  whole(): readonly unknown[] {
    return this.#reader.read(this.#list.slot) as readonly unknown[]
  }

  refuse(key: PropertyKey): never {
    const step = typeof key === 'string' && /^\d+$/.test(key) ? `[${key}]` : `.${String(key)}`
    return this.#reader.refuse(this.#list.path + step)
  }

  #answer(question: ListQuestion, within: (whole: readonly unknown[]) => unknown): unknown {
    const part = this.#list.part(question)
    return part === null ? within(this.whole()) : this.#reader.read(part.slot)
  }
}
