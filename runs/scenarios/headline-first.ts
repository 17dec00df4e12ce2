/** The promise that a scenario is about is told before all others; these keep the order of the specification. */
export function headlineFirst<P extends { readonly name: string }>(
  properties: readonly P[],
  headline: string | null | undefined,
): readonly P[] {
  const first = properties.filter(({ name }) => name === headline)
  return [...first, ...properties.filter(({ name }) => name !== headline)]
}
