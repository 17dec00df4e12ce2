/** Turns what an action's `changes` returned into writes, and says clearly what is wrong with anything else. */
import type { State } from '../../spec/language/index.ts'
import { touchedNames } from '../../spec/language/lazy-view.ts'
import type { ListChange } from '../../spec/language/list-questions.ts'
import { listChangesFrom } from '../../spec/language/list-view.ts'
import { changesFrom, copiesAfter } from '../../spec/language/pool-view.ts'
import { carriedShape, type Shape } from '../../spec/language/shape.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { collectionKindOf } from '../../spec/language/value.ts'
import { describeFound, member } from '../values/interner.ts'
import { lostCollection } from '../values/lost-collection.ts'
import type { List } from './list.ts'
import type { Model, Place, SlotGroup } from './model.ts'
import type { Pool } from './pool.ts'
import { tooManyElements } from './too-many-elements.ts'
import type { TrackedList } from './tracked-list.ts'
import type { TrackedPool } from './tracked-pool.ts'
import { BadResult } from './user-code.ts'

/** What is known of the run that returned the changes: the ids of the state before, and which slots it read. */
export interface ChangesOf {
  readonly environment: Int32Array
  hasRead(slot: number): boolean
  /** What answered for a pool of the state before; left out where reads are not logged. */
  pool?(pool: Pool): TrackedPool
  /** Is told of a place that is given back as it is: nothing of it is read, but somebody has looked at it. */
  givenBack?(place: Place): void
  /** The same for a list. */
  list?(list: List): TrackedList
  /** Runs what reads only to make out what a change comes to. */
  forChanges?<T>(action: () => T): T
}

/** What is done to a list that was not read as a whole. */
export interface ListWrite {
  readonly list: List
  /** In order, canonical. */
  readonly changes: readonly ListChange[]
}

/** What an effect does. */
export interface Writes {
  /** Slot, id, slot, id, … in the order of the slots. */
  readonly fixed: readonly number[]
  /** In the order of the slots; none of these is in `fixed`. */
  readonly lists: readonly ListWrite[]
}

/** Called when an action returned all of a family or a record of which at most one member differs. */
export type NoteWholeFamily = (family: Place) => void

/** A family smaller than this is cheap to read whole. */
const LARGE_FAMILY = 3

/** A write of the value that was read and found there is left out: the path through the memo implies it. */
export function readChanges(
  model: Model,
  run: ChangesOf,
  { view, result }: { readonly view: State; readonly result: unknown },
  noteWholeFamily: NoteWholeFamily,
): Writes {
  if (!isPlainObject(result)) throw notChanges(result)
  const byId = new Map<number, number>()
  const lists: ListWrite[] = []
  for (const key of Reflect.ownKeys(result)) {
    const group = typeof key === 'string' ? model.groups.get(key) : undefined
    if (group === undefined || group.derived !== null) throw unknownChange(model, String(key), group)
    const value = (result as Record<string, unknown>)[group.name]
    if (group.pool !== null) {
      readPool(model, run, group.pool, value, byId)
      continue
    }
    const { whole } = readPlace({ model, run, group, byId, lists }, group, value, () => view[group.name])
    if (whole !== null) noteWholeFamily(whole)
  }
  const fixed: number[] = []
  for (const slot of [...byId.keys()].sort((a, b) => a - b)) {
    const id = byId.get(slot) as number
    if (run.hasRead(slot) && run.environment[slot] === id) continue
    fixed.push(slot, id)
  }
  return { fixed, lists: lists.sort((one, other) => one.list.slot - other.list.slot) }
}

/**
 * Changes of single elements read nothing but, in a bag, how often each was there. Whatever else a pool is changed to is a
 * change of the whole, which is read first: only so is it known which elements go.
 */
function readPool(model: Model, run: ChangesOf, pool: Pool, value: unknown, byId: Map<number, number>): void {
  const tracked = run.pool?.(pool)
  const changes = tracked === undefined ? null : changesFrom(tracked, value)
  if (tracked !== undefined && changes !== null) {
    for (const { element: changed } of changes) {
      const element = pool.element(changed)
      if (element === null) throw noRoom(pool)
      const before = (): number => tracked.copies(changed)
      const copies = copiesAfter(pool.kind, changes, changed, () => run.forChanges?.(before) ?? before())
      byId.set(element.slot, element.counts.idOf(copies))
    }
    return
  }
  if (tracked !== undefined) run.forChanges?.(() => tracked.whole())
  forEachElement(model, pool, value, 'is changed to', (slot, id) => {
    if ((run.environment[slot] ?? 0) !== id) byId.set(slot, id)
  })
}

