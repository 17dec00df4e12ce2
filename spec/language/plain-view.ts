import type { SpecDefinition, State } from './definition.ts'
import { declaredKeysOf, type Key, withDeclaredKeys } from './keys.ts'
import { printable } from './printed-view.ts'

/**
 * A state as user code sees it, over plain values: variables as they are, derived values computed on demand, nothing
 * tracked. For telling stories and for checking the checker; exploring uses tracked views.
 */
export function plainView(definition: SpecDefinition, state: State): State {
  const view: Record<string, unknown> = { ...state }
  for (const { name, keys } of definition.variables) {
    if (keys !== null) view[name] = familyWithKeys(state[name] as object, keys)
  }
  for (const derived of definition.derived) {
    if (derived.keys === null) {
      define(view, derived.name, () => derived.compute(view))
      continue
    }
    const members = withDeclaredKeys({}, derived.keys)
    for (const key of derived.keys) define(members, String(key), () => derived.compute(view, key))
    Object.freeze(members)
    define(view, derived.name, () => members)
  }
  // Without derived values it prints as it is, and may be returned whole: nothing is to be found in it but variables.
  return Object.freeze(definition.derived.length === 0 ? view : printable(view))
}

/** A state that went through a file or another thread has lost the keys as they were declared. */
function familyWithKeys(members: object, keys: readonly Key[]): object {
  if (declaredKeysOf(members) !== undefined) return members
  return Object.freeze(withDeclaredKeys({ ...members }, keys))
}

function define(target: object, name: string, get: () => unknown): void {
  Object.defineProperty(target, name, { get, enumerable: true })
}
