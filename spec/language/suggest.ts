import { closest, distance } from 'fastest-levenshtein'

/** `; did you mean "x"?` where a known name is near, else the list of known names. */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const nearest = closest(name, [...known])
  if (distance(name, nearest) <= Math.max(2, Math.floor(name.length / 3))) return `; did you mean "${nearest}"?`
  const needQuotes = known.some((each) => each.includes(','))
  return `; there are: ${known.map((each) => (needQuotes ? `"${each}"` : each)).join(', ')}`
}
