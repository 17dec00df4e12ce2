/** What a list that is a place of the state can be asked without being read as a whole. */

/** Under this name a view of a list has what answers for it. Registered, so that two copies of the library agree on it. */
export const listQuestions: unique symbol = Symbol.for('ackproof.list') as never

/** What is done to a list, whatever it holds. */
export type ListChange =
  | { readonly kind: 'append'; readonly value: unknown }
  | { readonly kind: 'replace'; readonly index: number; readonly value: unknown }
  | { readonly kind: 'truncate'; readonly length: number }
  | { readonly kind: 'tail' }

export interface ListQuestions {
  /** How many elements there are, asked only to make out whether a change is possible. */
  lengthForChange(): number
  /** A view of the list after one change more. */
  changed(change: ListChange): readonly unknown[]
  /** All of it, as an ordinary frozen array. */
  whole(): readonly unknown[]
}

/** What answers for a view of a list; undefined for any other array. */
export function questionsToList(values: object): ListQuestions | undefined {
  return (values as { readonly [listQuestions]?: ListQuestions })[listQuestions]
}

/** An ordinary array after a change. */
export function afterChange(values: readonly unknown[], change: ListChange): readonly unknown[] {
  switch (change.kind) {
    case 'append':
      return [...values, change.value]
    case 'replace':
      return values.map((value, at) => (at === change.index ? change.value : value))
    case 'truncate':
      return values.slice(0, change.length)
    case 'tail':
      return values.slice(1)
  }
}
