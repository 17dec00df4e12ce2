/**
 * What the elements of a part of a pool stand for as values of a parameter: for each its instances of the action, or further
 * domains, whichever elements there are. Made when an element is first there.
 */
import type { PoolPart } from '../model/pool-part.ts'

const none = new Int32Array(0)

export class PartList {
  readonly #part: PoolPart
  readonly #firstGrown: number
  readonly #childrenFor: (value: unknown) => readonly number[]
  /** By slot of the element minus `firstGrown`; none for elements that are not in the part. */
  readonly #children: (Int32Array | undefined)[] = []

  /** `childrenFor` gives memo numbers, those of instances as they are, those of further domains as ~n. */
  constructor(part: PoolPart, firstGrown: number, childrenFor: (value: unknown) => readonly number[]) {
    this.#part = part
    this.#firstGrown = firstGrown
    this.#childrenFor = childrenFor
  }

  /** What the element with this slot stands for; empty where it is not in the part. */
  childrenAt(slot: number): Int32Array {
    return this.#children[slot - this.#firstGrown] ?? this.#make(slot)
  }

  #make(slot: number): Int32Array {
    // An element belongs to all of its parts from the moment in which it is met, so the answer stays.
    const element = this.#part.elements.find((each) => each.slot === slot)
    const children = element === undefined ? none : Int32Array.from(this.#childrenFor(element.value))
    this.#children[slot - this.#firstGrown] = children
    return children
  }
}