/** Visits slot and id of every element of a pool that gets a value. Throws where that is no collection of its kind. */
export function forEachElement(
  model: Model,
  pool: Pool,
  value: unknown,
  becomes: string,
  visit: (slot: number, id: number) => void,
): void {
  const { name, kind } = pool
  const canonical = model.interner.canonical(value, name)
  const found = isObject(canonical) ? collectionKindOf(canonical) : undefined
  if (found !== kind) {
    const is = found ?? (Array.isArray(canonical) ? 'plain array' : describeFound(canonical))
    const article = found === undefined && !Array.isArray(canonical) ? '' : 'a '
    throw new BadResult(
      'not-plain-data',
      `${name} is a ${kind} and ${becomes} ${article}${is}`,
      found === undefined && Array.isArray(canonical)
        ? `filter() and map() give plain arrays: wrap the result in ${kind}(…).`
        : `Change elements of it, insert(s.${name}, …) or removeOne(s.${name}, …), or give another ${kind}([…]).`,
    )
  }
  if (!pool.forEachElement(canonical as readonly unknown[], visit)) throw noRoom(pool)
}

function noRoom(pool: Pool): BadResult {
  const { problem, hint } = tooManyElements(pool)
  return new BadResult('too-many-elements', problem, hint)
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

/** Changes of one variable, and where its writes go. */
interface Reading {
  readonly model: Model
  readonly run: ChangesOf
  readonly group: SlotGroup
  readonly byId: Map<number, number>
  readonly lists: ListWrite[]
}

/** What was given for a place: how many slots, how many of them with the value that they have. None where it is given back as it is. */
interface Given {
  readonly slots: number
  readonly unchanged: number
  /** The outermost family that was returned whole though at most one member differs, or null. */
  readonly whole: Place | null
}

/** `before` gives the view of a place that is divided. */
function readPlace(reading: Reading, place: Place, value: unknown, before: () => unknown): Given {
  const { model, run, group, byId } = reading
  const { slot, members, list } = place
  if (list !== null && changeList(reading, list, value)) return { slots: 1, unchanged: 0, whole: null }
  if (members === null) {
    const id = idOfValue(model, place, value, 'is changed to')
    byId.set(slot, id)
    return { slots: 1, unchanged: run.environment[slot] === id ? 1 : 0, whole: null }
  }
  if (value === before()) {
    run.givenBack?.(place)
    return { slots: 0, unchanged: 0, whole: null }
  }
  const isRecord = place.shape?.kind === 'record'
  if (!isPlainObject(value)) {
    throw new BadResult(
      'unknown-change',
      `it changes the ${isRecord ? 'record' : 'family'} "${place.path}" to ${describeFound(value)}`,
      `Change ${isRecord ? 'fields' : 'members'}: ${changeOfMember(group)}.`,
    )
  }
  if (isRecord) requireFields(group, place, value)
  let slots = 0
  let unchanged = 0
  let whole: Place | null = null
  const symbols = Object.getOwnPropertySymbols(value).filter((symbol) => symbol !== carriedShape)
  for (const key of [...symbols, ...touchedNames(value, before)]) {
    const inside = members.get(String(key))
    if (inside === undefined) {
      const [what, named] = isRecord ? ['record', 'field'] : ['family', 'key']
      throw new BadResult(
        'unknown-key',
        `it changes ${member(place.path, String(key))}, which is no ${named} of the ${what}`,
        `Its ${named}s are: ${[...members.keys()].join(', ')}.`,
      )
    }
    const viewInside = (): unknown => (before() as State)[key as string]
    const given = readPlace(reading, inside, (value as Record<string, unknown>)[key as string], viewInside)
    slots += given.slots
    unchanged += given.unchanged
    whole ??= given.whole
  }
  return { slots, unchanged, whole: isWhole(run, place, slots, unchanged) ? place : whole }
}

/**
 * Whether a list is given as what is done to it. Where all of it was read, that is made out at once; any other new value
 * is written as it is, and nothing of the list before is read for it.
 */
function changeList({ model, run, byId, lists }: Reading, list: List, value: unknown): boolean {
  const tracked = run.list?.(list)
  const changes = tracked === undefined ? null : listChangesFrom(tracked, value)
  if (changes === null) return false
  if (run.hasRead(list.slot)) byId.set(list.slot, list.idAfter(changes, run.environment[list.slot] as number))
  else if (changes.length > 0) {
    lists.push({ list, changes: model.interner.canonical(changes, list.path) as readonly ListChange[] })
  }
  return true
}

/** Members that are given without having been looked at cost nothing. */
function isWhole(run: ChangesOf, { first, size }: Place, slots: number, unchanged: number): boolean {
  if (slots < LARGE_FAMILY || slots < size || unchanged < size - 1) return false
  for (let slot = first; slot < first + size; slot++) if (!run.hasRead(slot)) return false
  return true
}

/** How one member is changed: `{ inbox: at(key, at(key, value)) }`, `{ log: change(s.log, { flushed: value }) }`. */
export function changeOfMember({ name, shape }: SlotGroup): string {
  return `{ ${name}: ${changeOf(shape, `s.${name}`)} }`
}

function changeOf(shape: Shape | undefined, view: string): string {
  if (shape === null || shape === undefined) return 'value'
  if (shape.kind === 'list') return `append(${view}, value)`
  const [member] = shape.members
  if (shape.kind === 'family') return `at(key, ${changeOf(member, `${view}[key]`)})`
  const [field = 'field'] = shape.keys
  return `change(${view}, { ${field}: ${changeOf(member, `${view}.${field}`)} })`
}

function requireFields(group: SlotGroup, { path, members }: Place, given: object): void {
  const missing = [...(members?.keys() ?? [])].filter((field) => !Object.hasOwn(given, field))
  if (missing.length === 0) return
  throw new BadResult(
    'not-a-result',
    `it changes the record "${path}" to an object without ${missing.join(', ')}`,
    `Give every field, or change some of them: ${changeOfMember(group)}.`,
  )
}

/**
 * The id of a value that a single value or a list gets. Throws where a list gets something else, or a set or a bag, at
 * any depth, a plain array; `becomes` says how it does.
 */
export function idOfValue(model: Model, { slot, list }: Place, value: unknown, becomes: string): number {
  const canonical = model.interner.canonical(value, model.path(slot))
  if (list !== null) requireArray(list, canonical, becomes)
  const initial = model.collections[slot]
  const lost = initial === null ? null : lostCollection(initial, canonical, model.path(slot))
  if (lost !== null) {
    throw new BadResult(
      'not-plain-data',
      `${lost.path} is a ${lost.expected} and ${becomes} a ${lost.found ?? 'plain array'}`,
      `filter() and map() give plain arrays: wrap the result in ${lost.expected}(…).`,
    )
  }
  return model.table(slot).idOf(canonical)
}

function requireArray({ path }: List, canonical: unknown, becomes: string): void {
  const kind = isObject(canonical) ? collectionKindOf(canonical) : undefined
  if (Array.isArray(canonical) && kind === undefined) return
  throw new BadResult(
    'not-plain-data',
    `${path} is a list and ${becomes} ${kind === undefined ? describeFound(canonical) : `a ${kind}`}`,
    'Give an array of its elements, or change it: append(list, value), replace(list, index, value).',
  )
}

/** An instance of a class (a `Map`, a `Promise`) has no own keys to go by, and would pass for no changes at all. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function notChanges(result: unknown): BadResult {
  if (result instanceof Promise) {
    return new BadResult(
      'not-a-result',
      'changes() returned a Promise',
      'Nothing in a specification is asynchronous: return the changes at once.',
    )
  }
  return new BadResult(
    'not-a-result',
    `changes() returned ${describeFound(result)}`,
    'Return an object of changes, {} where nothing changes, or `disabled` where the action is not enabled.',
  )
}

function unknownChange(model: Model, key: string, group: SlotGroup | undefined): BadResult {
  if (group !== undefined) {
    return new BadResult(
      'unknown-change',
      `it changes "${key}", which is a derived value`,
      'Change the variables that it is computed from.',
    )
  }
  const suggestion = suggest(
    key,
    model.definition.variables.map((variable) => variable.name),
  )
  return new BadResult(
    'unknown-change',
    `it changes "${key}", which is no variable`,
    `Declare it in specify(…)${suggestion}${suggestion.endsWith('?') ? '' : '.'}`,
  )
}
