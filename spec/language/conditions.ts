/** How the conditions of a property may be given, and the parts that they come to. */
import type { LeadsToPart, State, StatePart, Step, StepCondition, StepPart, UnlessPart } from './definition.ts'
import { forKeys, writtenAs } from './implication.ts'
import { type Key, type KeyLists, type KeyPath, keyPaths, nameOfKeys } from './keys.ts'

export type KeyedCondition = (state: State, ...keys: Key[]) => boolean
export type KeyedStepCondition = (before: State, step: Step, after: State, ...keys: Key[]) => boolean
export type ConditionalKind =
  | 'always'
  | 'eventually'
  | 'infinitely-often'
  | 'eventually-always'
  | 'can-always-reach'
  | 'no-way-back'

/** What a property is given after its name: what stands where key lists do, and then the conditions. */
export function keyListsFirst(given: readonly unknown[]): {
  readonly lists: readonly unknown[]
  readonly rest: readonly unknown[]
} {
  const isFirstOfRest = given.some(isFunction) ? isFunction : (each: unknown): boolean => !Array.isArray(each)
  const end = given.findIndex(isFirstOfRest)
  const count = end < 0 ? given.length : end
  return { lists: given.slice(0, count), rest: given.slice(count) }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function'
}

/** The conditions of a property as parts, or null where what was given is none of the three forms. */
export function stateParts(lists: KeyLists, given: readonly unknown[]): readonly StatePart[] | null {
  const [first, ...others] = given
  if (others.some((other) => other !== undefined)) return null
  if (typeof first === 'function') {
    return keyed(lists, (label, keys) => ({ label, holds: forKeys(first as KeyedCondition, keys) }))
  }
  if (lists.length > 0 || !isPlainObject(first)) return null
  const parts = Object.entries(first as Readonly<Record<string, (state: State) => boolean>>)
  if (parts.some(([, holds]) => typeof holds !== 'function')) return null
  return parts.map(([label, holds]) => ({ label, holds }))
}

/** A `Map` or a `Set` has no entries to go by, and would pass for a promise without parts. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The parts of a `leads-to` property. */
export function leadsToParts(
  lists: KeyLists,
  trigger: KeyedCondition,
  response: KeyedCondition,
): readonly LeadsToPart[] {
  return keyed(lists, (label, keys) => ({
    label,
    trigger: forKeys(trigger, keys),
    response: forKeys(response, keys),
  }))
}

/** The parts of an `unless` property. */
export function unlessParts(lists: KeyLists, holds: KeyedCondition, until: KeyedCondition): readonly UnlessPart[] {
  return keyed(lists, (label, keys) => ({ label, holds: forKeys(holds, keys), until: forKeys(until, keys) }))
}

/** The parts of an `infinitely-often-step` property. */
export function stepParts(lists: KeyLists, holds: KeyedStepCondition): readonly StepPart[] {
  return keyed(lists, (label, keys) => ({ label, holds: stepForKeys(holds, keys) }))
}

/** The condition of a step that a keyed one is for one key, or one of each list. */
export function stepForKeys(holds: KeyedStepCondition, keys: KeyPath): StepCondition {
  if (keys.length === 0) return holds
  return writtenAs((before: State, step: Step, after: State) => holds(before, step, after, ...keys), [holds])
}

/** One part for each choice of one key from each list; without lists the one part has no label. */
function keyed<Part>(lists: KeyLists, part: (label: string | null, keys: KeyPath) => Part): readonly Part[] {
  return keyPaths(lists).map((keys) => part(keys.length === 0 ? null : nameOfKeys(keys), keys))
}
