/**
 * What the users of a shared object saw: which operations they invoked, and what came back. A specification keeps a
 * history in a variable, extends it where a call begins and where an answer arrives, and asks of it whether it is
 * linearizable.
 *
 * A history has no clock. It holds the operations of each process in order, and with each of them how many operations
 * of every other process had returned before it began. That is all of the real-time order: which operation was over
 * before which other one began. So two histories are the same value exactly when no one could tell them apart; the
 * order of two invocations next to each other, or of two returns, leaves no trace. The same is recorded by Stateright
 * (`LinearizabilityTester`), so that numbers of states may be compared.
 */
import { requireValue, shown, wrongCall } from '../words/wrong-call.ts'
import { requireObject, type SequentialObject } from './sequential-object.ts'

/** An operation that was invoked and has not returned: whether it has taken effect, or ever will, is not known. */
export interface PendingCall<Operation> {
  readonly operation: Operation
  /**
   * How many calls of each other process had returned before this one began. Processes with none are left out, and so
   * is the whole field where there are no others.
   */
  readonly after?: Readonly<Record<string, number>>
}

export interface CompletedCall<Operation, Result> extends PendingCall<Operation> {
  readonly result: Result
}

export type Call<Operation, Result> = PendingCall<Operation> | CompletedCall<Operation, Result>

/** Calls by process, in order; only the last call of a process may be pending. Processes without a call are left out. */
export type History<Operation, Result> = Readonly<Record<string, readonly Call<Operation, Result>[]>>

/** Declares the variable, with the types of an object: `specify('…', { history: emptyHistory(cell) })`. */
export function emptyHistory<State, Operation, Result>(
  of: SequentialObject<State, Operation, Result>,
): History<Operation, Result> {
  requireObject('emptyHistory', of)
  return {}
}

/**
 * The history after a process has invoked an operation. Throws a RangeError where it has not had the answer to the one
 * before. Cost: O(processes + calls of the process).
 */
export function invoked<Operation, Result>(
  history: History<Operation, Result>,
  process: string | number,
  operation: NoInfer<Operation>,
): History<Operation, Result> {
  requireHistory(history)
  const name = nameOf('invoked', process)
  requireValue('invoked', 'the operation', operation)
  const calls = callsOf(history, name)
  const last = calls[calls.length - 1]
  if (last !== undefined && !isCompleted(last)) {
    throw new RangeError(
      `invoked() for process "${name}", which still waits for the answer to ${JSON.stringify(last.operation)}: a process has one call at a time; let one that has given up go on under another name`,
    )
  }
  const returnedBefore = Object.keys(history)
    .filter((other) => other !== name)
    .map((other): [string, number] => [other, countCompleted(callsOf(history, other))])
    .filter(([, count]) => count > 0)
  const after = returnedBefore.length === 0 ? {} : { after: Object.fromEntries(returnedBefore) }
  return { ...history, [name]: [...calls, { operation, ...after }] }
}

/**
 * The history after the pending operation of a process has returned. Throws a RangeError where none is pending.
 * Cost: O(processes + calls of the process).
 */
export function returned<Operation, Result>(
  history: History<Operation, Result>,
  process: string | number,
  result: NoInfer<Result>,
): History<Operation, Result> {
  requireHistory(history)
  const name = nameOf('returned', process)
  requireValue('returned', 'the result', result)
  const calls = callsOf(history, name)
  const last = calls[calls.length - 1]
  if (last === undefined || isCompleted(last)) {
    throw new RangeError(
      `returned() for process "${name}", which waits for no answer: invoked() comes first, and an operation returns once`,
    )
  }
  return { ...history, [name]: [...calls.slice(0, -1), { ...last, result }] }
}

/**
 * The history without its real-time order: what each process saw, and nothing about who was first. Sequential
 * consistency asks for no more, so a specification that promises only that stores `withoutRealTime(invoked(…))` and has
 * fewer states. Cost: O(calls).
 */
export function withoutRealTime<Operation, Result>(history: History<Operation, Result>): History<Operation, Result> {
  requireHistory(history)
  return Object.fromEntries(
    Object.keys(history).map((process) => [process, callsOf(history, process).map(({ after: _, ...call }) => call)]),
  )
}

/** Whether a process waits for an answer. A client knows that of itself, so the guard of its next step may ask. */
export function isWaiting(history: History<unknown, unknown>, process: string | number): boolean {
  return lastCallIsPending(callsOf(history, nameOf('isWaiting', process)))
}

/** The calls of a process, in order; none where it has made none. */
export function callsOf<Operation, Result>(
  history: History<Operation, Result>,
  process: string | number,
): readonly Call<Operation, Result>[] {
  if (typeof history !== 'object' || history === null) requireHistory(history)
  nameOf('callsOf', process)
  // A process may be named like something every object inherits.
  return Object.hasOwn(history, process) ? (history[process] ?? []) : []
}

/** Throws a RangeError for what is no history at all, such as the variable of another name. */
export function requireHistory(history: unknown): void {
  if (typeof history === 'object' && history !== null && !Array.isArray(history)) {
    const bad = Object.entries(history).find(([, calls]) => !Array.isArray(calls))
    if (bad === undefined) return
    throw new RangeError(`"${bad[0]}" of the history is no list of calls: make histories with invoked() and returned()`)
  }
  throw new RangeError(`the history is ${shown(history)}: begin with emptyHistory(object)`)
}

function nameOf(call: string, process: string | number): string {
  if (typeof process === 'string' || typeof process === 'number') return String(process)
  throw wrongCall(call, `for a process that is ${shown(process)}`, 'name it with text or a number')
}

export function isCompleted<Operation, Result>(
  call: Call<Operation, Result>,
): call is CompletedCall<Operation, Result> {
  return 'result' in call
}

/** How many calls have returned; only the last may be pending. */
export function countCompleted(calls: readonly Call<unknown, unknown>[]): number {
  return lastCallIsPending(calls) ? calls.length - 1 : calls.length
}

function lastCallIsPending(calls: readonly Call<unknown, unknown>[]): boolean {
  const last = calls[calls.length - 1]
  return last !== undefined && !isCompleted(last)
}
