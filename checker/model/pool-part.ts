/**
 * Some or all elements of a pool, as one value. Its id is found by a walk over the elements that are there, in the order
 * in which they were met, from node to node: a walk that was made before ends at the same node without putting the value together again.
 *
 * Hot file: runs for each part that a function looks at in each state.
 */
import { type CollectionKind, compareValues } from '../../spec/language/value.ts'
import { EdgeTable } from '../values/edge-table.ts'
import type { Interner } from '../values/interner.ts'
import type { SlotTable } from '../values/slot-table.ts'
import { withRoom } from '../values/with-room.ts'

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
  /** In the order in which they were met, which is that of their slots: those of the initial pool come first. */
  readonly #elements: PoolElement[] = []
  #slots: Int32Array = new Int32Array(8)
  /** Elements of the initial pool. */
  #presentAtFirst = 0
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

  /** The element with this slot, if it belongs to the part. */
  elementAt(slot: number): PoolElement | undefined {
    let [from, to] = [0, this.#elements.length]
    while (from < to) {
      const middle = (from + to) >>> 1
      if ((this.#slots[middle] as number) < slot) from = middle + 1
      else to = middle
    }
    const element = this.#elements[from]
    return element?.slot === slot ? element : undefined
  }

  /** Bytes of the walks. */
  get bytes(): number {
    return this.#steps.bytes + 8 * this.#idOfNode.length
  }

  /** From now on the element, which was met after those that are here, belongs to the part; it was absent from every state so far. */
  admit(element: PoolElement): void {
    const at = this.#elements.push(element) - 1
    this.#slots = withRoom(this.#slots, at + 1)
    this.#slots[at] = element.slot
    if (!element.isAbsentAtFirst) this.#presentAtFirst++
  }

  /** The id of the part in a state with these ids. Cost: the elements that may be in it. */
  idIn(ids: Int32Array): number {
    const slots = this.#slots
    const { length } = this.#elements
    let node = 1
    for (let at = 0; at < length; at++) {
      const id = ids[slots[at] as number] as number
      if (id === 0 && at >= this.#presentAtFirst) continue
      const { number, counts } = this.#elements[at] as PoolElement
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
    return this.#interner.collection(this.#kind, members.sort(compareValues))
  }

  #idOf(ids: Int32Array): number {
    return this.#table.idOf(this.valueOf(ids))
  }
}
