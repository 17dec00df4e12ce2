/**
 * Every value that a state has met, with what exchanging two ids makes of it: worked out once, then looked up. Values
 * have numbers of their own here, because the ids of slots are only for values that states really have there.
 */
import type { Interner } from '../values/interner.ts'
import { SegmentedMap } from '../values/segmented-map.ts'
import { withRoom } from '../values/with-room.ts'
import { markedHash } from './marked-hash.ts'
import { renamedValue } from './renamed-value.ts'
import type { SymmetricIds } from './symmetric-ids.ts'

/** The mark of the id that a hash is about; other ids have the number of their list. */
export const ITSELF: number = -1

export class RenamedValues {
  readonly #ids: SymmetricIds
  readonly #interner: Interner
  readonly #values: unknown[] = []
  readonly #numbers = new SegmentedMap<unknown, number>()
  /** By pair of ids, by value: the number of what exchanging them makes of it, plus one; 0 = not worked out. */
  readonly #exchanged: Int32Array[]
  /** By value and id: the hash of the value with that id marked. */
  #hashes: Int32Array = new Int32Array(0)
  /** By value and id, 1 = it is in the value. */
  #mentions: Uint8Array = new Uint8Array(0)
  readonly #marks: Int32Array
  /** Ids that are in some value. */
  readonly #met = new Set<number>()

  constructor(ids: SymmetricIds, interner: Interner) {
    this.#ids = ids
    this.#interner = interner
    this.#exchanged = Array.from({ length: ids.size * ids.size }, () => new Int32Array(0))
    this.#marks = Int32Array.from(ids.listOf)
  }

  get bytes(): number {
    const exchanged = this.#exchanged.reduce((sum, each) => sum + each.byteLength, 0)
    return exchanged + this.#hashes.byteLength + this.#mentions.byteLength + 64 * this.#values.length
  }

  value(number: number): unknown {
    return this.#values[number]
  }

  /** The number of a canonical value. */
  numberOf(canonical: unknown): number {
    const known = this.#numbers.get(canonical)
    if (known !== undefined) return known
    const number = this.#values.push(canonical) - 1
    this.#numbers.add(canonical, number)
    this.#hash(number, canonical)
    return number
  }

  /** The number of what exchanging two ids of a list makes of a value. */
  exchanged(left: number, right: number, number: number): number {
    const pair = left * this.#ids.size + right
    let known = this.#exchanged[pair] as Int32Array
    if (number >= known.length) {
      known = withRoom(known, number + 1)
      this.#exchanged[pair] = known
    }
    if (known[number] === 0) {
      const { size } = this.#ids
      const isThere = this.#mentions[number * size + left] === 1 || this.#mentions[number * size + right] === 1
      const renamed = isThere ? renamedValue(this.#values[number], this.#ids.exchange(left, right)) : null
      known[number] = 1 + (isThere ? this.numberOf(this.#interner.canonical(renamed, '')) : number)
    }
    return (known[number] as number) - 1
  }

  /** Whether an id is in a value. */
  mentions(number: number, id: number): boolean {
    return this.#mentions[number * this.#ids.size + id] === 1
  }

  /** Whether an id is in any value. */
  isMet(id: number): boolean {
    return this.#met.has(id)
  }

  /** The hash of a value with this id marked, and others by their list. */
  hashFor(number: number, id: number): number {
    return this.#hashes[number * this.#ids.size + id] as number
  }

  #hash(number: number, value: unknown): void {
    const { size, listOf } = this.#ids
    const from = number * size
    this.#hashes = withRoom(this.#hashes, from + size)
    if (this.#mentions.length < this.#hashes.length) {
      const wider = new Uint8Array(this.#hashes.length)
      wider.set(this.#mentions)
      this.#mentions = wider
    }
    const plain = markedHash(value, this.#ids, this.#marks)
    const mentioned = new Set<number>()
    noteIds(value, this.#ids, mentioned)
    for (let id = 0; id < size; id++) {
      this.#hashes[from + id] = plain
      if (!mentioned.has(id)) continue
      this.#mentions[from + id] = 1
      this.#met.add(id)
      this.#marks[id] = ITSELF
      this.#hashes[from + id] = markedHash(value, this.#ids, this.#marks)
      this.#marks[id] = listOf[id] as number
    }
  }
}

function noteIds(value: unknown, ids: SymmetricIds, found: Set<number>): void {
  if (typeof value === 'string') {
    const id = ids.numberOf(value)
    if (id !== undefined) found.add(id)
  } else if (Array.isArray(value)) {
    for (const each of value) noteIds(each, ids, found)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inside] of Object.entries(value)) {
      noteIds(key, ids, found)
      noteIds(inside, ids, found)
    }
  }
}
