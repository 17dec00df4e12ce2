/**
 * A table of what was done, by the key of the request, so that a request that comes again is answered and not carried out
 * again. It protects only as far as the same request always has the same key, the entry is made in the same step as the
 * effect, and entries live longer than copies of the request.
 */
import { sameValue } from '../language/index.ts'
import { valueText } from './words/value-text.ts'
import { requireList, requireValue, shown, wrongCall } from './words/wrong-call.ts'

/** Entries, the oldest first; each key at most once. */
export type IdempotencyTable<Key, Result> = readonly { readonly key: Key; readonly result: Result }[]

/** Declares the variable: `specify('…', { done: idempotencyTable<string, 'paid'>() })`. */
export function idempotencyTable<Key, Result>(): IdempotencyTable<Key, Result> {
  return []
}

/** The result that was remembered for a key; undefined where there is none. Keys are compared by content. */
export function rememberedResult<Key, Result>(
  table: IdempotencyTable<Key, Result>,
  key: NoInfer<Key>,
): Result | undefined {
  requireEntry('rememberedResult', table, key)
  return table.find((entry) => sameValue(entry.key, key))?.result
}

/** Whether there is an entry for a key. */
export function isRemembered<Key>(table: IdempotencyTable<Key, unknown>, key: NoInfer<Key>): boolean {
  requireEntry('isRemembered', table, key)
  return table.some((entry) => sameValue(entry.key, key))
}

/**
 * The table with one entry more. Where it would have more than `room` entries, the oldest one is dropped, as by an expiry.
 * Throws a RangeError where the key has an entry already: ask `isRemembered` first.
 */
export function remember<Key, Result>(
  table: IdempotencyTable<Key, Result>,
  key: NoInfer<Key>,
  result: NoInfer<Result>,
  room = Number.POSITIVE_INFINITY,
): IdempotencyTable<Key, Result> {
  requireEntry('remember', table, key)
  requireValue('remember', 'the result', result)
  if (isRemembered(table, key)) {
    throw wrongCall('remember', `of ${shown(key)}, which has an entry already`, 'ask isRemembered() first')
  }
  if (!(room >= 1)) throw wrongCall('remember', `in a table with room for ${shown(room)} entries`, 'expected 1 or more')
  const entries = [...table, { key, result }]
  return entries.length > room ? entries.slice(1) : entries
}

/** The table without its oldest entry, which has expired. Throws a RangeError where there is none. */
export function forgetOldest<Key, Result>(table: IdempotencyTable<Key, Result>): IdempotencyTable<Key, Result> {
  requireList('forgetOldest', 'the table', table)
  if (table.length === 0) throw emptyTable('forgetOldest')
  return table.slice(1)
}

/** `the entry for a has expired`. Of the table before the step. Throws a RangeError where it is empty. */
export function forgetSentence<Key>(
  table: IdempotencyTable<Key, unknown>,
  nameOf: (key: Key) => string = valueText,
): string {
  requireList('forgetSentence', 'the table', table)
  const [oldest] = table
  if (oldest === undefined) throw emptyTable('forgetSentence')
  return `the entry for ${nameOf(oldest.key)} has expired`
}

function emptyTable(call: string): RangeError {
  return wrongCall(call, 'of an empty table', 'ask for an entry first, table.length > 0')
}

function requireEntry(call: string, table: unknown, key: unknown): void {
  requireList(call, 'the table', table)
  requireValue(call, 'the key', key)
}
