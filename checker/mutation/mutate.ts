/** Puts a mutation into a specification, without touching its source: guard and effect of one action are wrapped. */
import type { ActionDefinition, Arguments, SpecDefinition, State } from '../../spec/language/index.ts'
import { disabled } from '../../spec/language/index.ts'
import { changedAt, changesAnything, isDifferent, mapChanges } from './changes.ts'
import { elementsOnlyIn, poolKind, withAdditionsTwice, withElements, withoutElements } from './elements.ts'
import type { Mutation } from './mutation.ts'

/**
 * The specification with the mutation in it; still pure where it was. `onDifference` is called whenever a step of the
 * mutated action changes the state otherwise than the step that it replaces: if an exploration to the end never calls
 * it, both specifications have the same steps, but for some that change nothing.
 */
export function mutated(
  definition: SpecDefinition,
  mutation: Mutation,
  onDifference: () => void = () => {},
): SpecDefinition {
  if (!definition.actions.some(({ name }) => name === mutation.action)) {
    throw new Error(`there is no action "${mutation.action}" in ${definition.name} to mutate`)
  }
  const actions = definition.actions.map((action) =>
    action.name === mutation.action ? mutatedAction(definition, action, mutation, onDifference) : action,
  )
  return { ...definition, actions }
}

function mutatedAction(
  definition: SpecDefinition,
  action: ActionDefinition,
  { kind, path }: Mutation,
  onDifference: () => void,
): ActionDefinition {
  const { guard, effect } = action
  if (kind === 'guard-disabled') {
    return {
      ...action,
      guard: null,
      effect: (state, args) => {
        const wasExcluded = guard !== null && !guard(state, args)
        const changes = effect(state, args)
        if (wasExcluded && changes !== disabled && changesAnything(definition, state, changes)) onDifference()
        return changes
      },
    }
  }
  if (kind === 'never-fires') {
    return {
      ...action,
      effect: (state, args) => {
        const changes = effect(state, args)
        if (changes !== disabled && changesAnything(definition, state, changes)) onDifference()
        return disabled
      },
    }
  }
  const [variable, ...fields] = path
  const mistake = mistakes[kind]
  const replace = (before: unknown, after: unknown): unknown => {
    const wrong = changedAt(before, after, fields, (inner, intended) =>
      isDifferent(inner, intended) ? mistake(inner, intended) : intended,
    )
    if (wrong !== after && isDifferent(after, wrong)) onDifference()
    return wrong
  }
  return {
    ...action,
    effect: (state: State, args: Arguments) => {
      const changes = effect(state, args)
      if (changes === disabled) return disabled
      return mapChanges(definition, state, changes, (name, before, after) =>
        name === variable ? replace(before, after) : after,
      )
    },
  }
}

/** What becomes of a place that changed from `before` to `after`. */
const mistakes: Readonly<
  Record<Exclude<Mutation['kind'], 'guard-disabled' | 'never-fires'>, (before: unknown, after: unknown) => unknown>
> = {
  'write-dropped': (before) => before,
  'addition-dropped': (before, after) =>
    poolKind(before, after) === null ? after : withoutElements(after, elementsOnlyIn(after, before)),
  'removal-dropped': (before, after) =>
    poolKind(before, after) === null ? after : withElements(after, elementsOnlyIn(before, after)),
  'addition-doubled': withAdditionsTwice,
}
