/** A specification laid out for exploring: which slots there are, and how names map to them. */

import { contentOf, memberAt } from '../../spec/language/family-shape.ts'
import type { DerivedDefinition, SpecDefinition } from '../../spec/language/index.ts'
import { type KeyPath, keyPaths } from '../../spec/language/keys.ts'
import { isPool } from '../../spec/language/plain-pool.ts'
import { holdsList, isDivided, membersOf, pathsIn, type Shape, shapeOfKeys } from '../../spec/language/shape.ts'
import { type CollectionKind, collectionKindOf } from '../../spec/language/value.ts'
import { Interner, member } from '../values/interner.ts'
import { holdsCollection } from '../values/lost-collection.ts'
import { NotPlainData } from '../values/not-plain-data.ts'
import { SlotTable, type ValueCount } from '../values/slot-table.ts'
import { List, ListPart, type ListSlots } from './list.ts'
import { NoRoom, Pool, type PoolSlots } from './pool.ts'
import type { PoolPart } from './pool-part.ts'
import { notPlainData, specError } from './spec-errors.ts'
import { MOST_ELEMENTS, tooManyElements } from './too-many-elements.ts'

/** A variable, a derived value, or what stands under a key of one: a single value, or a family or a record. */
export interface Place {
  /** `phase`, `phase.rm1` */
  readonly path: string
  /** The slot of a single value; -1 for what is divided. */
  readonly slot: number
  /** Set for a list; its `slot` holds the whole of it. */
  readonly list: List | null
  /** What stands under each key of what is divided, by key as text; null for a single value. */
  readonly members: ReadonlyMap<string, Place> | null
  /** Keys of what is divided in the order in which an ordinary object lists them; none for a single value. */
  readonly keys: readonly string[]
  readonly shape: Shape
  /** The path with `*` for each key of a family: `inbox.*.*`. */
  readonly pattern: string
  /** Its slots, and those of its members at any depth, are `first … first + size - 1`, in the order of `pathsIn`. */
  readonly first: number
  readonly size: number
}

/** A variable or a derived value: one slot, or one for each member of a family. */
export interface SlotGroup extends Place {
  readonly name: string
  readonly derived: DerivedDefinition | null
  /** Set for a variable that is one set or bag; its `slot` is then computed, and holds the whole of it. */
  readonly pool: Pool | null
}

/** Parts by pattern that all pools of a specification may have together; those beyond are read as a whole. */
const MOST_PARTS = 2 ** 12
/** Lengths and elements of lists that are read by themselves where there are no pools; beyond them a list is read as a whole. */
const MOST_LIST_PARTS = 2 ** 10

/**
 * Slots `0 … stored-1` are the state. From `firstGrown` on they are the elements of pools, more of them as elements are
 * met; a state that was looked at before has none of those. Slots from `firstComputed` on are derived values and parts of
 * pools and lists, which have tables of their own but are computed, never stored; -1 stands for those that are not computed yet.
 */
export class Model {
  readonly definition: SpecDefinition
  readonly interner = new Interner()
  readonly groups: ReadonlyMap<string, SlotGroup>
  /** Names of the groups in the order in which an ordinary object lists them. */
  readonly names: readonly string[]
  readonly firstGrown: number
  readonly firstComputed: number
  /** Slots of elements from here on were met later: they are absent from every initial state as declared. */
  readonly firstMetLater: number
  /** Length of an array with the ids of a whole state, computed slots included; all slots that there will be have room. */
  readonly slots: number
  /** The declared initial value of a stored slot where it is or holds a set or a bag, else null. Lists hold what they are given. */
  readonly collections: readonly unknown[]
  /** The variable that each slot before `firstGrown` belongs to, as a number. */
  readonly families: number[] = []
  /** The declared initial value of every slot that is stored from the beginning. */
  readonly initialIds: Int32Array
  /** For each derived slot, by slot minus `firstComputed`: its definition and keys. */
  readonly derivations: readonly { readonly definition: DerivedDefinition; readonly keys: KeyPath }[]
  readonly #stored: SlotTable[] = []
  readonly #computed: SlotTable[] = []
  /** By slot minus `firstComputed`; none for derived values. */
  readonly #parts: (PoolPart | ListPart)[] = []
  /** By slot minus `firstGrown`, and by slot minus `firstComputed`. */
  readonly #poolOfElement: Pool[] = []
  readonly #poolOfPart: Pool[] = []
  readonly #storedValues: ValueCount = { values: 0 }

