/** A specification laid out for exploring: which slots there are, and how names map to them. */
import type { DerivedDefinition, SpecDefinition } from '../../spec/language/index.ts'
import { type Key, withDeclaredKeys } from '../../spec/language/keys.ts'
import { Interner, member } from '../values/interner.ts'
import { holdsCollection } from '../values/lost-collection.ts'
import { NotPlainData } from '../values/not-plain-data.ts'
import { SlotTable, type ValueCount } from '../values/slot-table.ts'
import { notPlainData } from './spec-errors.ts'

/** A variable or a derived value: one slot, or one per key of a family. */
export interface SlotGroup {
  readonly name: string
  /** The slot of a single variable; -1 for a family. */
  readonly slot: number
  /** Slots of a family by key; null for a single variable. */
  readonly members: ReadonlyMap<string, number> | null
  /** Keys of a family in the order in which an ordinary object lists them; empty for a single variable. */
  readonly keys: readonly string[]
  /** Keys of a family as they were declared, in that order; empty for a single variable. */
  readonly declaredKeys: readonly Key[]
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
  /** For each derived slot, by slot minus `stored`: its definition and key. */
  readonly derivations: readonly { readonly definition: DerivedDefinition; readonly key: string | number | null }[]
  readonly #storedValues: ValueCount = { values: 0 }

  constructor(definition: SpecDefinition) {
    this.definition = definition
    const groups = new Map<string, SlotGroup>()
    const tables: SlotTable[] = []
    const addGroup = (name: string, keys: readonly Key[] | null, derived: DerivedDefinition | null): void => {
      const count = derived === null ? this.#storedValues : { values: 0 }
      const add = (path: string): number => tables.push(new SlotTable(path, count)) - 1
      const members = keys && new Map(keys.map((key) => [String(key), add(member(name, String(key)))]))
      const listed = objectOrder([...(members?.keys() ?? [])])
      const slot = members === null ? add(name) : -1
      groups.set(name, { name, slot, members, keys: listed, declaredKeys: keys ?? [], derived })
    }
    for (const variable of definition.variables) addGroup(variable.name, variable.keys, null)
    this.stored = tables.length
    for (const derived of definition.derived) addGroup(derived.name, derived.keys, derived)
    this.groups = groups
    this.names = objectOrder([...groups.keys()])
    this.tables = tables
    this.slots = tables.length
    this.derivations = definition.derived.flatMap((derived) =>
      (derived.keys ?? [null]).map((key) => ({ definition: derived, key })),
    )
    const initial = definition.variables.flatMap((variable) =>
      variable.keys === null
        ? [variable.initial]
        : variable.keys.map((key) => (variable.initial as Record<string, unknown>)[key]),
    )
    this.families = definition.variables.flatMap((variable, at) => (variable.keys ?? ['']).map(() => at))
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
      state[group.name] = group.members === null ? this.value(group.slot, ids) : this.#family(group, group.members, ids)
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

  #family({ declaredKeys }: SlotGroup, members: ReadonlyMap<string, number>, ids: Int32Array): object {
    const family: Record<string, unknown> = {}
    for (const [key, slot] of members) family[key] = this.value(slot, ids)
    return Object.freeze(withDeclaredKeys(family, declaredKeys))
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

/** Whole numbers first, ascending, then the others as given. */
function objectOrder(keys: readonly string[]): readonly string[] {
  return Object.keys(Object.fromEntries(keys.map((key) => [key, null])))
}
