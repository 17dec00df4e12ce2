import { memberAt } from '../../spec/language/family-shape.ts'
import type { SpecDefinition, State } from '../../spec/language/index.ts'
import { pathsIn } from '../../spec/language/shape.ts'

/** Paths of the variables, or members of families, in which two states of one world differ, as a trace names them. */
export function changedPaths(definition: SpecDefinition, before: State, after: State): string[] {
  return definition.variables.flatMap(({ name, shape }) =>
    pathsIn(shape)
      .filter((path) => memberAt(before[name], path) !== memberAt(after[name], path))
      .map((path) => name + path.map(String).map(step).join('')),
  )
}

function step(key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `.${key}` : `["${key}"]`
}
