import { describe, expect, it } from 'vitest'
import { retrace } from '../../../runs/walk/retrace.ts'
import { defaults, type TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { transaction } from '../../../spec/rocketmq/transaction/promises.ts'
import { planOf } from './plan.ts'

type Steps = Parameters<typeof retrace>[1]

function plan(changes: Partial<TransactionConfiguration>, steps: Steps) {
  const configuration = { ...defaults, ...changes }
  const { trace, refusal } = retrace(transaction(configuration), steps)
  expect(refusal?.text ?? null).toBeNull()
  return { made: planOf(trace, configuration), numbers: trace.steps.map((_, number) => number) }
}

const sendHalf = { action: 'send half', args: { outcome: 'SEND_OK' } }
const commit = { action: 'commit local transaction', args: {} }
const endRequest = { action: 'send end request', args: {} }
const request = (half: number) => ({
  action: 'receive end request',
  args: { request: { type: 'end transaction', half, decision: 'COMMIT' } },
})
const writeMark = {
  action: 'write owed records',
  args: { records: [{ record: 'op mark', half: 0, decision: 'COMMIT' }] },
}
const checkBack = { action: 'check back', args: { asked: 'A' } }
const powerCut = (kept: number) => ({ action: 'power cut', args: { kept, savedOffset: 0, underWay: 'lost' } })

describe('the flusher', () => {
  it('is held from the first record on that the next power cut takes, until the power is gone', () => {
    const { made, numbers } = plan({ powerCut: 1, transactionCheckMax: 3 }, [
      sendHalf,
      checkBack,
      checkBack,
      powerCut(1),
      checkBack,
    ])
    expect(made.hasPowerCut).toBe(true)
    expect(numbers.filter((number) => made.isHeld(number))).toEqual([2, 3, 4])
  })

  it('is held while a wait for it is to run out', () => {
    const sync = { flushDiskType: 'SYNC_FLUSH', syncFlushTimeout: 'may expire' } as const
    const late = { action: 'flush wait times out', args: { wait: { half: 0, upTo: 2 } } }
    const { made, numbers } = plan(sync, [sendHalf, commit, endRequest, request(0), late, writeMark])
    expect([made.isSyncFlush, made.hasTimeout]).toEqual([true, true])
    expect(numbers.filter((number) => made.isHeld(number))).toEqual([4])
  })

  it('is needed for FLUSH_DISK_TIMEOUT, whatever the configuration says', () => {
    const halfSend = ['FLUSH_DISK_TIMEOUT'] as const
    const { made, numbers } = plan({ halfSend }, [{ action: 'send half', args: { outcome: halfSend[0] } }, endRequest])
    expect([made.isSyncFlush, made.hasTimeout]).toEqual([true, true])
    expect(numbers.filter((number) => made.isHeld(number))).toEqual([1])
  })
})

describe('whether a final message waits for its fsync', () => {
  it.each([
    [{}, 'SEND_OK', true],
    [{ flushDiskType: 'SYNC_FLUSH' }, 'SEND_OK', true],
    [{ flushDiskType: 'SYNC_FLUSH' }, 'FLUSH_DISK_TIMEOUT', true],
    // The broker is synchronous for the sake of the half alone, or waits for a slave.
    [{}, 'FLUSH_DISK_TIMEOUT', false],
    [{}, 'FLUSH_SLAVE_TIMEOUT', false],
  ] as const)('shows where the broker is run as the specification says: %j, %s', (changes, outcome, shows) => {
    const { made } = plan({ ...changes, halfSend: [outcome] }, [{ action: 'send half', args: { outcome } }])
    expect(made.showsWaits).toBe(shows)
  })
})

describe('a check round', () => {
  it('begins before the op mark that it is not to know of', () => {
    const { made, numbers } = plan({}, [sendHalf, commit, endRequest, request(0), writeMark, checkBack])
    expect(numbers.map((number) => made.roundBegunBefore(number))).toEqual([null, null, null, null, null, 0, null])
  })

  it('cannot know less than the round before it', () => {
    const configuration = { processCrash: 1, transactionCheckMax: 3 }
    const answer = { action: 'answer check', args: { question: { type: 'check', half: 1, to: 'A' } } }
    const records = [{ record: 'op mark', half: 1, decision: 'COMMIT' }]
    const steps = [
      ...[sendHalf, commit, endRequest, checkBack, answer],
      ...[{ action: 'process crash', args: { underWay: 'kept' } }, request(1)],
      ...[{ action: 'write owed records', args: { records } }, checkBack, checkBack],
    ]
    const { made, numbers } = plan(configuration, steps)
    expect(numbers.filter((number) => made.isOutOfReach(number))).toEqual([10])
  })

  it('begins by itself where no mark is in its way', () => {
    const { made, numbers } = plan({ transactionCheckMax: 3 }, [sendHalf, checkBack, checkBack])
    expect(numbers.every((number) => made.roundBegunBefore(number) === null)).toBe(true)
  })
})

describe('an op batch', () => {
  it('leaves out a mark that comes too late for it', () => {
    const answer = { action: 'answer check', args: { question: { type: 'check', half: 1, to: 'A' } } }
    const write = (half: number) => ({
      action: 'write owed records',
      args: { records: [{ record: 'op mark', half, decision: 'COMMIT' }] },
    })
    const steps = [sendHalf, commit, endRequest, checkBack, answer, request(0), request(1), write(1), write(0)]
    const { made } = plan({}, steps)
    expect([made.isLeftOut(6, 0), made.isLeftOut(7, 1), made.isLeftOut(8, 0), made.isLeftOut(9, 0)]).toEqual([
      true,
      false,
      false,
      false,
    ])
  })
})
