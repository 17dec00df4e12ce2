/** What is declared under a name in `specify(name, { … })`: how it divides, and its initial values. */
import { declarationError } from './declaration-error.ts'
import type { VariableDefinition } from './definition.ts'
import { FamilyDeclaration } from './family.ts'
import { memberPath } from './family-shape.ts'
import { isReserved, problemWithKeys, reservedHint } from './keys.ts'
import { ListDeclaration } from './list.ts'
import { RecordDeclaration } from './record.ts'
import { isOrdinaryObject } from './same-content.ts'
import { type Divided, isDivided, type ListShape, listShape, membersOf, type Shape, shapeUnder } from './shape.ts'
import { shapeText } from './shape-text.ts'
import { collectionKindOf } from './value.ts'

export function variableDefinition(spec: string, name: string, initial: unknown): VariableDefinition {
  if (isReserved(name)) throw declarationError(spec, `"${name}" cannot be the name of a variable`, reservedHint)
  return { name, ...contentOf(spec, name, initial) }
}

/** What is declared at a path, taken apart into its shape and its initial values. */
function contentOf(spec: string, path: string, declared: unknown): Omit<VariableDefinition, 'name'> {
  if (declared instanceof RecordDeclaration) return recordAt(spec, path, declared)
  if (declared instanceof ListDeclaration) return listAt(spec, path, declared)
  if (!(declared instanceof FamilyDeclaration)) {
    const nested = dividedInside(declared, path)
    if (nested === null) return { shape: null, initial: declared }
    throw declarationError(spec, `${nested.path} is a ${nested.kind} inside a value`, whereItMayStand[nested.kind])
  }
  const { keys } = declared
  const found = problemWithKeys(keys)
  if (found !== null) throw declarationError(spec, `family "${path}" ${found.problem}`, found.hint)
  const reserved = keys.find((key) => isReserved(String(key)))
  if (reserved !== undefined) {
    throw declarationError(spec, `family "${path}" cannot have the key "${reserved}"`, reservedHint)
  }
  const members = keys.map((key) => ({
    path: memberPath(path, [key]),
    ...contentOf(spec, memberPath(path, [key]), declared.initial[String(key)]),
  }))
  const [first] = members
  if (first !== undefined) for (const member of members) requireSameShape(spec, path, first, member)
  return {
    shape: { kind: 'family', keys, members: keys.map(() => first?.shape ?? null) },
    initial: Object.fromEntries(members.map(({ initial }, at) => [String(keys[at]), initial])),
  }
}

const whereItMayStand = {
  family:
    'A family is a variable of its own, { x: each(keys, initial) }, or what each member of another is. Inside a value, write an object.',
  record:
    'A record is a variable of its own, { x: record({ … }) }, what each member of a family is, or a field of another record. Inside a value, write an object.',
  list: 'A list is a variable of its own, { x: list() }, what each member of a family is, or a field of a record. Inside a value, write an array.',
}

/** Its elements are values. */
function listAt(spec: string, path: string, { initial }: ListDeclaration): Omit<VariableDefinition, 'name'> {
  const kind = Array.isArray(initial) ? collectionKindOf(initial) : undefined
  if (!Array.isArray(initial) || kind !== undefined) {
    const given =
      kind !== undefined ? `a ${kind}` : typeof initial === 'object' && initial !== null ? 'an object' : String(initial)
    throw declarationError(spec, `list "${path}" is given ${given}`, 'Give an array of its first elements, or nothing.')
  }
  const nested = dividedInside(initial, path)
  if (nested === null) return { shape: listShape, initial }
  throw declarationError(spec, `${nested.path} is a ${nested.kind} inside a value`, whereItMayStand[nested.kind])
}

/** Each field is divided in its own way. */
function recordAt(spec: string, path: string, { fields }: RecordDeclaration): Omit<VariableDefinition, 'name'> {
  if (typeof fields !== 'object' || fields === null || !isOrdinaryObject(fields)) {
    const given = Array.isArray(fields) ? 'an array' : typeof fields === 'object' ? 'no plain object' : String(fields)
    throw declarationError(
      spec,
      `record "${path}" is given ${fields === null ? 'null' : given}`,
      'Give its fields: record({ flushed: 0, entries: [] }).',
    )
  }
  const reserved = Object.keys(fields).find(isReserved)
  if (reserved !== undefined) {
    throw declarationError(spec, `record "${path}" cannot have the field "${reserved}"`, reservedHint)
  }
  const members = Object.entries(fields).map(([field, declared]) => ({
    field,
    ...contentOf(spec, memberPath(path, [field]), declared),
  }))
  return {
    shape: { kind: 'record', keys: members.map(({ field }) => field), members: members.map(({ shape }) => shape) },
    initial: Object.fromEntries(members.map(({ field, initial }) => [field, initial])),
  }
}

interface DeclaredMember {
  readonly path: string
  readonly shape: Shape
}

/** The members of a family are all single, or all divided by the same keys, level by level. */
function requireSameShape(spec: string, family: string, first: DeclaredMember, other: DeclaredMember): void {
  if (isAlike(first.shape, other.shape)) return
  throw declarationError(
    spec,
    `the members of family "${family}" have different keys: ${first.path} is ${shapeText(first.shape)}, ${other.path} is ${shapeText(other.shape)}`,
    'Give each of them the same keys, as each(a, (i) => each(b, …)) does, and those that are not needed a value that says so, such as null.',
  )
}

/** Keys may be declared in another order; `1` and `'1'` are two keys. */
function isAlike(one: Shape, other: Shape): boolean {
  if (!isDivided(one) || !isDivided(other)) return one === other
  return (
    one.kind === other.kind &&
    one.keys.length === other.keys.length &&
    membersOf(one).every(({ key, member }) => {
      const inOther = shapeUnder(other, String(key))
      return other.keys.includes(key) && inOther !== undefined && isAlike(member, inOther)
    })
  )
}

interface Nested {
  readonly path: string
  readonly kind: Divided['kind'] | ListShape['kind']
}

/** Where a family, a record or a list stands inside an initial value, or null. */
function dividedInside(value: unknown, path: string, around: readonly unknown[] = []): Nested | null {
  if (value instanceof FamilyDeclaration) return { path, kind: 'family' }
  if (value instanceof RecordDeclaration) return { path, kind: 'record' }
  if (value instanceof ListDeclaration) return { path, kind: 'list' }
  if (typeof value !== 'object' || value === null || around.includes(value)) return null
  for (const [key, inside] of Object.entries(value)) {
    const found = dividedInside(inside, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`, [...around, value])
    if (found !== null) return found
  }
  return null
}
