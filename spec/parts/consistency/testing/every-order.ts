/**
 * The oracle of the consistency tests: no cleverness and nothing shared with what it judges. It knows events on a time
 * line, tries every order of every choice of the operations, and runs them on an object of its own.
 */

export type Event<O extends Operation = Operation> =
  | { readonly type: 'invoke'; readonly process: string; readonly operation: O }
  | { readonly type: 'return'; readonly process: string; readonly result: Result }

export type OnRegister = { readonly type: 'read' } | { readonly type: 'write'; readonly value: number }
export type OnQueue = { readonly type: 'enqueue'; readonly item: number } | { readonly type: 'dequeue' }
export type Operation = OnRegister | OnQueue

export type Result = number | 'ok' | null

interface Interval {
  readonly process: string
  readonly operation: Operation
  readonly from: number
  /** Infinity while there is no answer. */
  readonly to: number
  readonly result: Result | undefined
}

export type Clock = 'real time' | 'program order'

/** Whether some order of the completed operations, and of any of the pending ones, explains every answer. */
export function someOrderExplains(events: readonly Event[], clock: Clock): boolean {
  const intervals = intervalsOf(events)
  const completed = intervals.filter(({ to }) => to < Infinity)
  const pending = intervals.filter(({ to }) => to === Infinity)
  return subsets(pending).some((chosen) =>
    permutations([...completed, ...chosen]).some((order) => respects(order, clock) && explains(order)),
  )
}

function intervalsOf(events: readonly Event[]): readonly Interval[] {
  return events.flatMap((event, from) => {
    if (event.type === 'return') return []
    const to = events.findIndex((other, at) => at > from && other.type === 'return' && other.process === event.process)
    const answer = events[to]
    return [
      {
        process: event.process,
        operation: event.operation,
        from,
        to: to === -1 ? Infinity : to,
        result: answer?.type === 'return' ? answer.result : undefined,
      },
    ]
  })
}

function respects(order: readonly Interval[], clock: Clock): boolean {
  return order.every((late, at) =>
    order.slice(0, at).every((early) => {
      const isBackwards = late.to < early.from
      return !(isBackwards && (clock === 'real time' || late.process === early.process))
    }),
  )
}

/** One memory that is a register and a queue at once: no history mixes their operations. */
function explains(order: readonly Interval[]): boolean {
  let cell = 0
  const waiting: number[] = []
  for (const { operation, result } of order) {
    let answer: Result = 'ok'
    if (operation.type === 'read') answer = cell
    if (operation.type === 'write') cell = operation.value
    if (operation.type === 'enqueue') waiting.push(operation.item)
    if (operation.type === 'dequeue') answer = waiting.shift() ?? null
    if (result !== undefined && result !== answer) return false
  }
  return true
}

function subsets<T>(values: readonly T[]): readonly (readonly T[])[] {
  const [first, ...rest] = values
  if (first === undefined) return [[]]
  return subsets(rest).flatMap((subset) => [subset, [first, ...subset]])
}

function permutations<T>(values: readonly T[]): readonly (readonly T[])[] {
  if (values.length === 0) return [[]]
  return values.flatMap((value, at) =>
    permutations([...values.slice(0, at), ...values.slice(at + 1)]).map((rest) => [value, ...rest]),
  )
}
