/** What a set or a bag that is a variable of the state can be asked without being read as a whole. */

/** Under this name a view of a pool has what answers for it. Registered, so that two copies of the library agree on it. */
export const poolQuestions: unique symbol = Symbol.for('ackproof.pool') as never

export interface PoolQuestions {
  /** How often an equal element is there. */
  copies(element: unknown): number
  /** The part whose elements have these fields. */
  where(pattern: Readonly<Record<string, unknown>>): readonly unknown[]
  /** A view of the pool with the element. */
  insert(element: unknown): readonly unknown[]
  /** A view of the pool without one copy of the element. */
  removeOne(element: unknown): readonly unknown[]
  /** All of it, as an ordinary frozen set or bag. */
  whole(): readonly unknown[]
}

/** What answers for a view of a pool; undefined for anything else. */
export function questionsTo(values: unknown): PoolQuestions | undefined {
  return (values as { readonly [poolQuestions]?: PoolQuestions } | null | undefined)?.[poolQuestions]
}
