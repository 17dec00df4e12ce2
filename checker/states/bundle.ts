/**
 * Some elements of pools that are packed together: a combination of ids, one for each element, has a number. What is done
 * to a bundle is numbered too, so that for the exploring loop a step is two array loads.
 *
 * Hot file. A combination is kept as the elements that are there: place and id, place and id, …, in the order of places.
 */
import { withRoom } from '../values/with-room.ts'
import { highWord, lowWord } from './hash-words.ts'

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
  /** Number of combinations met; 0 is the one in which every id is 0. */
  count = 0
  /** By combination: its part of a state's hash. */
  high: Int32Array = new Int32Array(16)
  low: Int32Array = new Int32Array(16)
  /** Slots of its elements, ascending. */
  readonly #slots: number[] = []
  readonly #places = new Map<number, number>()
  readonly #changes: Change[] = []
  /** By combination: places that have an id other than 0, each followed by it. */
  readonly #contents: Int32Array[] = []
  readonly #byText = new Map<string, number>()
  readonly #changeByText = new Map<string, number>()
  readonly #met: Met

  constructor(met: Met) {
    this.#met = met
    this.#numberOf([])
  }

  get slots(): readonly number[] {
    return this.#slots
  }

  get bytes(): number {
    const changes = this.#changes.reduce((sum, { after }) => sum + after.byteLength + 200, 0)
    return changes + 12 * this.high.length + 250 * this.count + 50 * this.#slots.length
  }

  /** Adds an element, whose slot lies behind those of the others; its id is 0 in every combination so far. */
  add(slot: number): void {
    this.#places.set(slot, this.#slots.push(slot) - 1)
  }

  /** The combination of these ids, which stand at the slots of the elements; slots that they do not reach have id 0. */
  combinationIn(ids: Int32Array): number {
    const content: number[] = []
    for (let place = 0; place < this.#slots.length; place++) {
      const id = ids[this.#slots[place] as number] ?? 0
      if (id !== 0) content.push(place, id)
    }
    return this.#numberOf(content)
  }

  /** Slot, id, slot, id, … of the elements whose id is not 0. */
  idsOf(combination: number): readonly number[] {
    return [...(this.#contents[combination] as Int32Array)].map((each, at) =>
      at % 2 === 0 ? (this.#slots[each] as number) : each,
    )
  }

  /** The combination with these ids, given as by `idsOf`; elements of other bundles are left out. */
  combinationOf(ids: readonly number[]): number {
    const content: number[] = []
    for (let at = 0; at < ids.length; at += 2) {
      const place = this.#places.get(ids[at] as number)
      if (place !== undefined) content.push(place, ids[at + 1] as number)
    }
    return this.#numberOf(content)
  }

  /** Writes the ids that are not 0 to the slots of the elements. */
  unpack(combination: number, ids: Int32Array): void {
    const content = this.#contents[combination] as Int32Array
    for (let at = 0; at < content.length; at += 2) {
      ids[this.#slots[content[at] as number] as number] = content[at + 1] as number
    }
  }

  /** The number of a change: slot, id, slot, id, … in the order of the slots. */
  changeOf(writes: readonly number[]): number {
    const text = writes.join()
    let number = this.#changeByText.get(text)
    if (number === undefined) {
      const places = writes.map((each, at) => (at % 2 === 0 ? (this.#places.get(each) as number) : each))
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
    const found = this.#numberOf(written(this.#contents[combination] as Int32Array, change.writes))
    if (combination >= change.after.length) {
      const larger = new Int32Array(Math.max(16, 2 * (combination + 1))).fill(-1)
      larger.set(change.after)
      change.after = larger
    }
    change.after[combination] = found
    return found
  }

  #numberOf(content: readonly number[]): number {
    const text = content.join()
    const known = this.#byText.get(text)
    if (known !== undefined) return known
    const number = this.count++
    this.#met.combinations++
    this.#byText.set(text, number)
    this.#contents.push(Int32Array.from(content))
    let high = 0
    let low = 0
    for (let at = 0; at < content.length; at += 2) {
      const slot = this.#slots[content[at] as number] as number
      high ^= highWord(slot, content[at + 1] as number)
      low ^= lowWord(slot, content[at + 1] as number)
    }
    this.high = withRoom(this.high, number + 1)
    this.low = withRoom(this.low, number + 1)
    this.high[number] = high
    this.low[number] = low
    return number
  }
}

/** A combination after writes; both are place, id, place, id, … in the order of the places. */
function written(content: Int32Array, writes: Int32Array): number[] {
  const after: number[] = []
  let at = 0
  for (let write = 0; write < writes.length; write += 2) {
    const place = writes[write] as number
    for (; at < content.length && (content[at] as number) < place; at += 2) {
      after.push(content[at] as number, content[at + 1] as number)
    }
    if (content[at] === place && at < content.length) at += 2
    if (writes[write + 1] !== 0) after.push(place, writes[write + 1] as number)
  }
  for (; at < content.length; at++) after.push(content[at] as number)
  return after
}
