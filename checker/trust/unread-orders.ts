/**
 * Lists whose order nothing seems to look at, and which are in every order: what differs in that alone is explored again.
 * That the order plays no part is tried, not proved: on a sample of the states every list is put in other orders, and
 * conditions and successors are compared. Whatever cannot be compared so gives no finding.
 */
import { SpecError } from '../../spec/language/index.ts'
import { collectionKindOf, compareValues } from '../../spec/language/value.ts'
import type { SlowSpot } from '../contract/result.ts'
import type { Ending } from '../explore/ending.ts'
import type { Program } from '../memo/program.ts'
import { Repeats } from '../memo/repeats.ts'
import { finished, withId } from '../memo/situation-hash.ts'
import { placesIn } from '../model/model.ts'
import { sampledStates } from './sample-runs.ts'
import { counted } from './values-per-state.ts'

/** At least this share of the states is another one with the list in another order. */
const COSTLY_SHARE = 0.25
/** States that are looked at, and values of a list that are sorted, at most. */
const MOST_STATES = 2e6
const MOST_VALUES = 200_000
/** States on which lists are put in other orders, and how often at least for that to say anything. */
const MOST_TRIED = 96
const FEWEST_TRIED = 24
const MOST_SWAPS = 4

export function unreadOrders(ending: Ending): readonly SlowSpot[] {
  const { program } = ending
  if (!isComparable(program)) return []
  return lists(program).flatMap((list): SlowSpot[] => {
    const orders = new Orders(program, list.slots)
    if (!orders.isAnySorted) return []
    // What looks at the order does so soon, and then nothing else has to be worked out.
    const tried = triedWithout(ending, orders)
    if (tried === null || tried < FEWEST_TRIED) return []
    const { seen, repeated } = repeatsUpToOrder(ending, orders)
    if (repeated < COSTLY_SHARE * seen) return []
    const { path } = list
    const form = orders.hasRepeatedElements ? 'bag' : 'set'
    const text = `"${path}" is a list, and in none of ${counted(tried)} trials did anything depend on its order, while ${counted(repeated)} of ${counted(seen)} states are others with the list in another order: if no promise is about the order, declare it as ${form}(…), changed by insert(…) and removeOne(…)`
    const weight = (ending.states.distinct * repeated) / seen
    return [{ kind: 'order-unread', subject: path, text, location: null, weight }]
  })
}

/** Whether all that a specification says of states can be compared: steps and mappings are not. */
function isComparable({ model, symmetry, properties }: Program): boolean {
  const { definition } = model
  return (
    symmetry === null &&
    definition.fairness.every(({ condition }) => condition === null) &&
    properties.every(
      ({ definition: { kind }, steps, assumptions }) =>
        kind !== 'refines' && steps.length === 0 && assumptions.every((each) => each.steps.length === 0),
    )
  )
}

interface List {
  /** `inbox`, or `inbox.*` for the lists of a family. */
  readonly path: string
  readonly slots: readonly number[]
}

/** Variables that are lists in every state, and that something reads. */
function lists({ model, userCode }: Program): readonly List[] {
  const byPattern = new Map<string, number[]>()
  for (const group of model.groups.values()) {
    if (group.derived !== null || group.pool !== null) continue
    for (const { slot, pattern } of placesIn(group)) {
      if (slot >= 0) byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), slot])
    }
  }
  return [...byPattern]
    .map(([path, slots]) => ({ path, slots }))
    .filter(
      ({ slots }) =>
        slots.some((slot) => userCode.isRead[slot] === 1) &&
        slots.every((slot) => {
          const table = model.table(slot)
          if (table.size > MOST_VALUES) return false
          return Array.from({ length: table.size }, (_, id) => table.value(id)).every(isList)
        }),
    )
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && collectionKindOf(value) === undefined
}

/** The lists of a variable, each with the number of what it is without its order. */
class Orders {
  readonly slots: readonly number[]
  readonly hasRepeatedElements: boolean
  readonly #program: Program
  readonly #numbers = new Map<unknown, number>()
  /** By slot and id. */
  readonly #sorted = new Map<number, number[]>()

  constructor(program: Program, slots: readonly number[]) {
    this.#program = program
    this.slots = slots
    const values = slots.flatMap((slot) => {
      const table = program.model.table(slot)
      return Array.from({ length: table.size }, (_, id) => table.value(id) as readonly unknown[])
    })
    this.hasRepeatedElements = values.some((value) => new Set(value).size < value.length)
  }

