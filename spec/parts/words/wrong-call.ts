/**
 * What functions of parts throw where they are called wrongly: one line that says which function, what it was given, what
 * was expected and how to mend it. Nothing here reads more of a state than the function that asks: whether a value has a
 * field, or is a list, is no read.
 */

/** `skew() of "zoe", which has no clock: declare it with clocksOf(nodes)`. */
export function wrongCall(call: string, problem: string, mend: string): RangeError {
  return new RangeError(`${call}() ${problem}: ${mend}`)
}

/** A value in a message, in one line. */
export function shown(value: unknown): string {
  if (typeof value === 'function') return 'a function'
  if (typeof value === 'number') return String(value)
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

/** Throws for what is no value of a part, which is known by its fields. `made` says where such a value comes from. */
export function requirePart(call: string, part: string, value: unknown, fields: readonly string[], made: string): void {
  const isOne = typeof value === 'object' && value !== null && fields.every((field) => field in value)
  if (!isOne) throw wrongCall(call, `of what is no ${part}, ${shown(value)}`, `make it with ${made}`)
}

/** Throws for what is no list, set or bag. */
export function requireList(call: string, what: string, value: unknown): void {
  if (!Array.isArray(value)) throw wrongCall(call, `got ${shown(value)} for ${what}`, 'give an array')
}

/** Throws for what is no function. */
export function requireFunction(call: string, what: string, value: unknown): void {
  if (typeof value !== 'function') throw wrongCall(call, `got ${shown(value)} for ${what}`, 'give a function')
}

/** Throws for what is no whole number, or less than `least`. */
export function requireWhole(call: string, what: string, value: unknown, least = Number.NEGATIVE_INFINITY): void {
  if (Number.isSafeInteger(value) && (value as number) >= least) return
  const bound = least === Number.NEGATIVE_INFINITY ? '' : `, ${least} or more`
  throw wrongCall(call, `got ${shown(value)} for ${what}`, `give a whole number${bound}`)
}

/** Throws where no value is given, which is no plain data. */
export function requireValue(call: string, what: string, value: unknown): void {
  if (value === undefined) throw wrongCall(call, `got undefined for ${what}`, 'give a value, null where there is none')
}
