/**
 * Elements of pools as they are packed: some of them together are one field of a packed state, a bundle, whose value says
 * how often each of them is there. Most pools hold few of many possible elements at a time, and so few combinations are
 * ever met: a field is much narrower than a bit for each element. Where many are met, a bundle is split in two.
 */
import type { Model } from '../model/model.ts'
import { Bundle, type Met } from './bundle.ts'

/** A bundle that has met more combinations is split, unless it has few elements. */
const SPLIT_ABOVE = 1024

export class Bundles {
  readonly #model: Model
  readonly #splitAbove: number
  /** A bundle that has met as many combinations gets no further element. */
  readonly #openBelow: number
  /** No more than have so many combinations in a set. */
  readonly #fewElements: number
  readonly #bundles: Bundle[] = []
  readonly #met: Met = { combinations: 0 }
  /** By slot minus `firstGrown`. */
  readonly #bundleOf: number[] = []
  #splits = 0

  constructor(model: Model, splitAbove = SPLIT_ABOVE) {
    this.#model = model
    this.#splitAbove = splitAbove
    this.#openBelow = splitAbove / 4
    this.#fewElements = Math.log2(this.#openBelow)
  }

  /** Raised by every split: changes have other numbers then. */
  get splits(): number {
    return this.#splits
  }

  /** Number of bundles. */
  get count(): number {
    return this.#bundles.length
  }

  /** Combinations met so far in all bundles together; those that came about by splitting are counted as well. */
  get met(): number {
    return this.#met.combinations
  }

  get bytes(): number {
    return this.#bundles.reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Whether a bundle has met so many combinations that it is to be split. */
  get isAnyCrowded(): boolean {
    return this.#bundles.some((bundle) => this.#isCrowded(bundle))
  }

  at(bundle: number): Bundle {
    return this.#bundles[bundle] as Bundle
  }

  /** Combinations met so far in each bundle. */
  sizes(): number[] {
    return this.#bundles.map(({ count }) => count)
  }

  /** Gives elements that are new since the last time a bundle. They are absent from every state so far. */
  catchUp(): void {
    const { firstGrown, stored } = this.#model
    for (let slot = firstGrown + this.#bundleOf.length; slot < stored; slot++) {
      let last = this.#bundles.at(-1)
      if (last === undefined || last.count >= this.#openBelow) {
        last = new Bundle(this.#met)
        this.#bundles.push(last)
      }
      last.add(slot)
      this.#bundleOf.push(this.#bundles.length - 1)
    }
  }

  /** Writes the combinations in a state of these slots into `fields`, from `from` on. */
  pack(ids: Int32Array, fields: Int32Array, from: number): void {
    this.#bundles.forEach((bundle, at) => {
      fields[from + at] = bundle.combinationIn(ids)
    })
  }

  /** Writes the ids of all elements, given the combinations in `fields`, from `from` on. */
  unpack(fields: Int32Array, from: number, ids: Int32Array): void {
    const { firstGrown, stored } = this.#model
    ids.fill(0, firstGrown, stored)
    const bundles = this.#bundles
    for (let at = 0; at < bundles.length; at++) {
      const combination = fields[from + at] as number
      if (combination !== 0) (bundles[at] as Bundle).unpack(combination, ids)
    }
  }

  /** Bundle, number of the change, bundle, … for writes to elements: slot, id, slot, id, … in the order of the slots. */
  changesOf(writes: readonly number[]): number[] {
    const byBundle = new Map<number, number[]>()
    for (let at = 0; at < writes.length; at += 2) {
      const slot = writes[at] as number
      const bundle = this.#bundleOf[slot - this.#model.firstGrown] as number
      const own = byBundle.get(bundle) ?? []
      own.push(slot, writes[at + 1] as number)
      byBundle.set(bundle, own)
    }
    return [...byBundle].flatMap(([bundle, own]) => [bundle, this.at(bundle).changeOf(own)])
  }

  /**
   * Splits the bundles that have met too many combinations. Returns what turns the combinations before, in an array from
   * `from` on that has room for those after, into those after; null where there was nothing to split. Changes have other
   * numbers then.
   */
  split(): ((fields: Int32Array, from: number) => void) | null {
    const crowded = this.#bundles.flatMap((bundle, at) => (this.#isCrowded(bundle) ? [at] : []))
    if (crowded.length === 0) return null
    this.#splits++
    const halves = crowded.map((at) => {
      const whole = this.at(at)
      const middle = whole.slots.length >> 1
      const kept = new Bundle(this.#met)
      const moved = new Bundle(this.#met)
      whole.slots.forEach((slot, place) => {
        const half = place < middle ? kept : moved
        half.add(slot)
      })
      const ofKept = new Int32Array(whole.count)
      const ofMoved = new Int32Array(whole.count)
      for (let combination = 0; combination < whole.count; combination++) {
        const ids = whole.idsOf(combination)
        ofKept[combination] = kept.combinationOf(ids)
        ofMoved[combination] = moved.combinationOf(ids)
      }
      this.#bundles[at] = kept
      const to = this.#bundles.push(moved) - 1
      for (const slot of moved.slots) this.#bundleOf[slot - this.#model.firstGrown] = to
      return { at, to, ofKept, ofMoved }
    })
    return (fields, from) => {
      for (const { at, to, ofKept, ofMoved } of halves) {
        const combination = fields[from + at] as number
        fields[from + at] = ofKept[combination] as number
        fields[from + to] = ofMoved[combination] as number
      }
    }
  }

  #isCrowded({ count, slots }: Bundle): boolean {
    return count > this.#splitAbove && slots.length > this.#fewElements
  }
}
