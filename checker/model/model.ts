/** A specification laid out for exploring: which slots there are, and how names map to them. */

import { contentOf, memberAt } from '../../spec/language/family-shape.ts'
import type { DerivedDefinition, SpecDefinition } from '../../spec/language/index.ts'
import { type KeyPath, keyPaths } from '../../spec/language/keys.ts'
import { membersOf, pathsIn, type Shape, shapeOfKeys } from '../../spec/language/shape.ts'
import { Interner, member } from '../values/interner.ts'
import { holdsCollection } from '../values/lost-collection.ts'
import { NotPlainData } from '../values/not-plain-data.ts'
import { SlotTable, type ValueCount } from '../values/slot-table.ts'
import { notPlainData } from './spec-errors.ts'

/** A variable, a derived value, or what stands under a key of one: a single value, or a family or a record. */
export interface Place {
  /** `phase`, `phase.rm1` */
  readonly path: string
  /** The slot of a single value; -1 for what is divided. */
  readonly slot: number
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
}

/**
 * Slots `0 … stored-1` are the state; slots `stored … slots-1` are derived values, which have tables of their own but
 * are computed, never stored.
 */
export class Model {
  readonly definition: SpecDefinition
  readonly interner = new Interner()
  readonly groups: ReadonlyMap<string, SlotGroup>
  /** Names of the groups in the order in which an ordinary object lists them. */
  readonly names: readonly string[]
  readonly tables: readonly SlotTable[]
  readonly stored: number
  readonly slots: number
  /** The declared initial value of a stored slot where it is or holds a set or a bag, else null. */
  readonly collections: readonly unknown[]
  /** The variable that each stored slot belongs to, as a number. */
  readonly families: readonly number[]
  /** The declared initial value of every stored slot. */
  readonly initialIds: Int32Array
  /** For each derived slot, by slot minus `stored`: its definition and keys. */
  readonly derivations: readonly { readonly definition: DerivedDefinition; readonly keys: KeyPath }[]
  readonly #storedValues: ValueCount = { values: 0 }

  constructor(definition: SpecDefinition) {
    this.definition = definition
    const groups = new Map<string, SlotGroup>()
    const tables: SlotTable[] = []
    const addGroup = (name: string, shape: Shape, derived: DerivedDefinition | null): void => {
      const count = derived === null ? this.#storedValues : { values: 0 }
      groups.set(name, { ...addPlace(tables, count, shape, { path: name, pattern: name }), name, derived })
    }
    for (const { name, shape } of definition.variables) addGroup(name, shape, null)
    this.stored = tables.length
    for (const derived of definition.derived) addGroup(derived.name, shapeOfKeys(derived.keyLists), derived)
    this.groups = groups
    this.names = objectOrder([...groups.keys()])
    this.tables = tables
    this.slots = tables.length
    this.derivations = definition.derived.flatMap((derived) =>
      keyPaths(derived.keyLists).map((keys) => ({ definition: derived, keys })),
    )
    const initial = definition.variables.flatMap(({ shape, initial }) =>
      pathsIn(shape).map((path) => memberAt(initial, path)),
    )
    this.families = definition.variables.flatMap(({ name }, at) =>
      Array.from({ length: groups.get(name)?.size ?? 0 }, () => at),
    )
    this.initialIds = Int32Array.from(initial, (value, slot) => this.#initialId(slot, value))
    this.collections = initial.map((_, slot) => {
      const value = this.value(slot, this.initialIds)
      return holdsCollection(value) ? value : null
    })
  }

  /** Values met so far in all stored slots together: the layout is compared with it, to see that there are new ones. */
  get storedValues(): number {
    return this.#storedValues.values
  }

  /** Ids met so far in each stored slot. */
  sizes(): number[] {
    return Array.from({ length: this.stored }, (_, slot) => (this.tables[slot] as SlotTable).size)
  }

  /** The plain state with these ids: variables and families by name, all values canonical. */
  stateOf(ids: Int32Array): Record<string, unknown> {
    const state: Record<string, unknown> = {}
    for (const group of this.groups.values()) {
      if (group.derived !== null) continue
      let slot = group.first
      state[group.name] = contentOf(group.shape, () => this.value(slot++, ids))
    }
    return Object.freeze(state)
  }

  value(slot: number, ids: Int32Array): unknown {
    return (this.tables[slot] as SlotTable).value(ids[slot] as number)
  }

  /** `phase.rm1` and the like, of a stored or derived slot. */
  path(slot: number): string {
    return (this.tables[slot] as SlotTable).path
  }

  #initialId(slot: number, value: unknown): number {
    try {
      return (this.tables[slot] as SlotTable).idOf(this.interner.canonical(value, this.path(slot)))
    } catch (error) {
      if (error instanceof NotPlainData) throw notPlainData(this.definition, 'the initial state', error)
      throw error
    }
  }
}

function addPlace(
  tables: SlotTable[],
  count: ValueCount,
  shape: Shape,
  at: { readonly path: string; readonly pattern: string },
): Place {
  const first = tables.length
  if (shape === null) {
    const slot = tables.push(new SlotTable(at.path, count)) - 1
    return { ...at, slot, shape, members: null, keys: [], first, size: 1 }
  }
  const members = new Map(
    membersOf(shape).map(({ key, member: inside }) => {
      const name = String(key)
      const pattern = shape.kind === 'record' ? member(at.pattern, name) : `${at.pattern}.*`
      return [name, addPlace(tables, count, inside, { path: member(at.path, name), pattern })]
    }),
  )
  const keys = objectOrder([...members.keys()])
  return { ...at, slot: -1, shape, members, keys, first, size: tables.length - first }
}

/** A place and those inside it, at any depth. */
export function placesIn(place: Place): readonly Place[] {
  return [place, ...[...(place.members?.values() ?? [])].flatMap(placesIn)]
}

/** Whole numbers first, ascending, then the others as given. */
function objectOrder(keys: readonly string[]): readonly string[] {
  return Object.keys(Object.fromEntries(keys.map((key) => [key, null])))
}
