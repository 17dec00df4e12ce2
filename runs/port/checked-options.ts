import { describeKind } from '../../spec/language/specify.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { UsageError } from './usage-error.ts'

/** Throws `UsageError` unless `value` is an object with no other fields than these. `what` names it in the error. */
export function requireFields(value: unknown, what: string, fields: readonly string[]): void {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    const given = Array.isArray(value) ? 'a list' : describeKind(value)
    throw new UsageError(`${what}: ${given} was given; expected an object with ${fields.join(', ')}`)
  }
  const unknown = Object.keys(value).find((name) => !fields.includes(name))
  if (unknown !== undefined) throw new UsageError(`${what}: there is no "${unknown}"${suggest(unknown, fields)}`)
}

/** Throws `UsageError` unless `value` is a whole number, at least `least`. */
export function requireWholeNumber(value: unknown, what: string, least: number): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return
  throw new UsageError(`${what} is ${String(value)}; expected a whole number, at least ${least}`)
}
