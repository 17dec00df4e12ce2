/**
 * What actions do to packed states. An effect is a list of writes (slot, id); for the exploring loop it is compiled
 * into "keep these bits of that word, put those in", and into the part of the hash that the new values contribute.
 */

import { SegmentedMap } from '../values/segmented-map.ts'
import { withRoom } from '../values/with-room.ts'
import { highWord, lowWord } from './hash-words.ts'
import type { Layout } from './layout.ts'

/**
 * Layout of a compiled effect from `offsets[effect]` on: number of writes, high and low hash words of the new values,
 * the slots written, number of words touched, and (word, bits to keep, bits to set) for each.
 */
export class Effects {
  code: Int32Array = new Int32Array(1 << 10)
  offsets: Int32Array = new Int32Array(1 << 8)
  /** Slots written by the effect that writes most. */
  mostWrites = 0
  #used = 0
  #layout: Layout
  /** Writes of every effect: slot, id, slot, id, … */
  readonly #writes: Int32Array[] = []
  readonly #known = new SegmentedMap<string, number>()
  /** Effects that are written again and again, and how many of them are in use. */
  readonly #scratch: number[] = []
  #scratchUsed = 0
  readonly #isScratch = new Set<number>()

  constructor(layout: Layout) {
    this.#layout = layout
  }

  get bytes(): number {
    return this.code.byteLength + this.offsets.byteLength + this.#writes.length * 200
  }

  writes(effect: number): Int32Array {
    return this.#writes[effect] as Int32Array
  }

  /** The number of this effect; equal effects share one. All ids must fit the layout. */
  add(writes: readonly number[]): number {
    const key = writes.join()
    let effect = this.#known.get(key)
    if (effect === undefined) {
      effect = this.#writes.push(Int32Array.from(writes)) - 1
      this.#known.add(key, effect)
      this.#compile(effect)
    }
    return effect
  }

  /** An effect that lasts until `releaseScratch`, for functions that are not memoised. */
  addScratch(writes: readonly number[]): number {
    const known = this.#scratch[this.#scratchUsed++]
    if (known === undefined) {
      const effect = this.#writes.length
      this.#scratch.push(effect)
      this.#isScratch.add(effect)
      this.#writes.push(Int32Array.from(writes))
      this.#compile(effect)
      return effect
    }
    this.#writes[known] = Int32Array.from(writes)
    const end = this.#used
    this.#used = this.offsets[known] as number
    this.#compile(known)
    this.#used = end
    return known
  }

  /** Makes the scratch effects free to be written again. */
  releaseScratch(): void {
    this.#scratchUsed = 0
  }

  /** Compiles everything again for another layout. */
  relayout(layout: Layout): void {
    this.#layout = layout
    this.#used = 0
    for (let effect = 0; effect < this.#writes.length; effect++) this.#compile(effect)
  }

  #compile(effect: number): void {
    const writes = this.#writes[effect] as Int32Array
    const { width, word, shift, mask } = this.#layout
    this.mostWrites = Math.max(this.mostWrites, writes.length / 2)
    const touched = new Map<number, { keep: number; bits: number }>()
    let high = 0
    let low = 0
    for (let at = 0; at < writes.length; at += 2) {
      const slot = writes[at] as number
      const id = writes[at + 1] as number
      high ^= highWord(slot, id)
      low ^= lowWord(slot, id)
      // An id that is too large for its field is compiled again, correctly, before it is used: see `relayout`.
      if (id >= 2 ** (width[slot] as number)) continue
      const change = touched.get(word[slot] as number) ?? { keep: -1, bits: 0 }
      change.keep &= ~((mask[slot] as number) << (shift[slot] as number))
      change.bits |= id << (shift[slot] as number)
      touched.set(word[slot] as number, change)
    }
    // A scratch effect gets room for any effect at all, because it is rewritten where it stands.
    const size = this.#isScratch.has(effect) ? 4 + 4 * word.length : 4 + writes.length / 2 + 3 * touched.size
    const end = this.#used + size
    this.#reserve(effect, size)
    const { code } = this
    let at = this.#used
    this.offsets[effect] = at
    code[at++] = writes.length / 2
    code[at++] = high
    code[at++] = low
    for (let write = 0; write < writes.length; write += 2) code[at++] = writes[write] as number
    code[at++] = touched.size
    for (const [place, { keep, bits }] of touched) {
      code[at++] = place
      code[at++] = keep
      code[at++] = bits
    }
    this.#used = end
  }

  #reserve(effect: number, size: number): void {
    this.code = withRoom(this.code, this.#used + size)
    this.offsets = withRoom(this.offsets, effect + 1)
  }
}
