/** Recordings of what no broker does, made from recordings of real ones. */

export const forgeryKinds = [
  'a record missing',
  'a record doubled',
  'two records swapped',
  'a record with a changed offset',
  'a final message too early',
  'a final message without its half',
  'an offset beyond the log',
  'a record lost without a fault',
] as const
type ForgeryKind = (typeof forgeryKinds)[number]

export interface Forgery<R> {
  readonly kind: ForgeryKind
  readonly recording: R
  /** Index of the event that cannot be. All events before it can. */
  readonly at: number
  /** Why that event cannot be, and no other behaviour has it either. */
  readonly why: string
}

/** Of each kind at most one, at the first place where what comes of it is no behaviour; none where there is no such place. */
export type Forge<R> = (recording: R) => readonly Forgery<R>[]

/** The same list with an item taken out, put in, or put in the place of others. */
export function spliced<T>(items: readonly T[], at: number, taken: number, ...put: readonly T[]): readonly T[] {
  return [...items.slice(0, at), ...put, ...items.slice(at + taken)]
}
