import { collectionKindOf, sameValue } from '../../spec/language/value.ts'
import { escapeInvisible } from './plain-text.ts'

/** Fields that say what kind of thing an object is: they are printed first, the others by name. */
const leadingFields = ['type', 'kind', 'tag', 'id', 'name']

/**
 * A value in one stable, compact, TypeScript-like notation: strings without quotes where nothing else looks like them,
 * sets `{a, b}` (none: `set{}`), bags `bag[a, b ×2]`, objects `{type: commit, rm: rm1}`, arrays `[a, b]`.
 */
export function printValue(value: unknown): string {
  if (typeof value === 'string') return printString(value)
  if (value === null || typeof value !== 'object') return Object.is(value, -0) ? '0' : String(value)
  if (!Array.isArray(value)) return printObject(value as Readonly<Record<string, unknown>>)
  const kind = collectionKindOf(value)
  if (kind === 'set') return value.length === 0 ? 'set{}' : `{${value.map(printValue).join(', ')}}`
  if (kind === 'bag') return `bag[${counted(value).join(', ')}]`
  return `[${value.map(printValue).join(', ')}]`
}

/** Arguments or fields without the braces: `rm: rm1, message: {type: commit}`. */
export function printFields(fields: Readonly<Record<string, unknown>>, names = Object.keys(fields)): string {
  return names.map((name) => `${printString(name)}: ${printValue(fields[name])}`).join(', ')
}

function printObject(value: Readonly<Record<string, unknown>>): string {
  return `{${printFields(value, Object.keys(value).sort(byImportance))}}`
}

function byImportance(left: string, right: string): number {
  const difference = rankOf(left) - rankOf(right)
  return difference !== 0 ? difference : left < right ? -1 : 1
}

function rankOf(field: string): number {
  const rank = leadingFields.indexOf(field)
  return rank === -1 ? leadingFields.length : rank
}

function printString(text: string): string {
  const isPlain = /^[\p{L}_][\p{L}\p{M}\p{N}_.@#/-]*$/u.test(text) && !/^(?:true|false|null|set|bag)$/.test(text)
  if (isPlain) return text
  return `'${escapeInvisible(text.replace(/[\\']/g, '\\$&').replace(/\n/g, '\\n'))}'`
}

/** Equal neighbours of a bag as one, with their number. */
function counted(values: readonly unknown[]): string[] {
  const printed: string[] = []
  for (let start = 0; start < values.length; ) {
    let end = start + 1
    while (end < values.length && sameValue(values[start], values[end])) end++
    printed.push(printValue(values[start]) + (end - start > 1 ? ` ×${end - start}` : ''))
    start = end
  }
  return printed
}
