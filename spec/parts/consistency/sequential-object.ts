/**
 * What a shared object would do if its users took turns: the yardstick that histories are measured with. Write your own
 * as a pure reducer over plain data; a register and a queue are here.
 */

import { requireList, shown, wrongCall } from '../words/wrong-call.ts'

/** A way in which an operation may complete: the state of the object after it, and what it returns. */
export interface Completion<State, Result> {
  readonly state: State
  readonly result: Result
}

/** An object that takes one operation at a time. States, operations and results are plain data. */
export interface SequentialObject<State, Operation, Result> {
  readonly initial: State
  /**
   * Every way in which the operation may complete: one where the object is deterministic; several where it has a choice;
   * none where the operation cannot take effect in this state (taking a lock that is held) and has to wait.
   * Pure, like everything in a specification.
   */
  readonly completions: (state: State, operation: Operation) => readonly Completion<State, Result>[]
}

export type RegisterOperation<Value> =
  | { readonly type: 'read' }
  | {
      readonly type: 'write'
      readonly value: Value
    }

/** A single value: `read` returns what was written last, `write` returns 'ok'. */
export function register<Value>(initial: Value): SequentialObject<Value, RegisterOperation<Value>, Value | 'ok'> {
  return {
    initial,
    completions: (value, operation) => {
      if (operation?.type === 'read') return [{ state: value, result: value }]
      if (operation?.type === 'write') return [{ state: operation.value, result: 'ok' }]
      throw unknownOperation('register()', operation, "{ type: 'read' } and { type: 'write', value }")
    },
  }
}

export type QueueOperation<Item> = { readonly type: 'enqueue'; readonly item: Item } | { readonly type: 'dequeue' }

/**
 * A queue without bound: `enqueue` returns 'ok', `dequeue` the item that has waited longest, or null where there is
 * none.
 */
export function fifoQueue<Item extends NonNullable<unknown>>(
  initial: readonly Item[] = [],
): SequentialObject<readonly Item[], QueueOperation<Item>, Item | 'ok' | null> {
  requireList('fifoQueue', 'the first items', initial)
  return {
    initial,
    completions: (items, operation) => {
      if (operation?.type === 'enqueue') return [{ state: [...items, operation.item], result: 'ok' }]
      if (operation?.type === 'dequeue') return [{ state: items.slice(1), result: items[0] ?? null }]
      throw unknownOperation('fifoQueue()', operation, "{ type: 'enqueue', item } and { type: 'dequeue' }")
    },
  }
}

/** Throws a RangeError for what is no sequential object. */
export function requireObject(call: string, object: unknown): void {
  const given = (typeof object === 'object' && object !== null ? object : {}) as Partial<
    SequentialObject<unknown, unknown, unknown>
  >
  if (typeof given.completions === 'function' && 'initial' in given) return
  const mend = 'give register(initial), fifoQueue() or { initial, completions: (state, operation) => … }'
  throw wrongCall(call, `of an object that is ${shown(object)}`, mend)
}

/** A misspelt operation must not pass for another one. */
function unknownOperation(object: string, operation: unknown, known: string): RangeError {
  return new RangeError(`${object} was given the operation ${shown(operation)}; it knows ${known}`)
}
