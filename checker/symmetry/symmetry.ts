/**
 * The canonical form of states of which ids are interchangeable: of all states that renaming makes of a state, always
 * the same one. Two states have the same canonical form exactly if renaming turns one into the other.
 *
 * Ids are told apart by a signature, a hash of where and how each occurs, which renaming does not change. Only ids with
 * equal signatures are tried in every order, and not those that can be exchanged without changing the state. Of the
 * states that remain, the structurally least is the canonical one. A collision of hashes costs time, nothing else.
 */
import { compareValues } from '../../spec/language/value.ts'
import type { Model } from '../model/model.ts'
import { withRoom } from '../values/with-room.ts'
import { arrangements, countArrangements } from './arrangements.ts'
import { markedHash, mixed } from './marked-hash.ts'
import { PoolValues } from './pool-values.ts'
import { ITSELF, RenamedValues } from './renamed-values.ts'
import { SlotAddresses } from './slot-addresses.ts'
import { SymmetricIds } from './symmetric-ids.ts'

/** With more orders left than this, ids are told apart by those they occur with as well. */
const MOST_UNREFINED = 2

/** Ids of a list that are not told apart, in groups that can be exchanged without changing the state. */
type Tie = readonly (readonly number[])[]

export class Symmetry {
  readonly ids: SymmetricIds
  readonly #model: Model
  readonly #values: RenamedValues
  readonly #addresses: SlotAddresses
  /** A state is renamed as its slots before those of elements, and after them its pools, each as one value. */
  readonly #pools: readonly PoolValues[]
  /** By place: the number of its address. */
  readonly #addressOf: Int32Array
  /** By pair of ids: the place that the content of each place moves to. */
  readonly #moves: (Int32Array | undefined)[]
  /** By slot, by id of its table: the number of the value, plus one. */
  readonly #numberOf: Int32Array[]
  /** By slot, by number of a value: its id in the slot's table, plus one. */
  readonly #idOf: Int32Array[]
  /** Signatures of all ids. */
  readonly #signatures: Int32Array
  readonly #marks: Int32Array
  #spare: Int32Array

  constructor(model: Model) {
    this.#model = model
    this.ids = new SymmetricIds(model.definition)
    this.#values = new RenamedValues(this.ids, model.interner)
    this.#addresses = new SlotAddresses(model)
    const { firstGrown } = model
    const places = this.#addresses.count
    this.#addressOf = Int32Array.from({ length: places }, (_, place) =>
      this.#values.numberOf(this.#addresses.of(place)),
    )
    this.#pools = [...model.groups.values()].flatMap(({ pool }) =>
      pool === null ? [] : [new PoolValues(model, pool, this.#values)],
    )
    this.#moves = new Array(this.ids.size * this.ids.size)
    this.#numberOf = Array.from({ length: firstGrown }, () => new Int32Array(0))
    this.#idOf = Array.from({ length: firstGrown }, () => new Int32Array(0))
    this.#signatures = new Int32Array(this.ids.size)
    this.#marks = new Int32Array(this.ids.size)
    this.#spare = new Int32Array(places)
  }

  /** Whether an id is in a state that was met, or in a key of one. */
  isMet(id: number): boolean {
    return this.#values.isMet(id)
  }

