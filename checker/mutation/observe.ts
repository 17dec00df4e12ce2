/**
 * Watches what actions really do while a specification is explored: which of their guards ever say no, and which
 * variables and fields they ever change. The engine runs every action in every distinct situation at least once, so a
 * full exploration sees everything; its cost is that of the runs, not of the transitions.
 */
import type { ActionDefinition, SpecDefinition, State } from '../../spec/language/index.ts'
import { disabled } from '../../spec/language/index.ts'
import { haveSameFields, isDifferent, mapChanges, sharedFields } from './changes.ts'
import { appendedElements, elementsOnlyIn, poolKind } from './elements.ts'
import { pathText } from './mutation.ts'

/** How one place changed, in some step or other. */
export interface ObservedChange {
  /** Variable or family, then fields. */
  readonly path: readonly string[]
  /** Changed otherwise than inside the fields that it had before and has after. */
  readonly isWhole: boolean
  /** A set or bag gained elements. */
  readonly adds: boolean
  /** A set or bag lost elements. */
  readonly removes: boolean
  /** A bag gained elements, or an array was appended to: adding them twice would be something else. */
  readonly canDouble: boolean
}

export interface ObservedAction {
  readonly name: string
  readonly hasGuard: boolean
  /** The guard was false somewhere. */
  readonly isExcluded: boolean
  /** The action was enabled somewhere. */
  readonly hasFired: boolean
  /** Sorted by path. */
  readonly changes: readonly ObservedChange[]
}

/** Plain data; the same in any order of exploring. */
export interface Observation {
  /** In order of declaration. */
  readonly actions: readonly ObservedAction[]
}

/** A specification that does the same and keeps a record of it. */
export interface Observing {
  readonly definition: SpecDefinition
  /** What was seen so far. */
  observation(): Observation
}

export function observing(definition: SpecDefinition): Observing {
  const notes = definition.actions.map((action) => new ActionNotes(action))
  return {
    definition: { ...definition, actions: notes.map((each) => each.watched(definition)) },
    observation: () => ({ actions: notes.map((each) => each.observed()) }),
  }
}

class ActionNotes {
  readonly #action: ActionDefinition
  #isExcluded = false
  #hasFired = false
  readonly #changes = new Map<string, ObservedChange>()

  constructor(action: ActionDefinition) {
    this.#action = action
  }

  watched(definition: SpecDefinition): ActionDefinition {
    const { guard, effect } = this.#action
    return {
      ...this.#action,
      guard:
        guard === null
          ? null
          : (state, args) => {
              const isEnabled = guard(state, args)
              if (!isEnabled) this.#isExcluded = true
              return isEnabled
            },
      effect: (state, args) => {
        const changes = effect(state, args)
        if (changes !== disabled) this.#note(definition, state, changes)
        return changes
      },
    }
  }

  observed(): ObservedAction {
    const changes = [...this.#changes].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, change]) => change)
    return {
      name: this.#action.name,
      hasGuard: this.#action.guard !== null,
      isExcluded: this.#isExcluded,
      hasFired: this.#hasFired,
      changes,
    }
  }

  #note(definition: SpecDefinition, state: State, changes: unknown): void {
    this.#hasFired = true
    mapChanges(definition, state, changes, (variable, before, after) => {
      this.#noteChange([variable], before, after)
      return after
    })
  }

  #noteChange(path: readonly string[], before: unknown, after: unknown): void {
    if (!isDifferent(before, after)) return
    const kind = poolKind(before, after)
    const adds = kind !== null && elementsOnlyIn(after, before).length > 0
    const key = pathText(path)
    const known = this.#changes.get(key)
    this.#changes.set(key, {
      path,
      isWhole: known?.isWhole === true || !haveSameFields(before, after),
      adds: known?.adds === true || adds,
      removes: known?.removes === true || (kind !== null && elementsOnlyIn(before, after).length > 0),
      canDouble: known?.canDouble === true || (adds && kind === 'bag') || appendedElements(before, after).length > 0,
    })
    for (const field of sharedFields(before, after) ?? []) {
      this.#noteChange([...path, field], fieldOf(before, field), fieldOf(after, field))
    }
  }
}

function fieldOf(value: unknown, field: string): unknown {
  return (value as Readonly<Record<string, unknown>>)[field]
}
