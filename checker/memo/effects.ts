/**
 * What actions do, as lists of writes: slot, id, slot, id, … Effects are numbered, and equal ones share a number, so
 * that a leaf of a trie can stand for one.
 */
import { SegmentedMap } from '../values/segmented-map.ts'
import { ListEffects } from './list-effects.ts'

export class Effects {
  /** Slots written by the effect that writes most. */
  mostWrites = 0
  /** Those that change lists without having read them, which have numbers of their own kind. */
  readonly lists: ListEffects
  readonly #writes: Int32Array[] = []
  readonly #known = new SegmentedMap<string, number>()
  /** Numbers of all effects that are written again and again. */
  readonly #forLending: number[] = []
  readonly #isForLending = new Set<number>()
  #lentCount = 0

  /** `mostSettled` is for tests. */
  constructor(mostSettled?: number) {
    this.lists = new ListEffects(this, mostSettled)
  }

  /** Effects with a number of their own, those for lending included. */
  get size(): number {
    return this.#writes.length
  }

  get bytes(): number {
    return this.#writes.length * 200 + this.lists.bytes
  }

  /** Effects lent since the last `release`. */
  get lentCount(): number {
    return this.#lentCount
  }

  /** The number of one of the effects that are lent, counted from 0. */
  lent(at: number): number {
    return this.#forLending[at] as number
  }

  /** Slot, id, slot, id, … in the order of the slots. */
  writes(effect: number): Int32Array {
    return this.#writes[effect] as Int32Array
  }

  /** Whether an effect stands for something else after each `release`. */
  isForLending(effect: number): boolean {
    return this.#isForLending.has(effect)
  }

  /** The number of this effect; equal effects share one. */
  add(writes: readonly number[]): number {
    const key = writes.join()
    let effect = this.#known.get(key)
    if (effect === undefined) {
      effect = this.#push(writes)
      this.#known.add(key, effect)
    }
    return effect
  }

  /** An effect that lasts until `release`, for functions that are not memoised. */
  lend(writes: readonly number[]): number {
    let effect = this.#forLending[this.#lentCount++]
    if (effect === undefined) {
      effect = this.#push(writes)
      this.#forLending.push(effect)
      this.#isForLending.add(effect)
    } else {
      this.#writes[effect] = Int32Array.from(writes)
      this.noteSize(writes.length / 2)
    }
    return effect
  }

  /** Makes the lent effects free to be written again. */
  release(): void {
    this.#lentCount = 0
  }

  /** An effect may write so many slots. */
  noteSize(slots: number): void {
    this.mostWrites = Math.max(this.mostWrites, slots)
  }

  #push(writes: readonly number[]): number {
    this.noteSize(writes.length / 2)
    return this.#writes.push(Int32Array.from(writes)) - 1
  }
}
