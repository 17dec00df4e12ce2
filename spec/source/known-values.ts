/** What is known, before anything runs, of the values that an expression in a function of the author's may have. */
import type { SpecDefinition } from '../language/index.ts'
import { isPool } from '../language/plain-pool.ts'
import { type Divided, isDivided, type Shape, shapeOfKeys, shapeUnder } from '../language/shape.ts'

/**
 * `values`: examples, of which there may be none. `divided`: what
 * is no value but divided by keys, with examples of its content. `pool`: a variable that is one set or bag, which is no
 * value either; `ordered`: a list that is a place. `state`: a
 * whole state; or a component in it, `of` its own specification. `arguments` and `step`: examples by name. `free`: something from outside of the function. `fresh`: an
 * object made on the spot. `list`: an array made on the spot of what `members` are. `copy`: what a method gives that
 * copies elements of a list, or characters of a string. `collection`: a set or a map made on the spot, whose members or
 * keys may be what `members` are. `unknown`: anything.
 */
export type Known =
  | { readonly kind: 'values'; readonly examples: readonly unknown[] }
  | { readonly kind: 'divided'; readonly shape: Divided; readonly examples: readonly unknown[] }
  | { readonly kind: 'pool' | 'ordered'; readonly examples: readonly unknown[] }
  | { readonly kind: 'state'; readonly of?: SpecDefinition }
  | { readonly kind: 'arguments'; readonly byName: ReadonlyMap<string, readonly unknown[]> }
  | { readonly kind: 'free' }
  | { readonly kind: 'fresh' }
  | { readonly kind: 'list' | 'copy' | 'collection'; readonly members: readonly Known[] }
  | { readonly kind: 'unknown' }

export const unknown: Known = { kind: 'unknown' }

/** Examples that say nothing. */
export const anyValue: Known = { kind: 'values', examples: [] }

/** What a member of something known may be; `name` is null where it is computed. */
export function memberOf(definition: SpecDefinition, whole: Known, name: string | null): Known {
  switch (whole.kind) {
    case 'state': {
      const inside = whole.of ?? definition
      const component = inside.components?.find((each) => each.name === name)
      if (component !== undefined) return { kind: 'state', of: component.definition }
      const variable = inside.variables.find((each) => each.name === name)
      if (variable === undefined) return name === null ? unknown : derived(inside, name)
      if (isPool(variable)) return { kind: 'pool', examples: [variable.initial] }
      return contentWith(variable.shape, [variable.initial])
    }
    case 'divided':
      return membersOf(whole, name)
    case 'arguments':
      return name === null ? unknown : { kind: 'values', examples: whole.byName.get(name) ?? [] }
    case 'values':
    case 'pool':
    case 'ordered':
      return { kind: 'values', examples: whole.examples.flatMap((example) => partsOf(example, name)) }
    case 'free':
      return whole
    case 'list':
    case 'copy':
      // Which of them is at an index is not known.
      return name === null || /^\d+$/.test(name) ? (eitherOf(whole.members) ?? unknown) : unknown
    default:
      return unknown
  }
}

/** What the elements of a list may be. */
export function elementsOf(list: Known): readonly Known[] {
  if (list.kind === 'list' || list.kind === 'copy' || list.kind === 'collection') return list.members
  if (list.kind !== 'values' && list.kind !== 'pool' && list.kind !== 'ordered') return [unknown]
  return [{ kind: 'values', examples: list.examples.filter(Array.isArray).flat() }]
}

/** Examples of a value of the state or an argument; none of anything else. */
export function examplesOf(known: Known): readonly unknown[] {
  return known.kind === 'values' ? known.examples : []
}

/** What one element of a list may be. */
export function elementOf(list: Known): Known {
  const elements = elementsOf(list)
  return elements.length > 1 ? (eitherOf(elements) ?? elements[0] ?? unknown) : (elements[0] ?? unknown)
}

/** What is one of several; null where not all of them are values with examples, or all of them places. */
export function eitherOf(choices: readonly Known[]): Known | null {
  if (choices.every(isWhole)) return choices[0] ?? null
  const examples = choices.map((choice) => (choice.kind === 'values' ? choice.examples : null))
  return examples.includes(null) ? null : { kind: 'values', examples: examples.flatMap((some) => some ?? []) }
}

/** A set or a map that is made of `members` or of entries. */
export function collectionOf(name: string, content: Known): Known {
  const elements = content.kind === 'free' ? [content] : elementsOf(content)
  if (!name.endsWith('Map')) return { kind: 'collection', members: elements }
  return { kind: 'collection', members: elements.map(keyOf) }
}

/** What the first part of an entry may be. */
function keyOf(entry: Known): Known {
  if (entry.kind === 'list') return entry.members[0] ?? unknown
  return entry.kind === 'values'
    ? { kind: 'values', examples: entry.examples.flatMap((each) => partsOf(each, '0')) }
    : unknown
}

/** Whether something is read as a whole, but no value. */
export function isPlace({ kind }: Known): boolean {
  return kind === 'pool' || kind === 'ordered'
}

/** Whether it is a place, or what is divided into places: two of them are never identical, whatever they hold. */
export function isWhole(known: Known): boolean {
  return known.kind === 'divided' || known.kind === 'state' || isPlace(known)
}

/** Whether it is a value of the state, an argument or a part of one, and an object in some example. */
export function isKnownObject(known: Known): boolean {
  return known.kind === 'values' && known.examples.some((example) => typeof example === 'object' && example !== null)
}

function derived(definition: SpecDefinition, name: string): Known {
  const found = definition.derived.find((each) => each.name === name)
  if (found === undefined) return unknown
  return contentWith(shapeOfKeys(found.keyLists), [])
}

/** Any member of a family; a field of a record. */
function membersOf({ shape, examples }: Known & { readonly kind: 'divided' }, name: string | null): Known {
  const inside = shape.kind === 'family' ? shape.members[0] : name === null ? undefined : shapeUnder(shape, name)
  if (inside === undefined && shape.kind === 'record') return unknown
  const parts = examples.flatMap((example) => partsOf(example, shape.kind === 'family' ? null : name))
  return contentWith(inside ?? null, parts)
}

function contentWith(shape: Shape, examples: readonly unknown[]): Known {
  if (shape === null) return { kind: 'values', examples }
  return isDivided(shape) ? { kind: 'divided', shape, examples } : { kind: 'ordered', examples }
}

function partsOf(example: unknown, name: string | null): readonly unknown[] {
  if (typeof example !== 'object' || example === null) return []
  if (name === null) return Object.values(example)
  return Object.hasOwn(example, name) ? [Reflect.get(example, name)] : []
}
