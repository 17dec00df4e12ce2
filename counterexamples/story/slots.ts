import { memberAt, memberPath } from '../../spec/language/family-shape.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { keyPaths } from '../../spec/language/keys.ts'
import { familyKeys } from '../../spec/language/shape.ts'
import { printValue } from '../print/print-value.ts'
import type { NamedValue } from './story.ts'

/** A single variable, or one member of a family. */
export interface Slot {
  /** `log`, or `phase.rm1` for a member of a family. */
  readonly path: string
  readonly value: unknown
}

/** A state variable by variable, families member by member, in the order of declaration. */
export function slotsOf(definition: SpecDefinition, state: State): Slot[] {
  return definition.variables.flatMap(({ name, shape }) =>
    keyPaths(familyKeys(shape)).map((path) => ({ path: memberPath(name, path), value: memberAt(state[name], path) })),
  )
}

export function printState(definition: SpecDefinition, state: State): NamedValue[] {
  return slotsOf(definition, state).map(({ path, value }) => ({ path, value: printValue(value) }))
}
