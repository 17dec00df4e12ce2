/**
 * What effects do to packed states, for the exploring loop: each is compiled into "keep these bits of that word, put
 * those in", and into the part of the hash that the new values contribute.
 */
import type { Effects } from '../memo/effects.ts'
import { withRoom } from '../values/with-room.ts'
import type { Bundles } from './bundles.ts'
import { highWord, lowWord } from './hash-words.ts'
import type { Layout } from './layout.ts'

/**
 * A compiled effect begins at `offsets[effect]`: number of writes, high and low hash words of the new values, the slots
 * written, number of words touched, and (word, bits to keep, bits to set) for each. Writes to elements of pools come behind,
 * where there are pools: number of bundles changed, and (bundle, number of the change) for each.
 */
export class CompiledEffects {
  code: Int32Array = new Int32Array(1 << 10)
  offsets: Int32Array = new Int32Array(1 << 8)
  readonly #effects: Effects
  readonly #bundles: Bundles | null
  /** Slots from here on are elements of pools. */
  readonly #firstGrown: number
  #layout: Layout
  /** Effects looked at so far; the lasting ones among them are compiled. */
  #compiled = 0
  /** Words of `code` taken by effects that last. Lent ones are compiled behind them, anew each time. */
  #lasting = 0
  #used = 0
  /** By effect that lasts: what it does to bundles, as long as none is split. */
  readonly #changes: (readonly number[] | undefined)[] = []
  #splits = 0

  constructor(effects: Effects, layout: Layout, firstGrown = Number.POSITIVE_INFINITY, bundles: Bundles | null = null) {
    this.#effects = effects
    this.#firstGrown = firstGrown
    this.#bundles = bundles
    this.#layout = layout
  }

  get bytes(): number {
    return this.code.byteLength + this.offsets.byteLength
  }

  /** Compiles what is new since the last time, and what is lent now. Every id must fit the layout. */
  catchUp(): void {
    const effects = this.#effects
    if (effects.size > this.#compiled) {
      this.#used = this.#lasting
      for (; this.#compiled < effects.size; this.#compiled++) {
        if (!effects.isForLending(this.#compiled)) this.#compile(this.#compiled)
      }
      this.#lasting = this.#used
    }
    if (effects.lentCount === 0) return
    this.#used = this.#lasting
    for (let at = 0; at < effects.lentCount; at++) this.#compile(effects.lent(at))
  }

  /** From now on states are packed otherwise: all is compiled again when it is next asked for. */
  relayout(layout: Layout): void {
    this.#layout = layout
    this.#compiled = 0
    this.#lasting = 0
  }

  #compile(effect: number): void {
    const all = this.#effects.writes(effect)
    const writes: number[] = []
    const ofElements: number[] = []
    for (let at = 0; at < all.length; at += 2) {
      const own = (all[at] as number) < this.#firstGrown ? writes : ofElements
      own.push(all[at] as number, all[at + 1] as number)
    }
    const changes = this.#changesOf(effect, ofElements)
    const { width, word, shift, mask } = this.#layout
    const touched = new Map<number, { keep: number; bits: number }>()
    let high = 0
    let low = 0
    for (let at = 0; at < writes.length; at += 2) {
      const slot = writes[at] as number
      const id = writes[at + 1] as number
      if (id >= 2 ** (width[slot] as number)) throw new Error('unreachable: an effect is compiled before its ids fit')
      high ^= highWord(slot, id)
      low ^= lowWord(slot, id)
      const change = touched.get(word[slot] as number) ?? { keep: -1, bits: 0 }
      change.keep &= ~((mask[slot] as number) << (shift[slot] as number))
      change.bits |= id << (shift[slot] as number)
      touched.set(word[slot] as number, change)
    }
    this.#reserve(effect, 5 + writes.length / 2 + 3 * touched.size + changes.length)
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
    code[at++] = changes.length / 2
    for (const each of changes) code[at++] = each
    this.#used = at
  }

  /** Another layout leaves them as they are; a bundle that is split does not, nor does an effect that is lent anew. */
  #changesOf(effect: number, writes: readonly number[]): readonly number[] {
    const bundles = this.#bundles
    if (bundles === null || writes.length === 0) return []
    if (this.#splits !== bundles.splits) {
      this.#splits = bundles.splits
      this.#changes.length = 0
    }
    if (this.#effects.isForLending(effect)) return bundles.changesOf(writes)
    this.#changes[effect] ??= bundles.changesOf(writes)
    return this.#changes[effect]
  }

  #reserve(effect: number, size: number): void {
    this.code = withRoom(this.code, this.#used + size)
    this.offsets = withRoom(this.offsets, effect + 1)
  }
}
