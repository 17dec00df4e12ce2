/** Some properties of a specification instead of all: what is explored for and judged then. */

interface Specification {
  readonly properties: readonly { readonly name: string }[]
}

/** The same specification or outline with the properties of these names alone; all of them where no names are given. */
export function onlyChosen<S extends Specification>(spec: S, names: readonly string[] | undefined): S {
  if (names === undefined) return spec
  return { ...spec, properties: spec.properties.filter(({ name }) => names.includes(name)) }
}