  get bytes(): number {
    const tables = [...this.#numberOf, ...this.#idOf].reduce((sum, each) => sum + each.byteLength, 0)
    return tables + this.#values.bytes + this.#pools.reduce((sum, pool) => sum + pool.bytes, 0)
  }

  /** The stored ids of the canonical form of a state; `ids` itself where it is canonical. */
  canonical(ids: Int32Array): Int32Array {
    const state = this.#numbers(ids)
    this.#sign(state)
    let ties = this.#ties(state)
    if (orders(ties) > MOST_UNREFINED) {
      this.#refine(state)
      ties = this.#ties(state)
    }
    let least: Int32Array | null = null
    for (const order of arrangements(ties)) {
      const arranged = this.#arranged(state, order)
      if (least === null || this.#compare(arranged, least) < 0) least = arranged
    }
    return this.#idsOf(least as Int32Array, state, ids)
  }

  /** The stored ids of the state with two ids of a list exchanged. */
  exchanged(ids: Int32Array, left: number, right: number): Int32Array {
    const state = this.#numbers(ids)
    const after = state.slice()
    this.#exchange(after, left, right)
    return this.#idsOf(after, state, ids)
  }

  /** A canonical value with two ids of a list exchanged, canonical again. */
  exchangedValue(value: unknown, left: number, right: number): unknown {
    return this.#values.value(this.#values.exchanged(left, right, this.#values.numberOf(value)))
  }

  /** Numbers of the values of a state: of its slots before those of elements, then of its pools. */
  #numbers(ids: Int32Array): Int32Array {
    const { firstGrown } = this.#model
    const state = new Int32Array(this.#addresses.count)
    for (let slot = 0; slot < firstGrown; slot++) state[slot] = this.#numberAt(slot, ids[slot] as number)
    if (this.#pools.length === 0) return state
    const whole = this.#reaching(ids)
    this.#pools.forEach((pool, at) => {
      state[firstGrown + at] = pool.numberIn(whole)
    })
    return state
  }

  /** The ids of a state, up to those of every element that was met; those that it did not reach are absent. */
  #reaching(ids: Int32Array): Int32Array {
    const { stored } = this.#model
    if (ids.length >= stored) return ids
    const longer = new Int32Array(stored)
    longer.set(ids)
    return longer
  }