  constructor(definition: SpecDefinition) {
    this.definition = definition
    const { variables, derived } = definition
    const hasPools = variables.some((variable) => isPool(variable))
    const places = new Map<string, Place>()
    const addStored = (path: string): number => this.#stored.push(new SlotTable(path, this.#storedValues)) - 1
    variables.forEach((variable, number) => {
      if (isPool(variable)) return
      const { name, shape } = variable
      const place = addPlace(addStored, shape, { path: name, pattern: name }, (slot) => this.#newList(slot))
      places.set(name, place)
      for (let slot = place.first; slot < place.first + place.size; slot++) this.families.push(number)
    })
    this.firstGrown = this.#stored.length
    this.firstComputed = this.firstGrown + (hasPools ? MOST_ELEMENTS : 0)
    const addComputed = (path: string): number => this.firstComputed + this.#computed.push(new SlotTable(path)) - 1
    for (const { name, keyLists } of derived) {
      places.set(name, addPlace(addComputed, shapeOfKeys(keyLists), { path: name, pattern: name }))
    }
    const hasLists = variables.some(({ shape }) => holdsList(shape))
    this.slots = this.firstComputed + this.#computed.length + (hasPools ? MOST_PARTS : hasLists ? MOST_LIST_PARTS : 0)
    this.derivations = derived.flatMap((each) => keyPaths(each.keyLists).map((keys) => ({ definition: each, keys })))
    const initial = this.#initialValues()
    const groups = new Map<string, SlotGroup>()
    variables.forEach((variable) => {
      const { name } = variable
      const place = places.get(name)
      groups.set(name, place === undefined ? this.#addPool(variable) : { ...place, name, derived: null, pool: null })
    })
    for (const each of derived) {
      groups.set(each.name, { ...(places.get(each.name) as Place), name: each.name, derived: each, pool: null })
    }
    this.firstMetLater = this.stored
    this.groups = groups
    this.names = objectOrder([...groups.keys()])
    this.initialIds = new Int32Array(this.stored)
    const lists = new Set([...groups.values()].flatMap(placesIn).flatMap(({ list }) => list?.slot ?? []))
    this.collections = initial.map((value, slot) => (holdsCollection(value) && !lists.has(slot) ? value : null))
  }

  /** Whether a variable is a set or a bag that is laid out by element. */
  get hasPools(): boolean {
    return this.firstComputed > this.firstGrown
  }

  get stored(): number {
    return this.#stored.length
  }

  /** Values met so far in all stored slots together: the layout is compared with it, to see that there are new ones. */
  get storedValues(): number {
    return this.#storedValues.values
  }

  /** Bytes of the tables of values and of the parts of pools, an estimate. */
  get bytes(): number {
    const bytesOf = (tables: readonly SlotTable[]): number => tables.reduce((sum, { size }) => sum + 64 * size, 0)
    const parts = this.#parts.reduce((sum, part) => sum + part.bytes, 0)
    return bytesOf(this.#stored) + bytesOf(this.#computed) + parts
  }

  /** Ids met so far in each stored slot, or in those before `end`. */
  sizes(end: number = this.stored): number[] {
    return Array.from({ length: end }, (_, slot) => (this.#stored[slot] as SlotTable).size)
  }

  /** The plain state with these ids: variables and families by name, all values canonical. */
  stateOf(ids: Int32Array): Record<string, unknown> {
    const state: Record<string, unknown> = {}
    for (const { name, first, shape, derived, pool } of this.groups.values()) {
      if (derived !== null) continue
      let slot = first
      state[name] = pool === null ? contentOf(shape, () => this.value(slot++, ids)) : pool.valueOf(ids)
    }
    return Object.freeze(state)
  }

  /** Room for the ids of all slots of so many states, one after the other, nothing computed. */
  newIds(states = 1): Int32Array {
    const ids = new Int32Array(states * this.slots)
    for (let state = 0; state < states; state++) {
      ids.fill(-1, state * this.slots + this.firstComputed, (state + 1) * this.slots)
    }
    return ids
  }

  /** Puts the stored ids of a state into an array of `slots` ids, none of the others computed. */
  load(ids: Int32Array, target: Int32Array): void {
    target.set(ids.length > this.stored ? ids.subarray(0, this.stored) : ids)
    target.fill(0, ids.length, this.stored)
    this.forget(target)
  }

  /** Marks everything that is computed as not computed. */
  forget(ids: Int32Array): void {
    const { length } = this.#computed
    if (length > 0) ids.fill(-1, this.firstComputed, this.firstComputed + length)
  }

  /** The stored ids after these writes: slot, id, slot, id, … */
  after(ids: Int32Array, writes: ArrayLike<number>): Int32Array {
    const after = new Int32Array(this.stored)
    after.set(ids.length > after.length ? ids.subarray(0, after.length) : ids)
    for (let at = 0; at < writes.length; at += 2) after[writes[at] as number] = writes[at + 1] as number
    return after
  }

  table(slot: number): SlotTable {
    return (slot < this.firstComputed ? this.#stored[slot] : this.#computed[slot - this.firstComputed]) as SlotTable
  }

  value(slot: number, ids: Int32Array): unknown {
    return this.table(slot).value(ids[slot] ?? 0)
  }

  /** `phase.rm1` and the like, of a stored or computed slot. */
  path(slot: number): string {
    return this.table(slot).path
  }

  /** The part of a pool or a list that a computed slot holds; undefined where it holds a derived value. */
  partAt(slot: number): PoolPart | ListPart | undefined {
    return this.#parts[slot - this.firstComputed]
  }

  /** The list that a computed slot is read of, if any. */
  listAt(slot: number): List | undefined {
    const part = this.partAt(slot)
    return part instanceof ListPart ? part.list : undefined
  }

  /** The pool that a stored or computed slot belongs to, if any. */
  poolAt(slot: number): Pool | null {
    if (slot < this.firstGrown) return null
    const isStored = slot < this.firstComputed
    return (
      (isStored ? this.#poolOfElement[slot - this.firstGrown] : this.#poolOfPart[slot - this.firstComputed]) ?? null
    )
  }

  #initialValues(): unknown[] {
    const initial = this.definition.variables
      .filter((variable) => !isPool(variable))
      .flatMap(({ shape, initial }) => pathsIn(shape).map((path) => memberAt(initial, path)))
    return initial.map((value, slot) => {
      const canonical = this.#canonical(value, this.path(slot))
      this.table(slot).idOf(canonical)
      return canonical
    })
  }

  #addPool({ name, shape, initial }: SpecDefinition['variables'][number]): SlotGroup {
    const values = this.#canonical(initial, name) as readonly unknown[]
    const kind = collectionKindOf(values) as CollectionKind
    let pool: Pool
    try {
      pool = new Pool(name, kind, values, this.#poolSlots())
    } catch (error) {
      if (!(error instanceof NoRoom)) throw error
      const { problem, hint } = tooManyElements({ name, kind })
      throw specError(this.definition, 'too-many-elements', 'the initial state', problem, hint)
    }
    const { slot } = pool.whole
    const place = { path: name, pattern: name, slot, shape, list: null, members: null, keys: [], first: slot, size: 1 }
    return { ...place, name, derived: null, pool }
  }

  #newList(slot: number): List {
    const slots: ListSlots = {
      interner: this.interner,
      addPart: (path) => this.#addPart(path),
      note: (part) => {
        this.#parts[part.slot - this.firstComputed] = part
      },
    }
    return new List(slot, this.#stored[slot] as SlotTable, slots)
  }

  #addPart(path: string): { readonly slot: number; readonly table: SlotTable } | null {
    if (this.#computed.length === this.slots - this.firstComputed) return null
    const table = new SlotTable(path)
    return { slot: this.firstComputed + this.#computed.push(table) - 1, table }
  }

  #poolSlots(): PoolSlots {
    return {
      interner: this.interner,
      addElement: (pool, path) => {
        if (this.stored - this.firstGrown === MOST_ELEMENTS) return null
        const table = new SlotTable(path, this.#storedValues)
        this.#poolOfElement.push(pool)
        return { slot: this.#stored.push(table) - 1, table }
      },
      addPart: (path) => this.#addPart(path),
      note: (pool, part) => {
        this.#parts[part.slot - this.firstComputed] = part
        this.#poolOfPart[part.slot - this.firstComputed] = pool
      },
    }
  }

  #canonical(value: unknown, path: string): unknown {
    try {
      return this.interner.canonical(value, path)
    } catch (error) {
      if (error instanceof NotPlainData) throw notPlainData(this.definition, 'the initial state', error)
      throw error
    }
  }
}

function addPlace(
  addSlot: (path: string) => number,
  shape: Shape,
  at: { readonly path: string; readonly pattern: string },
  newList: (slot: number) => List | null = () => null,
): Place {
  if (!isDivided(shape)) {
    const slot = addSlot(at.path)
    const list = shape === null ? null : newList(slot)
    return { ...at, slot, shape, list, members: null, keys: [], first: slot, size: 1 }
  }
  const members = new Map(
    membersOf(shape).map(({ key, member: inside }) => {
      const name = String(key)
      const pattern = shape.kind === 'record' ? member(at.pattern, name) : `${at.pattern}.*`
      return [name, addPlace(addSlot, inside, { path: member(at.path, name), pattern }, newList)]
    }),
  )
  const inside = [...members.values()]
  const size = inside.reduce((sum, each) => sum + each.size, 0)
  const keys = objectOrder([...members.keys()])
  return { ...at, slot: -1, shape, list: null, members, keys, first: inside[0]?.first ?? -1, size }
}

/** A place and those inside it, at any depth. */
export function placesIn(place: Place): readonly Place[] {
  return [place, ...[...(place.members?.values() ?? [])].flatMap(placesIn)]
}

/** Whole numbers first, ascending, then the others as given. */
function objectOrder(keys: readonly string[]): readonly string[] {
  return Object.keys(Object.fromEntries(keys.map((key) => [key, null])))
}
