/**
 * What the counters that are written into an author's files call: it notes which numbered places of the source ran. The
 * numbers are given out where files are bundled; see `CountedSources`.
 */

/** By number. */
const hasRun: boolean[] = []

/** The place ran. */
export function ran(number: number): void {
  hasRun[number] = true
}

/** A condition came out true (the place `number`) or false (the next one). Gives the condition. */
export function side<T>(number: number, condition: T): T {
  hasRun[condition ? number : number + 1] = true
  return condition
}

/** A value was null or undefined (the place `number`), or something (the next one). Gives the value. */
export function nothing<T>(number: number, value: T): T {
  hasRun[value === null || value === undefined ? number : number + 1] = true
  return value
}

/** The numbers of the places that ran since this was asked last. */
export function takeRan(): readonly number[] {
  const numbers = Object.keys(hasRun).map(Number)
  hasRun.length = 0
  return numbers
}
