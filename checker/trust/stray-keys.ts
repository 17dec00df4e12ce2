/**
 * Keys of objects that look misspelt: `{ ...s.lease, tem: 3 }`. An excess key in a returned change escapes
 * the compiler, and reads as if it were nowhere.
 */

import type { Program } from '../memo/program.ts'
import { placesIn } from '../model/model.ts'
import { member } from '../values/interner.ts'
import type { SlotTable } from '../values/slot-table.ts'

/** More values of one variable than this are not looked through. */
const MOST_VALUES = 100_000

interface Met {
  readonly value: unknown
  readonly isInitial: boolean
}

/**
 * Paths of keys that no initial state has. Only a variable whose objects have the same two or more keys in every initial
 * state is looked at; only one larger set of keys may have come up later (a dictionary grows step by step); and nothing in
 * the object may say that it is of another kind now: no text, boolean or null that tells the two shapes apart. Cost: the
 * values met.
 */
export function strayKeys({ model, witnesses }: Program): readonly string[] {
  return [...model.groups.values()].flatMap((group) => {
    // A pool holds no object but its elements, which are of many kinds.
    if (group.derived !== null || group.pool !== null) return []
    const met = new Map<string, Met[]>()
    for (const { slot, pattern } of placesIn(group)) {
      if (slot < 0) continue
      const values = valuesOf(model.table(slot), witnesses.initialValues[slot] ?? 0)
      met.set(pattern, [...(met.get(pattern) ?? []), ...values])
    }
    return [...met].flatMap(([pattern, values]) => strayIn(values, pattern))
  })
}

function valuesOf(table: SlotTable, initial: number): readonly Met[] {
  if (table.size > MOST_VALUES) return []
  return Array.from({ length: table.size }, (_, id) => ({ value: table.value(id), isInitial: id < initial }))
}

function strayIn(met: readonly Met[], path: string): readonly string[] {
  if (!met.every(({ value }) => isObject(value))) return []
  const objects = met as readonly (Met & { readonly value: Readonly<Record<string, unknown>> })[]
  const shapes = new Map<string, readonly string[]>()
  for (const { value } of objects) shapes.set(shapeOf(value), Object.keys(value))
  const first = objects.find(({ isInitial }) => isInitial)
  if (first === undefined) return []
  const firstShape = shapeOf(first.value)
  const keys = Object.keys(first.value)
  if (objects.some(({ value, isInitial }) => isInitial && shapeOf(value) !== firstShape)) return []
  const inside = keys.flatMap((key) =>
    strayIn(
      objects.flatMap(({ value, isInitial }) => (Object.hasOwn(value, key) ? [{ value: value[key], isInitial }] : [])),
      member(path, key),
    ),
  )
  const [larger, ...others] = [...shapes].filter(([shape]) => shape !== firstShape).map(([, itsKeys]) => itsKeys)
  if (keys.length < 2 || larger === undefined || others.length > 0 || !keys.every((key) => larger.includes(key)))
    return inside
  const [before, after] = [true, false].map((isFirst) =>
    objects.filter(({ value }) => (shapeOf(value) === firstShape) === isFirst).map(({ value }) => value),
  )
  if (keys.some((key) => tellsApart(key, before ?? [], after ?? []))) return inside
  return [...larger.filter((key) => !keys.includes(key)).map((key) => member(path, key)), ...inside]
}

/** Whether a text, a boolean or null in this field says which of the two shapes an object has. */
function tellsApart(
  key: string,
  before: readonly Readonly<Record<string, unknown>>[],
  after: readonly Readonly<Record<string, unknown>>[],
): boolean {
  const values = (objects: typeof before): ReadonlySet<unknown> => new Set(objects.map((object) => object[key]))
  const isWord = (value: unknown): boolean => value === null || typeof value === 'string' || typeof value === 'boolean'
  const [ofBefore, ofAfter] = [values(before), values(after)]
  if (![...ofBefore, ...ofAfter].some(isWord)) return false
  return ![...ofBefore].some((value) => ofAfter.has(value))
}

function shapeOf(value: object): string {
  return JSON.stringify(Object.keys(value).sort())
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
