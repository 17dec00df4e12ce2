import type { SpecDefinition, State } from '../../spec/language/index.ts'

/** Paths of the variables, or members of families, in which two states of one world differ, as a trace names them. */
export function changedPaths(definition: SpecDefinition, before: State, after: State): string[] {
  return definition.variables.flatMap(({ name, keys }) => {
    if (keys === null) return before[name] === after[name] ? [] : [name]
    const members = (state: State): State => state[name] as State
    return keys
      .map(String)
      .filter((key) => members(before)[key] !== members(after)[key])
      .map((key) => (/^[A-Za-z_$][\w$]*$/.test(key) ? `${name}.${key}` : `${name}["${key}"]`))
  })
}
