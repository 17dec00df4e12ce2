/**
 * What a view of the state prints as: `console.log(s)` in a specification shows the values, as `JSON.stringify(s)` gives
 * them. Both read what they show, as any other look at the state does.
 */

/** Where Node and others look for how an object is to be printed; the name needs no import of Node. */
export const inspected: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/** Gives a view its printed form, hidden from code that spreads the view or lists its keys. Returns the same object. */
export function printable<T extends object>(view: T): T {
  return Object.defineProperty(view, inspected, { value: valuesOf, configurable: true })
}

/** With families, whose members may be computed on demand, as objects of their own. */
function valuesOf(this: object): object {
  const entries = Object.entries(this).map(([name, value]: [string, unknown]) => [
    name,
    typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : value,
  ])
  return Object.fromEntries(entries)
}
