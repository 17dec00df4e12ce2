/** Keys that came to objects after the start, by comparing every pair of objects at every path. */
import { canonicalText } from '../../spec/semantics/plain-values.ts'

type Plain = Readonly<Record<string, unknown>>

/** `start` are values in initial states, `all` those of any state, `start` included; `path` names them. */
export function strayPaths(start: readonly unknown[], all: readonly unknown[], path: string): readonly string[] {
  if (start.length === 0 || !all.every(isPlain)) return []
  const [first] = start as readonly Plain[]
  const own = Object.keys(first ?? {})
  const isAtStart = (value: unknown): boolean => keysText(value as Plain) === own.toSorted().join('\n')
  if (!start.every(isAtStart)) return []
  const deeper = own.flatMap((key) => {
    const at = (values: readonly unknown[]): readonly unknown[] =>
      values.filter((value) => key in (value as Plain)).map((value) => (value as Plain)[key])
    return strayPaths(at(start), at(all), step(path, key))
  })
  const later = (all as readonly Plain[]).filter((value) => !isAtStart(value))
  const sameLater = new Set(later.map(keysText))
  const more = Object.keys(later[0] ?? {}).filter((key) => !own.includes(key))
  const isLarger = own.length > 1 && sameLater.size === 1 && own.every((key) => later.every((value) => key in value))
  if (!isLarger || more.length === 0) return deeper
  const before = (all as readonly Plain[]).filter(isAtStart)
  const isNamed = own.some((key) => {
    const texts = (values: readonly Plain[]): readonly string[] => values.map((value) => canonicalText(value[key]))
    const isDisjoint = texts(before).every((text) => !texts(later).includes(text))
    return isDisjoint && [...before, ...later].some((value) => isWord(value[key]))
  })
  return isNamed ? deeper : [...more.map((key) => step(path, key)), ...deeper]
}

function isPlain(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isWord(value: unknown): boolean {
  return value === null || ['string', 'boolean'].includes(typeof value)
}

function keysText(value: Plain): string {
  return Object.keys(value).toSorted().join('\n')
}

function step(path: string, key: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`
}
