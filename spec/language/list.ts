/**
 * Lists: one variable, one member of a family or one field of a record, whose length and elements are read each by
 * itself, and which is changed without being read. The view of a whole list is no value; whoever uses it as one reads
 * all of it.
 */
import { afterChange, type ListChange, questionsToList } from './list-questions.ts'
import { collectionKindOf } from './value.ts'

/** What `list` makes at run time; `specify` takes it apart. */
export class ListDeclaration {
  readonly initial: unknown

  constructor(initial: unknown) {
    this.initial = initial
  }
}

/**
 * Declares a list: `list<Entry>()`, with something in it `list([first])`, of each server
 * `each(servers, list<Entry>())`, in a record `record({ entries: list<Entry>() })`. A function that reads `s.log[2]`,
 * `s.log.length` or `s.log.at(-1)` depends on that alone; whatever else is done with it (`map`, `for … of`, a spread)
 * reads the whole. Its elements are undivided values. Write an ordinary array instead where the whole is looked at anyway.
 */
export function list<T>(initial: readonly T[] = []): readonly T[] {
  return new ListDeclaration(initial) as unknown as readonly T[]
}

/**
 * The list with a value at its end: `{ log: append(s.log, entry) }`, in a family
 * `{ log: at(server, append(s.log[server], entry)) }`. It means `[...s.log, entry]`, but reads nothing of the list. As
 * the other changes of lists it takes ordinary arrays as well, so that a function of a list is one of both.
 */
export function append<L extends readonly unknown[]>(list: L, value: NoInfer<L[number]>): L {
  return changed('append', list, { kind: 'append', value })
}

/**
 * The list with another value in one place, counted from 0: `{ log: replace(s.log, 2, entry) }`. Reads of the list how
 * long it is. Throws a TypeError where there is no such place.
 */
export function replace<L extends readonly unknown[]>(list: L, index: number, value: NoInfer<L[number]>): L {
  requireCount('replace', 'index', index)
  const length = lengthOf('replace', list)
  if (index < length) return changed('replace', list, { kind: 'replace', index, value })
  throw new TypeError(
    `replace(…) is given the index ${index} of a list of length ${length}: ${length === 0 ? 'there is nothing to replace' : `the last one is ${length - 1}`}; add an element with append(list, value)`,
  )
}

/**
 * The first `length` elements of the list: `{ log: truncate(s.log, 2) }`; the list itself where it has no more. It means
 * `s.log.slice(0, 2)`, but reads nothing of the list.
 */
export function truncate<L extends readonly unknown[]>(list: L, length: number): L {
  requireCount('truncate', 'length', length)
  return changed('truncate', list, { kind: 'truncate', length })
}

/**
 * The list without its first element: `{ queue: tail(s.queue) }`, after a look at `s.queue[0]`; the tail of an empty list
 * is empty. It means `s.queue.slice(1)`, but reads nothing of the list.
 */
export function tail<L extends readonly unknown[]>(list: L): L {
  return changed('tail', list, { kind: 'tail' })
}

function changed<L extends readonly unknown[]>(operation: string, list: L, change: ListChange): L {
  requireList(operation, list)
  return (questionsToList(list)?.changed(change) ?? afterChange(list, change)) as L
}

function lengthOf(operation: string, list: readonly unknown[]): number {
  requireList(operation, list)
  return questionsToList(list)?.lengthForChange() ?? list.length
}

function requireList(operation: string, list: unknown): void {
  if (!Array.isArray(list)) {
    const given = typeof list === 'object' && list !== null ? 'an object' : String(list)
    throw new TypeError(`${operation}(…) is given ${given} for a list: declare it with list(…), or give an array`)
  }
  const kind = collectionKindOf(list)
  if (kind === undefined) return
  throw new TypeError(`${operation}(…) is given a ${kind} for a list: a ${kind} has no order, use insert and removeOne`)
}

function requireCount(operation: string, what: 'index' | 'length', count: unknown): void {
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0) return
  const given = typeof count === 'number' ? String(count) : JSON.stringify(count)
  throw new TypeError(`${operation}(…) is given ${given} for the ${what}: give a whole number from 0 on`)
}
