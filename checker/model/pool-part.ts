/**
 * Some or all elements of a pool, as one value. Its id is found by a walk over the elements that are there, in structural
 * order, from node to node: a walk that was made before ends at the same node without putting the value together again.
 *
 * Hot file: runs for each part that a function looks at in each state.
 */
import { type CollectionKind, compareValues } from '../../spec/language/value.ts'
import { EdgeTable } from '../values/edge-table.ts'
import type { Interner } from '../values/interner.ts'
import type { SlotTable } from '../values/slot-table.ts'

/** How often an element is there. */
export interface PoolElement {
  readonly value: unknown
  readonly slot: number
  /** Number among the elements of the pool, in the order in which they were met. */
  readonly number: number
  /** By id of its slot, how often the element is there; the initial count has id 0. */
  readonly counts: SlotTable
  /** Whether id 0 stands for no copy. */
  readonly isAbsentAtFirst: boolean
}

/** More copies of one element than this are not walked over: the part is put together. */
const MOST_COPIES = 2 ** 10

export class PoolPart {
  readonly slot: number
  readonly #kind: CollectionKind
  readonly #table: SlotTable
  readonly #interner: Interner
  /** In structural order. */
  readonly #elements: PoolElement[] = []
  /** Node and (number of the element, copies) to the next node; the first node is 1. */
  readonly #steps = new EdgeTable()
  /** By node: the id of the part that consists of what led there; -1 = not asked for yet. */
  readonly #idOfNode: number[] = [-1, -1]

  constructor(kind: CollectionKind, slot: number, table: SlotTable, interner: Interner) {
    this.#kind = kind
    this.slot = slot
    this.#table = table
    this.#interner = interner
  }

  get elements(): readonly PoolElement[] {
    return this.#elements
  }

  /** Bytes of the walks. */
  get bytes(): number {
    return this.#steps.bytes + 8 * this.#idOfNode.length
  }

  /** From now on the element belongs to the part; it was absent from every state so far. */
  admit(element: PoolElement): void {
    let at = this.#elements.length
    while (at > 0 && compareValues((this.#elements[at - 1] as PoolElement).value, element.value) > 0) at--
    this.#elements.splice(at, 0, element)
  }

  /** The id of the part in a state with these ids. Cost: the elements that may be in it. */
  idIn(ids: Int32Array): number {
    const elements = this.#elements
    let node = 1
    for (let at = 0; at < elements.length; at++) {
      const { slot, number, counts, isAbsentAtFirst } = elements[at] as PoolElement
      const id = ids[slot] as number
      if (id === 0 && isAbsentAtFirst) continue
      const copies = counts.value(id) as number
      if (copies === 0) continue
      if (copies >= MOST_COPIES) return this.#idOf(ids)
      const step = number * MOST_COPIES + copies
      let next = this.#steps.get(node, step)
      if (next === 0) {
        next = this.#idOfNode.push(-1) - 1
        this.#steps.set(node, step, next)
      }
      node = next
    }
    if ((this.#idOfNode[node] as number) < 0) this.#idOfNode[node] = this.#idOf(ids)
    return this.#idOfNode[node] as number
  }

  /** The part itself, canonical; elements that these ids do not reach are absent. */
  valueOf(ids: Int32Array): readonly unknown[] {
    const members: unknown[] = []
    for (const { value, slot, counts } of this.#elements) {
      const copies = counts.value(ids[slot] ?? 0) as number
      for (let copy = 0; copy < copies; copy++) members.push(value)
    }
    return this.#interner.collection(this.#kind, members)
  }

  #idOf(ids: Int32Array): number {
    return this.#table.idOf(this.valueOf(ids))
  }
}
