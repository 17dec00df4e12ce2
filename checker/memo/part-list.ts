/**
 * What the elements of a part of a pool stand for as values of a parameter: for each its instances of the action, or further
 * domains, whichever elements there are. Made when an element is first there.
 */
import type { PoolElement, PoolPart } from '../model/pool-part.ts'
import type { PresentInPart } from './present-elements.ts'

export class PartList {
  readonly present: PresentInPart
  readonly #part: PoolPart
  readonly #firstGrown: number
  readonly #childrenFor: (value: unknown) => readonly number[]
  /** By slot of the element minus `firstGrown`. */
  readonly #children: (Int32Array | undefined)[] = []

  /** `childrenFor` gives memo numbers, those of instances as they are, those of further domains as ~n. */
  constructor(
    part: PoolPart,
    present: PresentInPart,
    firstGrown: number,
    childrenFor: (value: unknown) => readonly number[],
  ) {
    this.#part = part
    this.present = present
    this.#firstGrown = firstGrown
    this.#childrenFor = childrenFor
  }

  /** What the element with this slot, which is one of the part, stands for. */
  childrenAt(slot: number): Int32Array {
    return this.#children[slot - this.#firstGrown] ?? this.#make(slot)
  }

  #make(slot: number): Int32Array {
    const element = this.#part.elementAt(slot) as PoolElement
    const children = Int32Array.from(this.#childrenFor(element.value))
    this.#children[slot - this.#firstGrown] = children
    return children
  }
}
