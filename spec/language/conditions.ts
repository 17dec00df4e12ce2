/** How the conditions of a property may be given, and the parts that they come to. */
import type { LeadsToPart, State, StatePart } from './definition.ts'
import { forKey } from './implication.ts'
import type { Key } from './keys.ts'

/** What a property over states may be given: one condition, keys for a keyed one, or named conditions. */
export type Conditions =
  | readonly Key[]
  | ((state: State) => boolean)
  | Readonly<Record<string, (state: State) => boolean>>
export type KeyedCondition = (state: State, key: Key) => boolean
export type ConditionalKind =
  | 'always'
  | 'eventually'
  | 'infinitely-often'
  | 'eventually-always'
  | 'can-always-reach'
  | 'no-way-back'

/** The conditions of a property as parts, or null where what was given is none of the three forms. */
export function stateParts(first: Conditions, perKey: KeyedCondition | undefined): readonly StatePart[] | null {
  if (typeof first === 'function') return [{ label: null, holds: first as (state: State) => boolean }]
  if (Array.isArray(first)) {
    return typeof perKey !== 'function'
      ? null
      : first.map((key: Key) => ({ label: String(key), holds: forKey(perKey, key) }))
  }
  if (perKey !== undefined || !isPlainObject(first)) return null
  if (Object.values(first).some((holds) => typeof holds !== 'function')) return null
  return Object.entries(first).map(([label, holds]) => ({ label, holds }))
}

/** A `Map` or a `Set` has no entries to go by, and would pass for a promise without parts. */
function isPlainObject(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** The parts of a `leads-to` property; without keys the one part has no label. */
export function keyedParts(
  keys: readonly Key[] | null,
  trigger: KeyedCondition,
  response: KeyedCondition,
): readonly LeadsToPart[] {
  if (keys === null) {
    return [{ label: null, trigger: trigger as LeadsToPart['trigger'], response: response as LeadsToPart['response'] }]
  }
  return keys.map((key) => ({
    label: String(key),
    trigger: forKey(trigger, key),
    response: forKey(response, key),
  }))
}
