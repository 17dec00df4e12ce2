import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { explanationText } from './explanation-text.ts'
import { emptyHistory, type History, invoked, returned, withoutRealTime } from './history.ts'
import {
  explainLinearizability,
  explainSequentialConsistency,
  isLinearizable,
  isSequentiallyConsistent,
} from './order.ts'
import {
  fifoQueue,
  type QueueOperation,
  type RegisterOperation,
  register,
  type SequentialObject,
} from './sequential-object.ts'
import { queueTimelines, recorded, registerTimelines } from './testing/events.ts'
import { type Clock, type Event, someOrderExplains } from './testing/every-order.ts'

const cell = register(0)
const queue = fifoQueue<string>()

type OnCell = History<RegisterOperation<number>, number | 'ok'>
type OnQueue = History<QueueOperation<string>, string | 'ok' | null>
type Change<H> = (history: H) => H

const after = <H>(start: H, changes: readonly Change<H>[]): H =>
  changes.reduce((history, change) => change(history), start)
const onCell = (...changes: readonly Change<OnCell>[]): OnCell => after(emptyHistory(cell), changes)
const onQueue = (...changes: readonly Change<OnQueue>[]): OnQueue => after(emptyHistory(queue), changes)

const beginsRead = (process: string) => (history: OnCell) => invoked(history, process, { type: 'read' })
const beginsWrite = (process: string, value: number) => (history: OnCell) =>
  invoked(history, process, { type: 'write', value })
const gets = (process: string, result: number | 'ok') => (history: OnCell) => returned(history, process, result)
const reads = (process: string, value: number) => (history: OnCell) =>
  gets(process, value)(beginsRead(process)(history))
const writes = (process: string, value: number) => (history: OnCell) =>
  gets(process, 'ok')(beginsWrite(process, value)(history))

const beginsEnqueue = (process: string, item: string) => (history: OnQueue) =>
  invoked(history, process, { type: 'enqueue', item })
const beginsDequeue = (process: string) => (history: OnQueue) => invoked(history, process, { type: 'dequeue' })
const answers = (process: string, result: string | 'ok' | null) => (history: OnQueue) =>
  returned(history, process, result)
const enqueues = (process: string, item: string) => (history: OnQueue) =>
  answers(process, 'ok')(beginsEnqueue(process, item)(history))
const dequeues = (process: string, item: string | null) => (history: OnQueue) =>
  answers(process, item)(beginsDequeue(process)(history))

interface Known<H> {
  readonly title: string
  readonly history: H
  readonly linearizable: boolean
  readonly sequential: boolean
}

