/**
 * Whether there is an order in which a sequential object would have given the answers that a history records: the
 * search of Wing and Gong ("Testing and verifying concurrent objects", 1993) with Lowe's memo of dead ends ("Testing for
 * linearizability", 2017).
 */
import { sameValue } from '../../language/index.ts'
import { type Call, callsOf, countCompleted, type History, isCompleted, requireHistory } from './history.ts'
import { type Completion, requireObject, type SequentialObject } from './sequential-object.ts'

/** An operation in its place. */
export interface PlacedCall<Operation, Result> {
  readonly process: string
  readonly operation: Operation
  /** What it returned, or, where it has not returned yet, what it would. */
  readonly result: Result
  readonly isPending: boolean
}

/** An operation that cannot come next: the object would have answered otherwise. */
export interface BlockedCall<Operation, Result> {
  readonly process: string
  readonly operation: Operation
  readonly result: Result
  /** What the object would have answered; nothing where the operation would have had to wait. */
  readonly instead: readonly Result[]
}

/** Why a history is consistent, or why not. */
export type Explanation<Operation, Result> =
  | {
      readonly isConsistent: true
      /** Every completed operation, and those pending ones that must have taken effect. */
      readonly order: readonly PlacedCall<Operation, Result>[]
    }
  | {
      readonly isConsistent: false
      /** An order that gets as far as any: the object gives these answers. */
      readonly order: readonly PlacedCall<Operation, Result>[]
      /** The operations one of which would have to come next, and why none can. */
      readonly blocked: readonly BlockedCall<Operation, Result>[]
    }

/**
 * Whether every operation may be thought to take effect at one moment between its invocation and its return. Pending
 * operations may or may not have taken effect.
 *
 * Deciding this is NP-complete (Gibbons and Korach, 1997). Cost: for n processes and c calls that may overlap, up to the
 * number of ways to cut the history (at most the product of calls + 1 over all processes) times the number of states
 * the object may be in there; calls that do not overlap cost nothing but themselves. Meant for the few operations that
 * a model has room for. Throws a RangeError where the history is none that `invoked` and `returned` make.
 */
export function isLinearizable<State, Operation, Result>(
  history: History<Operation, Result>,
  object: SequentialObject<State, Operation, Result>,
): boolean {
  requireObject('isLinearizable', object)
  return furthestOrder(linesOf(history, 'real time'), object).isComplete
}

/**
 * Whether there is one order of all operations that agrees with what each process saw, in its own order. Who was first
 * by the clock does not matter, so a process may see the past. Weaker than linearizability; cost as there, with all
 * operations of different processes overlapping.
 */
export function isSequentiallyConsistent<State, Operation, Result>(
  history: History<Operation, Result>,
  object: SequentialObject<State, Operation, Result>,
): boolean {
  requireObject('isSequentiallyConsistent', object)
  return furthestOrder(linesOf(history, 'program order'), object).isComplete
}

/** As `isLinearizable`, with an order as a witness, or with the operations that no order has room for. */
export function explainLinearizability<State, Operation, Result>(
  history: History<Operation, Result>,
  object: SequentialObject<State, Operation, Result>,
): Explanation<Operation, Result> {
  requireObject('explainLinearizability', object)
  return explain(linesOf(history, 'real time'), object)
}

/** As `isSequentiallyConsistent`, with an order as a witness, or with the operations that no order has room for. */
export function explainSequentialConsistency<State, Operation, Result>(
  history: History<Operation, Result>,
  object: SequentialObject<State, Operation, Result>,
): Explanation<Operation, Result> {
  requireObject('explainSequentialConsistency', object)
  return explain(linesOf(history, 'program order'), object)
}

/** The calls of a process, and for each how many calls of other lines, by index, must be placed before it. */
interface Line<Operation, Result> {
  readonly process: string
  readonly calls: readonly Call<Operation, Result>[]
  readonly completed: number
  readonly needs: readonly (readonly (readonly [line: number, calls: number])[])[]
}

/** In the order of names, so that the order found does not depend on who called first. */
function linesOf<Operation, Result>(
  history: History<Operation, Result>,
  keep: 'real time' | 'program order',
): readonly Line<Operation, Result>[] {
  requireHistory(history)
  const processes = Object.keys(history).sort()
  return processes.map((process) => {
    const calls = callsOf(history, process)
    const misplaced = calls.findIndex((call, index) => !isCompleted(call) && index < calls.length - 1)
    if (misplaced !== -1) {
      throw new RangeError(
        `process "${process}" of the history went on after call ${misplaced + 1}, which has not returned: make histories with invoked() and returned()`,
      )
    }
    const needs = calls.map(({ after }, index) =>
      Object.entries(after ?? {}).map(([other, count]) => {
        const available = other === process ? 0 : countCompleted(callsOf(history, other))
        if (!Number.isInteger(count) || count < 0 || count > available) {
          throw new RangeError(
            `call ${index + 1} of process "${process}" comes after ${count} calls of "${other}" that have returned, and there are ${available}: make histories with invoked() and returned()`,
          )
        }
        return [processes.indexOf(other), count] as const
      }),
    )
    return {
      process,
      calls,
      completed: countCompleted(calls),
      needs: keep === 'real time' ? needs : needs.map(() => []),
    }
  })
}

