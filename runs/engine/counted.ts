/**
 * A specification whose functions count their runs. Telling a story and running one again run many of them, one after
 * the other: another thread can then tell what is slow from what never returns.
 */
import type { ActionDefinition, PropertyDefinition, SpecDefinition } from '../../spec/language/index.ts'

/** The same specification; `onRun` is called before each run of one of its functions. */
export function counted(definition: SpecDefinition, onRun: () => void): SpecDefinition {
  const counting = <F extends (...args: never[]) => unknown>(fn: F): F => {
    const wrapped = ((...args: Parameters<F>) => {
      onRun()
      return fn(...args)
    }) as F
    // An implication keeps its halves.
    return Object.defineProperties(wrapped, Object.getOwnPropertyDescriptors(fn)) as F
  }
  const all = <T extends object>(members: readonly T[]): readonly T[] =>
    members.map((member) => countingIn(member, counting))
  return {
    ...definition,
    derived: all(definition.derived),
    actions: all(definition.actions).map(
      (action): ActionDefinition => ({ ...action, parameters: all(action.parameters) }),
    ),
    properties: all(definition.properties).map(
      (property): PropertyDefinition =>
        'parts' in property ? ({ ...property, parts: all<object>(property.parts) } as PropertyDefinition) : property,
    ),
    constraints: all(definition.constraints),
    fairness: all(definition.fairness),
  }
}

/** The specification with its runs counted, where another thread watches; see `CheckOptions.activity`. */
export function watched(definition: SpecDefinition, activity: Int32Array | undefined): SpecDefinition {
  return activity === undefined ? definition : counted(definition, () => Atomics.add(activity, 1, 1))
}

/** What says where something was declared is the library's own. */
const ownFields: readonly string[] = ['declaredAt']

/** What is assumed stands in a list of its own. */
const lists: readonly string[] = ['assuming']

function countingIn<T extends object>(object: T, counting: <F extends (...args: never[]) => unknown>(fn: F) => F): T {
  const fields = Object.entries(object).map(([name, value]) => [
    name,
    typeof value === 'function' && !ownFields.includes(name)
      ? counting(value as (...args: never[]) => unknown)
      : lists.includes(name) && Array.isArray(value)
        ? value.map((each: object) => countingIn(each, counting))
        : value,
  ])
  return Object.fromEntries(fields) as T
}
