/** What an action's changes do to the state, variable by variable and field by field. */
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { change as changeFields } from '../../spec/language/record.ts'
import { holdsList, isDivided, type Shape, shapeUnder } from '../../spec/language/shape.ts'
import { collectionKindOf, compareValues } from '../../spec/language/value.ts'

/** An ordinary object or the like, neither a list nor a set nor a bag. */
type Fields = Readonly<Record<string, unknown>>

/**
 * Puts every value that the changes mention through `visit`, with the value that it replaces and the name of its
 * variable; for families, member by member. The result is the changes with what `visit` returned. What is not well
 * formed stays as it is: the checker says what is wrong with it.
 */
export function mapChanges(
  definition: SpecDefinition,
  state: State,
  changes: unknown,
  visit: (variable: string, before: unknown, after: unknown) => unknown,
): unknown {
  if (!isFields(changes)) return changes
  const mapped: Record<string, unknown> = { ...changes }
  for (const { name, shape } of definition.variables) {
    if (!Object.hasOwn(changes, name)) continue
    mapped[name] = mapContent(shape, state[name], changes[name], (before, after) => visit(name, before, after))
  }
  return mapped
}

function mapContent(
  shape: Shape,
  before: unknown,
  change: unknown,
  visit: (before: unknown, after: unknown) => unknown,
): unknown {
  if (shape?.kind === 'list') {
    const after = readWhole(shape, change)
    const mapped = visit(readWhole(shape, before), after)
    return mapped === after ? change : mapped
  }
  if (!isDivided(shape)) return visit(before, change)
  if (!isFields(change)) return change
  if (shape.kind === 'record') {
    if (!haveSameFields(before, change)) return change
    // Whole, that is with all members of the families in it.
    const after = readWhole(shape, changeFields(before as Fields, change))
    const mapped = visit(readWhole(shape, before), after)
    return mapped === after ? change : mapped
  }
  const members = Object.keys(change).map((key) => {
    const inner = shapeUnder(shape, key)
    return [key, inner === undefined ? change[key] : mapContent(inner, (before as Fields)[key], change[key], visit)]
  })
  return Object.fromEntries(members)
}

/**
 * The same as plain data where it is a list or has lists in it. They are read as wholes each time, whatever of them is looked
 * at then: what was seen before may not decide what is read.
 */
function readWhole(shape: Shape | undefined, content: unknown): unknown {
  if (shape?.kind === 'list') {
    return Array.isArray(content) && collectionKindOf(content) === undefined ? [...content] : content
  }
  if (shape === undefined || !holdsList(shape) || !isDivided(shape) || !isFields(content)) return content
  const members = Object.entries(content)
  return Object.fromEntries(members.map(([name, member]) => [name, readWhole(shapeUnder(shape, name), member)]))
}

/** Whether the changes leave some variable with another value. */
export function changesAnything(definition: SpecDefinition, state: State, changes: unknown): boolean {
  let isChanged = false
  mapChanges(definition, state, changes, (_variable, before, after) => {
    isChanged ||= isDifferent(before, after)
    return after
  })
  return isChanged
}

/** Whether two values are plain data and differ. */
export function isDifferent(before: unknown, after: unknown): boolean {
  return after !== undefined && typeof after !== 'function' && compareValues(before, after) !== 0
}

/** Fields that both values have, in structural order; null where one of the two is not an object with fields. */
export function sharedFields(before: unknown, after: unknown): readonly string[] | null {
  if (!isFields(before) || !isFields(after)) return null
  return Object.keys(before)
    .filter((field) => Object.hasOwn(after, field))
    .sort()
}

/** Whether both are objects with the same fields, so that they can only differ inside of these. */
export function haveSameFields(before: unknown, after: unknown): boolean {
  const shared = sharedFields(before, after)
  if (shared === null) return false
  return [before, after].every((value) => Object.keys(value as Fields).length === shared.length)
}

/** The value `after` with what `change` makes of the place at `fields`; as it is where `before` or it has no such place. */
export function changedAt(
  before: unknown,
  after: unknown,
  fields: readonly string[],
  change: (before: unknown, after: unknown) => unknown,
): unknown {
  const [field, ...rest] = fields
  if (field === undefined) return change(before, after)
  if (sharedFields(before, after)?.includes(field) !== true) return after
  const { [field]: inside } = before as Fields
  return { ...(after as Fields), [field]: changedAt(inside, (after as Fields)[field], rest, change) }
}

function isFields(value: unknown): value is Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return (prototype === Object.prototype || prototype === null) && collectionKindOf(value) === undefined
}