  #numberAt(slot: number, id: number): number {
    let numbers = this.#numberOf[slot] as Int32Array
    if (id >= numbers.length) {
      numbers = withRoom(numbers, id + 1)
      this.#numberOf[slot] = numbers
    }
    if (numbers[id] === 0) numbers[id] = 1 + this.#values.numberOf(this.#model.table(slot).value(id))
    return (numbers[id] as number) - 1
  }

  /** Ids of a state whose values are these; `before` and `ids` are another state, of which most may be the same. */
  #idsOf(state: Int32Array, before: Int32Array, ids: Int32Array): Int32Array {
    const { firstGrown, stored } = this.#model
    let result: Int32Array | null = null
    for (let at = 0; at < state.length; at++) {
      if (state[at] === before[at]) continue
      result ??= ids.slice(0, stored)
      if (at < firstGrown) result[at] = this.#idAt(at, state[at] as number)
      else result = (this.#pools[at - firstGrown] as PoolValues).put(state[at] as number, result)
    }
    return result ?? ids
  }

  #idAt(slot: number, number: number): number {
    let known = this.#idOf[slot] as Int32Array
    if (number >= known.length) {
      known = withRoom(known, number + 1)
      this.#idOf[slot] = known
    }
    if (known[number] === 0) {
      known[number] = 1 + this.#model.table(slot).idOf(this.#values.value(number))
    }
    return (known[number] as number) - 1
  }

  /** Signs each id by where it occurs, whatever the other ids are. */
  #sign(state: Int32Array): void {
    const { size } = this.ids
    const values = this.#values
    this.#signatures.fill(0)
    for (let slot = 0; slot < state.length; slot++) {
      const address = this.#addressOf[slot] as number
      const number = state[slot] as number
      for (let id = 0; id < size; id++) {
        if (!values.mentions(address, id) && !values.mentions(number, id)) continue
        const hash = mixed(values.hashFor(address, id), values.hashFor(number, id))
        this.#signatures[id] = ((this.#signatures[id] as number) + hash) | 0
      }
    }
  }

  /** Signs each id again, by where it occurs with ids of which signature, until that tells no more apart. */
  #refine(state: Int32Array): void {
    const { ids } = this
    for (let apart = this.#countSignatures(), before = 0; apart > before && apart < ids.size; ) {
      const marks = Int32Array.from(this.#signatures, (signature, id) => mixed(signature, ids.listOf[id] as number))
      for (let id = 0; id < ids.size; id++) {
        this.#marks.set(marks)
        this.#marks[id] = ITSELF
        let signature = marks[id] as number
        for (let slot = 0; slot < state.length; slot++) {
          const address = markedHash(this.#addresses.of(slot), ids, this.#marks)
          const value = markedHash(this.#values.value(state[slot] as number), ids, this.#marks)
          signature = (signature + mixed(address, value)) | 0
        }
        this.#signatures[id] = signature
      }
      before = apart
      apart = this.#countSignatures()
    }
  }

  #countSignatures(): number {
    return this.ids.lists.reduce((sum, list) => sum + new Set(list.map((id) => this.#signatures[id])).size, 0)
  }

  /** The ids of each list by signature. */
  #ties(state: Int32Array): readonly (readonly Tie[])[] {
    const signature = (id: number): number => this.#signatures[id] as number
    return this.ids.lists.map((list) => {
      const sorted = list.slice().sort((left, right) => signature(left) - signature(right))
      const ties: number[][][] = []
      sorted.forEach((id, at) => {
        const before = sorted[at - 1]
        const tie = ties.at(-1)
        if (tie === undefined || before === undefined || signature(before) !== signature(id)) {
          ties.push([[id]])
          return
        }
        const group = tie.find(([first]) => this.#isUnchanged(state, first as number, id))
        if (group === undefined) tie.push([id])
        else group.push(id)
      })
      return ties
    })
  }

  /** Whether exchanging two ids leaves the state as it is. */
  #isUnchanged(state: Int32Array, left: number, right: number): boolean {
    const [one, other] = left < right ? [left, right] : [right, left]
    const moves = this.#movesOf(one, other)
    for (let slot = 0; slot < state.length; slot++) {
      if (this.#values.exchanged(one, other, state[slot] as number) !== state[moves[slot] as number]) return false
    }
    return true
  }

  /** The state with its ids renamed: the one that stands at a place of a list in `order` gets the name of that place. */
  #arranged(state: Int32Array, order: readonly (readonly number[])[]): Int32Array {
    const arranged = state.slice()
    order.forEach((ids, at) => {
      const places = this.ids.lists[at] as readonly number[]
      // What the ids are called by now, and which id has a name.
      const nameOf = new Map(places.map((id) => [id, id]))
      const idOf = new Map(places.map((id) => [id, id]))
      ids.forEach((id, place) => {
        const name = places[place] as number
        const called = nameOf.get(id) as number
        if (called === name) return
        const other = idOf.get(name) as number
        this.#exchange(arranged, called, name)
        nameOf.set(id, name).set(other, called)
        idOf.set(name, id).set(called, other)
      })
    })
    return arranged
  }

  #exchange(state: Int32Array, left: number, right: number): void {
    const [one, other] = left < right ? [left, right] : [right, left]
    const moves = this.#movesOf(one, other)
    const after = this.#spare
    for (let slot = 0; slot < state.length; slot++) {
      after[moves[slot] as number] = this.#values.exchanged(one, other, state[slot] as number)
    }
    state.set(after)
  }

  /** A stored slot to which nothing corresponds with two ids of a list exchanged; null where there is none. */
  slotWithoutCounterpart(left: number, right: number): number | null {
    const slot = this.#addressOf.findIndex((_, each) => this.#slotAfter(left, right, each) === undefined)
    return slot < 0 ? null : slot
  }

  #movesOf(left: number, right: number): Int32Array {
    const pair = left * this.ids.size + right
    let moves = this.#moves[pair]
    if (moves === undefined) {
      moves = Int32Array.from(this.#addressOf, (_, slot) => {
        const after = this.#slotAfter(left, right, slot)
        if (after === undefined) throw new Error('unreachable: a family has some ids of a list and not all')
        return after
      })
      this.#moves[pair] = moves
    }
    return moves
  }

  /** Where the content of a slot moves to; undefined for nowhere. */
  #slotAfter(left: number, right: number, slot: number): number | undefined {
    const moved = this.#values.exchanged(left, right, this.#addressOf[slot] as number)
    return this.#addresses.placeAt(this.#values.value(moved) as object)
  }

  /** The structural order of states. */
  #compare(left: Int32Array, right: Int32Array): number {
    for (let slot = 0; slot < left.length; slot++) {
      if (left[slot] === right[slot]) continue
      const values = this.#values
      const difference = compareValues(values.value(left[slot] as number), values.value(right[slot] as number))
      if (difference !== 0) return difference
    }
    return 0
  }
}

function orders(ties: readonly (readonly Tie[])[]): number {
  return ties.flat().reduce((product, tie) => product * countArrangements(tie), 1)
}
