import { memberAt, memberPath } from '../../spec/language/family-shape.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { keyPaths } from '../../spec/language/keys.ts'
import { familyKeys, pathsIn } from '../../spec/language/shape.ts'
import { printValue } from '../print/print-value.ts'
import type { NamedValue } from './story.ts'

/** A single variable, one member of a family or one field of a record. */
export interface Slot {
  /** `log`, `phase.rm1` for a member of a family, `log.flushed` for a field of a record. */
  readonly path: string
  readonly value: unknown
}

/** A state variable by variable, families member by member, records field by field, in the order of declaration. */
export function slotsOf(definition: SpecDefinition, state: State): Slot[] {
  return definition.variables.flatMap(({ name, shape }) =>
    pathsIn(shape).map((path) => ({ path: memberPath(name, path), value: memberAt(state[name], path) })),
  )
}

/** The same with each record as one object. */
export function printState(definition: SpecDefinition, state: State): NamedValue[] {
  return definition.variables.flatMap(({ name, shape }) =>
    keyPaths(familyKeys(shape)).map((path) => ({
      path: memberPath(name, path),
      value: printValue(memberAt(state[name], path)),
    })),
  )
}
