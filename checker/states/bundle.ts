/**
 * Some elements of pools that are packed together: a combination of ids, one for each element, has a number. What is done
 * to a bundle is numbered too, so that for the exploring loop a step is two array loads.
 *
 * Hot file. A combination in which every id is 0 or 1, as in a set, is a mask.
 */
import { withRoom } from '../values/with-room.ts'
import { highWord, lowWord } from './hash-words.ts'

/** Elements of a bundle at most: the bits of a mask. */
export const MOST_ELEMENTS = 32

/** Counts the combinations that several bundles have met together. */
export interface Met {
  combinations: number
}

/** What one effect does to one bundle: place of the element and its new id, one after the other. */
interface Change {
  readonly writes: Int32Array
  /** By number of the combination before: that after, -1 where it has not been asked for. */
  after: Int32Array
}

export class Bundle {
  /** Slots of its elements, ascending. */
  readonly slots: number[] = []
  /** Number of combinations met; 0 is the one in which every id is 0. */
  count = 0
  /** By combination: its part of a state's hash. */
  high: Int32Array = new Int32Array(16)
  low: Int32Array = new Int32Array(16)
  readonly #changes: Change[] = []
  /** By combination: the places that have an id other than 0. */
  #masks: Int32Array = new Int32Array(16)
  /** By combination: the ids of those places, in order; null where all are 1. */
  readonly #ids: (Int32Array | null)[] = []
  readonly #byMask = new Map<number, number>()
  readonly #byText = new Map<string, number>()
  readonly #changeByText = new Map<string, number>()
  readonly #met: Met

  constructor(met: Met) {
    this.#met = met
    this.#numberOf(0, null)
  }

  get bytes(): number {
    const changes = this.#changes.reduce((sum, { after }) => sum + after.byteLength + 200, 0)
    return changes + 12 * this.high.length + 80 * this.count
  }

  /** The combination of these ids, which stand at the slots of the elements; slots that they do not reach have id 0. */
  combinationIn(ids: Int32Array): number {
    return this.combinationOf(this.slots.map((slot) => ids[slot] ?? 0))
  }

  /** The combination of these ids, place by place. */
  combinationOf(ids: readonly number[]): number {
    let mask = 0
    ids.forEach((id, place) => {
      if (id !== 0) mask |= 1 << place
    })
    const others = ids.filter((id) => id !== 0)
    return this.#numberOf(mask, others.every((id) => id === 1) ? null : Int32Array.from(others))
  }

  /** Its ids, place by place. */
  idsOf(combination: number): number[] {
    const ids = this.slots.map(() => 0)
    this.#forEach(combination, (place, id) => {
      ids[place] = id
    })
    return ids
  }

  /** Writes the ids that are not 0 to the slots of the elements. */
  unpack(combination: number, ids: Int32Array): void {
    const others = this.#ids[combination] as Int32Array | null
    let mask = this.#masks[combination] as number
    for (let at = 0; mask !== 0; at++) {
      const place = 31 - Math.clz32(mask & -mask)
      ids[this.slots[place] as number] = others === null ? 1 : (others[at] as number)
      mask &= mask - 1
    }
  }

  /** The number of a change: slot, id, slot, id, … in the order of the slots. */
  changeOf(writes: readonly number[]): number {
    const text = writes.join()
    let number = this.#changeByText.get(text)
    if (number === undefined) {
      const places = writes.map((each, at) => (at % 2 === 0 ? this.slots.indexOf(each) : each))
      number = this.#changes.push({ writes: Int32Array.from(places), after: new Int32Array(0) }) - 1
      this.#changeByText.set(text, number)
    }
    return number
  }

  /** The combination after a change; a new number where it comes up for the first time. */
  after(combination: number, number: number): number {
    const { after } = this.#changes[number] as Change
    const known = combination < after.length ? (after[combination] as number) : -1
    return known >= 0 ? known : this.#findAfter(combination, number)
  }

  #findAfter(combination: number, number: number): number {
    const change = this.#changes[number] as Change
    const { writes } = change
    let mask = this.#masks[combination] as number
    let isOfOnes = this.#ids[combination] === null
    for (let at = 0; at < writes.length; at += 2) {
      const bit = 1 << (writes[at] as number)
      const id = writes[at + 1] as number
      mask = id === 0 ? mask & ~bit : mask | bit
      if (id > 1) isOfOnes = false
    }
    const found = isOfOnes ? this.#numberOf(mask, null) : this.combinationOf(this.#written(combination, writes))
    if (combination >= change.after.length) {
      const larger = new Int32Array(Math.max(16, 2 * (combination + 1))).fill(-1)
      larger.set(change.after)
      change.after = larger
    }
    change.after[combination] = found
    return found
  }

  #written(combination: number, writes: Int32Array): number[] {
    const ids = this.idsOf(combination)
    for (let at = 0; at < writes.length; at += 2) ids[writes[at] as number] = writes[at + 1] as number
    return ids
  }

  #numberOf(mask: number, ids: Int32Array | null): number {
    const text = ids === null ? '' : `${mask}:${ids.join()}`
    const known = ids === null ? this.#byMask.get(mask) : this.#byText.get(text)
    if (known !== undefined) return known
    const number = this.count++
    this.#met.combinations++
    if (ids === null) this.#byMask.set(mask, number)
    else this.#byText.set(text, number)
    this.#masks = withRoom(this.#masks, number + 1)
    this.#masks[number] = mask
    this.#ids.push(ids)
    this.#addHash(number)
    return number
  }

  #addHash(number: number): void {
    let high = 0
    let low = 0
    this.#forEach(number, (place, id) => {
      const slot = this.slots[place] as number
      high ^= highWord(slot, id)
      low ^= lowWord(slot, id)
    })
    this.high = withRoom(this.high, number + 1)
    this.low = withRoom(this.low, number + 1)
    this.high[number] = high
    this.low[number] = low
  }

  #forEach(combination: number, visit: (place: number, id: number) => void): void {
    const others = this.#ids[combination] as Int32Array | null
    let at = 0
    for (let place = 0; place < this.slots.length; place++) {
      if ((((this.#masks[combination] as number) >>> place) & 1) === 0) continue
      visit(place, others === null ? 1 : (others[at] as number))
      at++
    }
  }
}
