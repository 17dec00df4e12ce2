/** Random time lines for the consistency tests, and the histories that are recorded of them. */
import fc from 'fast-check'
import { type History, invoked, returned } from '../history.ts'
import type { Event, OnQueue, OnRegister, Operation, Result } from './every-order.ts'

const processes = ['p', 'q', 'r'] as const

/** Well-formed time lines: each process has one call at a time. `answers` chooses results that an operation may have. */
function timelines<O extends Operation>(
  operations: fc.Arbitrary<O>,
  answers: (operation: O) => fc.Arbitrary<Result>,
  maxCalls: number,
): fc.Arbitrary<readonly Event<O>[]> {
  const calls = operations.chain((operation) => answers(operation).map((result) => ({ operation, result })))
  const moves = fc.array(
    fc.tuple(fc.constantFrom(...processes), calls).map(([process, call]) => ({ process, ...call })),
    { maxLength: 2 * maxCalls },
  )
  return moves.map((chosen) => {
    const waiting = new Map<string, Result>()
    const events: Event<O>[] = []
    let calls = 0
    for (const { process, operation, result } of chosen) {
      const answer = waiting.get(process)
      if (answer !== undefined) {
        waiting.delete(process)
        events.push({ type: 'return', process, result: answer })
      } else if (calls < maxCalls) {
        waiting.set(process, result)
        events.push({ type: 'invoke', process, operation })
        calls++
      }
    }
    return events
  })
}

export const registerTimelines = (maxCalls: number): fc.Arbitrary<readonly Event<OnRegister>[]> =>
  timelines(
    fc.oneof(
      fc.constant<OnRegister>({ type: 'read' }),
      fc.integer({ min: 1, max: 2 }).map((value): OnRegister => ({ type: 'write', value })),
    ),
    (operation) => (operation.type === 'read' ? fc.integer({ min: 0, max: 2 }) : fc.constant<Result>('ok')),
    maxCalls,
  )

export const queueTimelines = (maxCalls: number): fc.Arbitrary<readonly Event<OnQueue>[]> =>
  timelines(
    fc.oneof(
      fc.constant<OnQueue>({ type: 'dequeue' }),
      fc.integer({ min: 1, max: 2 }).map((item): OnQueue => ({ type: 'enqueue', item })),
    ),
    (operation) => (operation.type === 'dequeue' ? fc.constantFrom<Result>(1, 2, null) : fc.constant<Result>('ok')),
    maxCalls,
  )

export function recorded<O extends Operation>(events: readonly Event<O>[]): History<O, Result> {
  return events.reduce<History<O, Result>>(
    (history, event) =>
      event.type === 'invoke'
        ? invoked(history, event.process, event.operation)
        : returned(history, event.process, event.result),
    {},
  )
}
