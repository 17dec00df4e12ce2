/**
 * What the counters that are written into an author's files call: it notes which numbered places of the source ran. See
 * `CountedSources` for the numbers.
 */

const hasRun = new Set<number>()

/** The place ran. */
export function ran(number: number): void {
  hasRun.add(number)
}

/** A condition came out true (the place `number`) or false (the next one). Gives the condition. */
export function side<T>(number: number, condition: T): T {
  hasRun.add(condition ? number : number + 1)
  return condition
}

/** A value was null or undefined (the place `number`), or something (the next one). Gives the value. */
export function nothing<T>(number: number, value: T): T {
  hasRun.add(value === null || value === undefined ? number : number + 1)
  return value
}

/** The numbers of the places that ran since this was asked last, in order. */
export function takeRan(): readonly number[] {
  const numbers = [...hasRun].sort((left, right) => left - right)
  hasRun.clear()
  return numbers
}