const knownOfCell: readonly Known<OnCell>[] = [
  { title: 'nothing at all', history: onCell(), linearizable: true, sequential: true },
  {
    title: 'a read of the initial value',
    history: onCell(reads('p', 0)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'a read of a value that nobody writes',
    history: onCell(reads('p', 7)),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'a stale read: the write was over before',
    history: onCell(writes('p', 1), reads('q', 0)),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'a read of the old value while it is overwritten',
    history: onCell(beginsWrite('p', 1), reads('q', 0), gets('p', 'ok')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'a read of the new value while it is being written',
    history: onCell(beginsWrite('p', 1), reads('q', 1), gets('p', 'ok')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'a stale read of one’s own write',
    history: onCell(writes('p', 1), reads('p', 0)),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'new-old inversion between two readers',
    history: onCell(beginsWrite('p', 1), reads('q', 1), reads('r', 0), gets('p', 'ok')),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'new-old inversion for one reader',
    history: onCell(beginsWrite('p', 1), reads('q', 1), reads('q', 0), gets('p', 'ok')),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'old, then new, while it is being written',
    history: onCell(beginsWrite('p', 1), reads('q', 0), reads('r', 1), gets('p', 'ok')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an incomplete write that is never observed',
    history: onCell(beginsWrite('p', 1), reads('q', 0), reads('r', 0)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an incomplete write that is observed',
    history: onCell(beginsWrite('p', 1), reads('q', 0), reads('r', 1)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an incomplete write that is observed and then undone',
    history: onCell(beginsWrite('p', 1), reads('q', 1), reads('r', 0)),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'a read that an incomplete write begun later would explain',
    history: onCell(reads('q', 1), beginsWrite('p', 1)),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'an incomplete read, of which nobody knows anything',
    history: onCell(beginsRead('p'), writes('q', 1), reads('r', 1)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'concurrent writes, read in one order',
    history: onCell(beginsWrite('p', 1), beginsWrite('q', 2), gets('p', 'ok'), gets('q', 'ok'), reads('r', 1)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'concurrent writes, read in two orders at once',
    history: onCell(
      beginsWrite('p', 1),
      beginsWrite('q', 2),
      gets('p', 'ok'),
      gets('q', 'ok'),
      reads('r', 1),
      reads('s', 2),
    ),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'two readers that see two writes the other way round',
    history: onCell(
      beginsWrite('p', 1),
      beginsWrite('q', 2),
      reads('r', 1),
      reads('s', 2),
      reads('r', 2),
      reads('s', 1),
      gets('p', 'ok'),
      gets('q', 'ok'),
    ),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'two processes that write and do not see the other’s write (a store buffer)',
    history: onCell(beginsWrite('p', 1), writes('q', 2), reads('q', 1), gets('p', 'ok'), reads('p', 2)),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'two writes one after the other, of which the first is read',
    history: onCell(writes('p', 1), writes('q', 2), reads('r', 1)),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'three writes and reads that leave one order only',
    history: onCell(
      beginsWrite('p', 1),
      beginsWrite('q', 2),
      beginsWrite('r', 3),
      reads('s', 3),
      reads('s', 1),
      reads('s', 2),
      gets('p', 'ok'),
      gets('q', 'ok'),
      gets('r', 'ok'),
      reads('p', 2),
    ),
    linearizable: true,
    sequential: true,
  },
]

const knownOfQueue: readonly Known<OnQueue>[] = [
  {
    title: 'first in, first out',
    history: onQueue(enqueues('p', 'a'), enqueues('p', 'b'), dequeues('q', 'a'), dequeues('q', 'b')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'last in, first out',
    history: onQueue(enqueues('p', 'a'), enqueues('p', 'b'), dequeues('q', 'b')),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'overtaking between two producers, one after the other',
    history: onQueue(enqueues('p', 'a'), enqueues('q', 'b'), dequeues('r', 'b'), dequeues('r', 'a')),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'concurrent producers, in either order',
    history: onQueue(
      beginsEnqueue('p', 'a'),
      beginsEnqueue('q', 'b'),
      answers('p', 'ok'),
      answers('q', 'ok'),
      dequeues('r', 'b'),
      dequeues('r', 'a'),
    ),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an item that was never enqueued',
    history: onQueue(enqueues('p', 'a'), dequeues('q', 'b')),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'an item that is delivered twice',
    history: onQueue(enqueues('p', 'a'), dequeues('q', 'a'), dequeues('r', 'a')),
    linearizable: false,
    sequential: false,
  },
  {
    title: 'one item for two consumers at once, of which one gets none',
    history: onQueue(enqueues('p', 'a'), beginsDequeue('q'), beginsDequeue('r'), answers('q', null), answers('r', 'a')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'empty after an item was put there',
    history: onQueue(enqueues('p', 'a'), dequeues('q', null)),
    linearizable: false,
    sequential: true,
  },
  {
    title: 'a consumer that has perhaps taken the item',
    history: onQueue(enqueues('p', 'a'), beginsDequeue('q'), dequeues('r', null)),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an enqueue without an answer, whose item arrives',
    history: onQueue(beginsEnqueue('p', 'a'), dequeues('q', 'a')),
    linearizable: true,
    sequential: true,
  },
  {
    title: 'an enqueue without an answer, whose item is lost',
    history: onQueue(beginsEnqueue('p', 'a'), enqueues('q', 'b'), dequeues('q', 'b'), dequeues('q', null)),
    linearizable: true,
    sequential: true,
  },
]

describe.each(knownOfCell)('a register: $title', ({ history, linearizable, sequential }) => {
  it(`is ${linearizable ? '' : 'not '}linearizable and ${sequential ? '' : 'not '}sequentially consistent`, () => {
    expect(isLinearizable(history, cell)).toBe(linearizable)
    expect(isSequentiallyConsistent(history, cell)).toBe(sequential)
  })
})

describe.each(knownOfQueue)('a queue: $title', ({ history, linearizable, sequential }) => {
  it(`is ${linearizable ? '' : 'not '}linearizable and ${sequential ? '' : 'not '}sequentially consistent`, () => {
    expect(isLinearizable(history, queue)).toBe(linearizable)
    expect(isSequentiallyConsistent(history, queue)).toBe(sequential)
  })
})

describe('any time line', () => {
  const verdicts = (events: readonly Event[], found: Readonly<Record<Clock, boolean>>, seen: Map<string, number>) => {
    const expected = {
      'real time': someOrderExplains(events, 'real time'),
      'program order': someOrderExplains(events, 'program order'),
    }
    expect(found).toEqual(expected)
    const kind = Object.values(expected).join()
    seen.set(kind, (seen.get(kind) ?? 0) + 1)
  }

  /** Linearizable, sequentially consistent only, neither: each often enough to mean something. */
  const expectAllKinds = (seen: ReadonlyMap<string, number>) => {
    for (const kind of ['true,true', 'false,true', 'false,false']) expect(seen.get(kind) ?? 0).toBeGreaterThan(20)
    expect(seen.has('true,false')).toBe(false)
  }

  it('on a register is judged as by trying every order', () => {
    const seen = new Map<string, number>()
    fc.assert(
      fc.property(registerTimelines(5), (events) => {
        const history = recorded(events)
        const found = {
          'real time': isLinearizable(history, cell),
          'program order': isSequentiallyConsistent(history, cell),
        }
        verdicts(events, found, seen)
      }),
      { numRuns: 1_500 },
    )
    expectAllKinds(seen)
  })

  it('on a queue is judged as by trying every order', () => {
    const seen = new Map<string, number>()
    const numbers = fifoQueue<number>()
    fc.assert(
      fc.property(queueTimelines(5), (events) => {
        const history = recorded(events)
        const found = {
          'real time': isLinearizable(history, numbers),
          'program order': isSequentiallyConsistent(history, numbers),
        }
        verdicts(events, found, seen)
      }),
      { numRuns: 1_500 },
    )
    expectAllKinds(seen)
  })

  it('gets the same verdict on sequential consistency when its real-time order is forgotten, by either test', () => {
    fc.assert(
      fc.property(registerTimelines(6), (events) => {
        const history = recorded(events)
        const verdict = isSequentiallyConsistent(history, cell)
        expect(isSequentiallyConsistent(withoutRealTime(history), cell)).toBe(verdict)
        expect(isLinearizable(withoutRealTime(history), cell)).toBe(verdict)
      }),
      { numRuns: 500 },
    )
  })

  it('comes with a witness that the object really produces, and that keeps every order', () => {
    fc.assert(
      fc.property(registerTimelines(6), (events) => {
        const history = recorded(events)
        const explanation = explainLinearizability(history, cell)
        const placed = new Map<string, number>()
        let value = 0
        for (const { process, operation, result, isPending } of explanation.order) {
          const index = placed.get(process) ?? 0
          const call = history[process]?.[index]
          expect(call?.operation).toEqual(operation)
          expect(call !== undefined && 'result' in call ? call.result : 'pending').toBe(isPending ? 'pending' : result)
          for (const [other, count] of Object.entries(call?.after ?? {})) {
            expect(placed.get(other) ?? 0).toBeGreaterThanOrEqual(count)
          }
          expect(result).toBe(operation.type === 'read' ? value : 'ok')
          if (operation.type === 'write') value = operation.value
          placed.set(process, index + 1)
        }
        const completed = Object.values(history)
          .flat()
          .filter((call) => 'result' in call).length
        const found = explanation.order.filter(({ isPending }) => !isPending).length
        if (explanation.isConsistent) expect(found).toBe(completed)
        else {
          expect(found).toBeLessThan(completed)
          expect(explanation.blocked.length).toBeGreaterThan(0)
          for (const { result, instead } of explanation.blocked) expect(instead).not.toContain(result)
        }
      }),
      { numRuns: 500 },
    )
  })
})

describe('an explanation', () => {
  it('is a witness order with the answers, and with pending operations only where they are needed', () => {
    const history = onCell(beginsWrite('p', 1), beginsWrite('q', 2), reads('r', 0), reads('r', 2))
    expect(explainLinearizability(history, cell)).toEqual({
      isConsistent: true,
      order: [
        { process: 'r', operation: { type: 'read' }, result: 0, isPending: false },
        { process: 'q', operation: { type: 'write', value: 2 }, result: 'ok', isPending: true },
        { process: 'r', operation: { type: 'read' }, result: 2, isPending: false },
      ],
    })
  })

  it('is the same whoever called first', () => {
    const both = [beginsWrite('q', 2), beginsWrite('p', 1)]
    const ended = [gets('p', 'ok'), gets('q', 'ok')]
    const orders = [both, both.toReversed()].map(
      (begun) => explainLinearizability(onCell(...begun, ...ended), cell).order,
    )
    expect(orders[0]?.map(({ process }) => process)).toEqual(['p', 'q'])
    expect(orders[1]).toEqual(orders[0])
  })

  it('names the operation that cannot be placed, and what it should have returned', () => {
    expect(explainLinearizability(onCell(writes('p', 1), reads('q', 0)), cell)).toEqual({
      isConsistent: false,
      order: [{ process: 'p', operation: { type: 'write', value: 1 }, result: 'ok', isPending: false }],
      blocked: [{ process: 'q', operation: { type: 'read' }, result: 0, instead: [1] }],
    })
  })

  it('reads as a sentence', () => {
    const text = (history: OnCell) => explanationText(explainLinearizability(history, cell))
    expect(text(onCell())).toBe('in order: nothing has happened')
    expect(text(onCell(writes('p', 1), reads('q', 1)))).toBe('in order: write(1) by p, read() = 1 by q')
    expect(text(onCell(beginsWrite('p', 1), reads('q', 1)))).toBe(
      'in order: write(1) (no answer yet) by p, read() = 1 by q',
    )
    expect(text(onCell(writes('p', 1), reads('q', 0)))).toBe(
      'no order: after write(1) by p, read() by q returns 1, not 0',
    )
    expect(text(onCell(reads('p', 7)))).toBe('no order: at the start, read() by p returns 0, not 7')
    expect(explanationText(explainSequentialConsistency(onQueue(enqueues('p', 'a'), dequeues('q', 'b')), queue))).toBe(
      'no order: after enqueue(a) by p, dequeue() by q returns a, not b',
    )
  })
})

describe('an object of one’s own', () => {
  /** A lock: taking it is possible only where it is free. */
  const lock: SequentialObject<string | null, { readonly type: 'take' | 'free'; readonly by: string }, 'done'> = {
    initial: null,
    completions: (holder, { type, by }) => {
      if (type === 'take') return holder === null ? [{ state: by, result: 'done' }] : []
      return holder === by ? [{ state: null, result: 'done' }] : []
    },
  }
  const call = (by: string, type: 'take' | 'free') => ({ type, by }) as const

  it('may have operations that wait', () => {
    const taken = returned(invoked(emptyHistory(lock), 'p', call('p', 'take')), 'p', 'done')
    const both = returned(invoked(taken, 'q', call('q', 'take')), 'q', 'done')
    expect(isLinearizable(invoked(taken, 'q', call('q', 'take')), lock)).toBe(true)
    expect(explanationText(explainLinearizability(both, lock))).toBe(
      'no order: after take(p) = done by p, take(q) by q has to wait and does not return done',
    )
  })

  /** A pool that hands out what it likes. */
  const pool: SequentialObject<readonly string[], 'take', string> = {
    initial: ['a', 'b'],
    completions: (left) => left.map((taken) => ({ state: left.filter((other) => other !== taken), result: taken })),
  }

  it('may have a choice of completions', () => {
    const taking = invoked(emptyHistory(pool), 'p', 'take')
    const second = (history: typeof taking) => invoked(history, 'q', 'take')
    expect(isLinearizable(returned(taking, 'p', 'b'), pool)).toBe(true)
    expect(isLinearizable(returned(second(returned(taking, 'p', 'b')), 'q', 'a'), pool)).toBe(true)
    expect(isLinearizable(returned(second(returned(taking, 'p', 'b')), 'q', 'b'), pool)).toBe(false)
    expect(explanationText(explainLinearizability(returned(taking, 'p', 'c'), pool))).toBe(
      'no order: at the start, take by p returns a or b, not c',
    )
  })

  it('compares states and results by structure', () => {
    const pair = register({ left: 1, right: 2 })
    const history = returned(invoked(emptyHistory(pair), 'p', { type: 'read' }), 'p', { right: 2, left: 1 })
    expect(isLinearizable(history, pair)).toBe(true)
  })

  it('is told when it returns no list of completions', () => {
    const wrong = { initial: 0, completions: () => ({ state: 0, result: 0 }) } as unknown as typeof cell
    expect(() => isLinearizable(onCell(beginsRead('p'), reads('q', 0)), wrong)).toThrow(
      'completions() of the sequential object returned {"state":0,"result":0} for {"type":"read"}: return an array',
    )
  })
})

describe('a mistake', () => {
  it('in an operation is no other operation', () => {
    const misspelt = invoked(emptyHistory(cell), 'p', { type: 'raed' } as never)
    expect(() => isLinearizable(returned(misspelt, 'p', 0), cell)).toThrow(
      'register() was given the operation {"type":"raed"}; it knows { type: \'read\' } and { type: \'write\', value }',
    )
    const queue = fifoQueue<number>()
    const taken = invoked(emptyHistory(queue), 'p', { type: 'take' } as never)
    expect(() => isLinearizable(returned(taken, 'p', null), queue)).toThrow('fifoQueue() was given the operation')
  })

  it.each([
    [undefined, 'the history is undefined: begin with emptyHistory(object)'],
    [[], 'the history is []: begin with emptyHistory(object)'],
    [{ p: 1 }, '"p" of the history is no list of calls: make histories with invoked() and returned()'],
  ])('in the history is told: %j', (history, message) => {
    expect(() => isLinearizable(history as never, cell)).toThrow(message)
    expect(() => invoked(history as never, 'p', { type: 'read' } as never)).toThrow(message)
  })
})

describe('a history made by hand', () => {
  const operation = { type: 'read' } as const

  it('is refused where it cannot have happened', () => {
    expect(() =>
      isLinearizable(
        {
          p: [{ operation }, { operation, result: 0 }],
        },
        cell,
      ),
    ).toThrow('process "p" of the history went on after call 1, which has not returned')
    expect(() => isLinearizable({ p: [{ operation, after: { q: 1 } }], q: [{ operation }] }, cell)).toThrow(
      'call 1 of process "p" comes after 1 calls of "q" that have returned, and there are 0',
    )
  })
})

describe('the cost', () => {
  it('is small for many operations one after the other', () => {
    const history = onCell(
      ...Array.from({ length: 200 }, (_, at) => (at % 2 === 0 ? writes(`p${at % 5}`, at) : reads('q', at - 1))),
    )
    expect(isLinearizable(history, cell)).toBe(true)
  })

  it('stays with the dead ends that differ, not with the orders that lead there', () => {
    // Ten concurrent writes of the same value have 10! orders and 2^10 dead ends.
    const names = Array.from({ length: 10 }, (_, at) => `p${at}`)
    let asked = 0
    const counting: typeof cell = {
      initial: 0,
      completions: (state, operation) => {
        asked++
        return cell.completions(state, operation)
      },
    }
    const history = onCell(
      ...names.map((name) => beginsWrite(name, 1)),
      ...names.map((name) => gets(name, 'ok')),
      reads('q', 0),
    )
    expect(isLinearizable(history, counting)).toBe(false)
    expect(asked).toBeLessThan(11 * 2 ** 10)
  })
})