function explain<State, Operation, Result>(
  lines: readonly Line<Operation, Result>[],
  object: SequentialObject<State, Operation, Result>,
): Explanation<Operation, Result> {
  const found = furthestOrder(lines, object)
  const order = withoutNeedlessCalls(found.order, object)
  if (found.isComplete) return { isConsistent: true, order }
  const states = statesAfter(order, object)
  const placed = lines.map(({ process }) => order.filter((call) => call.process === process).length)
  const blocked = lines.flatMap((line, index) => {
    const call = nextCall(line, index, placed)
    if (call === undefined || !isCompleted(call)) return []
    const { operation, result } = call
    const possible = states.flatMap((state) =>
      completionsOf(object, state, operation).map((completion) => completion.result),
    )
    return [{ process: line.process, operation, result, instead: unique(possible) }]
  })
  return { isConsistent: false, order, blocked }
}

/** A legal order of all completed calls, or, where there is none, of as many as any has. */
function furthestOrder<State, Operation, Result>(
  lines: readonly Line<Operation, Result>[],
  object: SequentialObject<State, Operation, Result>,
): { readonly isComplete: boolean; readonly order: readonly PlacedCall<Operation, Result>[] } {
  /** How many calls of each line are placed. */
  const placed = lines.map(() => 0)
  const order: PlacedCall<Operation, Result>[] = []
  const deadEnds = new Map<string, State[]>()
  const completed = lines.reduce((sum, line) => sum + line.completed, 0)
  let furthest = { left: completed, order: [...order] }

  const isComplete = canBeExtended(completed, object.initial)
  return { isComplete, order: isComplete ? order : furthest.order }

  /** Extends `order` until every completed call is in it; false, and `order` as it was, where that cannot be. */
  function canBeExtended(left: number, state: State): boolean {
    if (left === 0) return true
    // What is left to do depends on what is placed and on the object's state alone, not on the way here.
    const cut = placed.join()
    const known = deadEnds.get(cut) ?? []
    if (known.some((other) => sameValue(other, state))) return false
    deadEnds.set(cut, [...known, state])
    if (left < furthest.left) furthest = { left, order: [...order] }
    return lines.some((line, index) => {
      const call = nextCall(line, index, placed)
      if (call === undefined) return false
      return completionsOf(object, state, call.operation).some((completion) => {
        if (!isCompleted(call)) return goesOn(line.process, index, call, completion, left)
        return sameValue(completion.result, call.result) && goesOn(line.process, index, call, completion, left - 1)
      })
    })
  }

  function goesOn(
    process: string,
    index: number,
    call: Call<Operation, Result>,
    { state, result }: Completion<State, Result>,
    left: number,
  ): boolean {
    const count = placed[index] ?? 0
    placed[index] = count + 1
    order.push({ process, operation: call.operation, result, isPending: !isCompleted(call) })
    if (canBeExtended(left, state)) return true
    order.pop()
    placed[index] = count
    return false
  }
}

/** The order without the pending calls that nothing in it depends on: it should not claim more than it must. */
function withoutNeedlessCalls<State, Operation, Result>(
  order: readonly PlacedCall<Operation, Result>[],
  object: SequentialObject<State, Operation, Result>,
): readonly PlacedCall<Operation, Result>[] {
  return order.reduce<readonly PlacedCall<Operation, Result>[]>((kept, call) => {
    const without = kept.filter((other) => other !== call)
    return call.isPending && statesAfter(without, object).length > 0 ? without : kept
  }, order)
}

/** The states that the object may be in after these calls with these results; none where it would not give them. */
function statesAfter<State, Operation, Result>(
  order: readonly PlacedCall<Operation, Result>[],
  object: SequentialObject<State, Operation, Result>,
): readonly State[] {
  return order.reduce<readonly State[]>(
    (states, { operation, result }) =>
      unique(
        states.flatMap((state) =>
          completionsOf(object, state, operation)
            .filter((completion) => sameValue(completion.result, result))
            .map((completion) => completion.state),
        ),
      ),
    [object.initial],
  )
}

function unique<Value>(values: readonly Value[]): readonly Value[] {
  return values.filter((value, index) => values.findIndex((other) => sameValue(other, value)) === index)
}

/** The next call of a line, if all that was over before it began is placed. */
function nextCall<Operation, Result>(
  { calls, needs }: Line<Operation, Result>,
  index: number,
  placed: readonly number[],
): Call<Operation, Result> | undefined {
  const at = placed[index] ?? 0
  const isFree = needs[at]?.every(([other, count]) => (placed[other] ?? 0) >= count) ?? false
  return isFree ? calls[at] : undefined
}

function completionsOf<State, Operation, Result>(
  object: SequentialObject<State, Operation, Result>,
  state: State,
  operation: Operation,
): readonly Completion<State, Result>[] {
  const completions: unknown = object.completions(state, operation)
  if (!Array.isArray(completions)) {
    throw new TypeError(
      `completions() of the sequential object returned ${JSON.stringify(completions)} for ${JSON.stringify(operation)}: return an array of { state, result }, one entry where there is no choice`,
    )
  }
  return completions
}
