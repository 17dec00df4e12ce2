import { type SpecDefinition, type State, sameValue } from '../../spec/language/index.ts'
import { collectionKindOf } from '../../spec/language/value.ts'
import { printValue } from '../print/print-value.ts'
import { arrayEdits, type ListEdit, sortedEdits } from './list-difference.ts'
import { slotsOf } from './slots.ts'
import type { Change } from './story.ts'

type Difference = Omit<Change, 'isRead'>

/**
 * What differs between two states, at the finest level that still reads well: fields of objects, and elements added to
 * or removed from arrays, sets and bags. `reads` are the variables (`log`, `phase.rm1`) that the promise looks at.
 */
export function changesBetween(
  definition: SpecDefinition,
  before: State,
  after: State,
  reads: ReadonlySet<string>,
): Change[] {
  const earlier = new Map(slotsOf(definition, before).map((slot) => [slot.path, slot.value]))
  return slotsOf(definition, after).flatMap(({ path, value }) => {
    const isRead = reads.has(path)
    return differences(path, earlier.get(path), value).map((difference) => ({ ...difference, isRead }))
  })
}

function differences(path: string, before: unknown, after: unknown): Difference[] {
  if (sameValue(before, after)) return []
  const shape = shapeOf(before)
  if (shape !== shapeOf(after)) return [changed(path, before, after)]
  switch (shape) {
    case 'scalar':
      return [changed(path, before, after)]
    case 'object':
      return fieldDifferences(path, before as Fields, after as Fields)
    case 'array':
      return arrayEdits(before as readonly unknown[], after as readonly unknown[]).flatMap((edit) => ofEdit(path, edit))
    default:
      return sortedEdits(before as readonly unknown[], after as readonly unknown[]).flatMap((edit) =>
        ofEdit(path, edit),
      )
  }
}

type Fields = Readonly<Record<string, unknown>>

function fieldDifferences(path: string, before: Fields, after: Fields): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((name): Difference[] => {
    const field = `${path}.${name}`
    if (!Object.hasOwn(after, name)) {
      return [{ path: field, kind: 'removed', before: printValue(before[name]), after: null }]
    }
    if (!Object.hasOwn(before, name)) {
      return [{ path: field, kind: 'added', before: null, after: printValue(after[name]) }]
    }
    return differences(field, before[name], after[name])
  })
}

function ofEdit(path: string, edit: ListEdit): Difference[] {
  switch (edit.kind) {
    case 'added':
      return [{ path, kind: 'added', before: null, after: printValue(edit.value) }]
    case 'removed':
      return [{ path, kind: 'removed', before: printValue(edit.value), after: null }]
    case 'changed':
      return differences(`${path}[${edit.index}]`, edit.before, edit.after)
  }
}

function changed(path: string, before: unknown, after: unknown): Difference {
  return { path, kind: 'changed', before: printValue(before), after: printValue(after) }
}

function shapeOf(value: unknown): 'scalar' | 'object' | 'array' | 'set' | 'bag' {
  if (typeof value !== 'object' || value === null) return 'scalar'
  return Array.isArray(value) ? (collectionKindOf(value) ?? 'array') : 'object'
}