  /** Whether two lists of a slot differ in nothing but their order. */
  get isAnySorted(): boolean {
    return this.slots.some((slot) => {
      const { size } = this.#program.model.table(slot)
      return new Set(Array.from({ length: size }, (_, id) => this.numberOf(slot, id))).size < size
    })
  }

  /** Equal for lists that are the same but for their order. */
  numberOf(slot: number, id: number): number {
    let known = this.#sorted.get(slot)
    if (known === undefined) {
      known = []
      this.#sorted.set(slot, known)
    }
    known[id] ??= this.#number(slot, id)
    return known[id]
  }

  #number(slot: number, id: number): number {
    const { model } = this.#program
    const sorted = (model.table(slot).value(id) as readonly unknown[]).toSorted(compareValues)
    const canonical = model.interner.canonical(sorted, '')
    const number = this.#numbers.get(canonical) ?? this.#numbers.size
    this.#numbers.set(canonical, number)
    return number
  }

  /** What a state is without the order: stored ids, those of the lists replaced. */
  without(ids: Int32Array): string {
    const stored = ids.slice(0, this.#program.model.stored)
    for (const slot of this.slots) stored[slot] = this.numberOf(slot, stored[slot] as number)
    return stored.join()
  }

  hashWithout(ids: Int32Array): number {
    const { stored } = this.#program.model
    let hash = 0
    for (let slot = 0; slot < stored; slot++) {
      const id = this.slots.includes(slot) ? this.numberOf(slot, ids[slot] as number) : (ids[slot] as number)
      hash = withId(hash, slot, id)
    }
    return finished(hash)
  }

  /** Ids of states with one of the lists in another order, met or not. */
  *reordered(ids: Int32Array): Generator<Int32Array> {
    const { model } = this.#program
    for (const slot of this.slots) {
      const value = model.value(slot, ids) as readonly unknown[]
      const orders = [value.toReversed(), [...value.slice(1), ...value.slice(0, 1)]]
      for (let at = 0; at < Math.min(MOST_SWAPS, value.length - 1); at++) {
        orders.push([...value.slice(0, at), value[at + 1], value[at], ...value.slice(at + 2)])
      }
      const others = new Set(orders.map((order) => model.interner.canonical(order, '')))
      others.delete(value)
      for (const other of others) {
        const changed = model.newIds()
        model.load(ids, changed)
        changed[slot] = model.table(slot).idOf(other)
        yield changed
      }
    }
  }
}

function repeatsUpToOrder({ program, stored }: Ending, orders: Orders): Repeats {
  const repeats = new Repeats()
  const ids = program.model.newIds()
  let left = MOST_STATES
  for (const shard of stored.visited.shards) {
    for (let row = 0; row < shard.count && left > 0; row++, left--) {
      stored.read(shard, row, ids)
      repeats.note(orders.hashWithout(ids))
    }
  }
  return repeats
}

/** How often it was tried without a difference; null where there is one. */
function triedWithout(ending: Ending, orders: Orders): number | null {
  let tried = 0
  try {
    for (const ids of sampledStates(ending, MOST_TRIED)) {
      let expected: string | null = null
      for (const other of orders.reordered(ids)) {
        expected ??= behaviour(ending.program, orders, ids)
        if (behaviour(ending.program, orders, other) !== expected) return null
        tried++
      }
    }
    return tried
  } catch (error) {
    // On a state that is never met a function need not be defined: then the order matters to it.
    if (error instanceof SpecError) return null
    throw error
  }
}

/** What conditions say of a state, and what it leads to, without the order of the lists. */
function behaviour(program: Program, orders: Orders, ids: Int32Array): string {
  const { memo, model, plain, properties, constraints, userCode } = program
  const conditions = [
    ...properties.flatMap(({ parts, responses, assumptions }) => [
      ...parts,
      ...responses,
      ...assumptions.flatMap(({ states }) => states),
    ]),
    ...constraints,
  ]
  const truths = conditions.map(({ fn }) => userCode.track(memo.function(fn), ids).result)
  const successors = plain.successors(ids.slice(0, model.stored)).map(({ action, args, ids: after }) => {
    // A parameter that is taken out of the state may be a place in the list.
    const parameters = model.definition.actions[action]?.parameters ?? []
    const fixed = parameters.flatMap(({ name, domain }) => (typeof domain === 'function' ? [] : [args[name]]))
    return `${action} ${JSON.stringify(fixed)} ${orders.without(after)}`
  })
  return [truths.join(), ...successors.sort()].join('\n')
}
