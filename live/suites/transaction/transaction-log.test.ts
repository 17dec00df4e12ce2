import { expect, it } from 'vitest'
import { set } from '../../../spec/language/index.ts'
import type { PlacedRecord } from '../../store/commit-log.ts'
import { halfTopic, opTopic, pastSettled, realTopic, recordsFound, toldBySpec } from './transaction-log.ts'

function record(topic: string, position: number, fields: Partial<PlacedRecord> = {}): PlacedRecord {
  return {
    ...{ topic, position, physicalOffset: position, size: 100, queueId: 0, queueOffset: 0, systemFlag: 0, bornTime: 0 },
    ...{ storeTime: 0, reconsumeTimes: 0, preparedOffset: 0, properties: new Map(), body: Buffer.alloc(0) },
    isBodyWhole: true,
    ...fields,
  }
}

const checked = (times: number) => new Map([['TRANSACTION_CHECK_TIMES', String(times)]])
const log = [
  record(halfTopic, 0),
  record(halfTopic, 100, { queueOffset: 1, properties: checked(1) }),
  record('RMQ_SYS_SOMETHING_ELSE', 200),
  record(realTopic, 300, { preparedOffset: 100 }),
  record(opTopic, 400, { body: Buffer.from('1,0,') }),
  record(opTopic, 500, { body: Buffer.from('1') }),
  record('TRANS_CHECK_MAX_TIME_TOPIC', 600, { properties: checked(1) }),
]
const told = recordsFound(log).map((each) => each.told)

it('tells the log as the specification tells its own', () => {
  const mark = (half: number) => ({ half, decision: 'COMMIT' }) as const
  const expected = toldBySpec([
    { type: 'half', half: 0, checks: 0 },
    { type: 'half', half: 1, checks: 1 },
    { type: 'final', half: 1 },
    { type: 'op', marks: set([mark(0), mark(1)]) },
    { type: 'op', marks: set([mark(1)]) },
    { type: 'discarded', half: 1 },
  ])
  expect(told).toEqual(expected)
})

it('does not invent the half of a final message', () => {
  expect(recordsFound([record(realTopic, 0, { preparedOffset: 77 })]).map((each) => each.told)).toEqual([
    { type: 'final', half: null },
  ])
})

it('passes over copies that an op record names', () => {
  expect([pastSettled(0, told), pastSettled(2, told), pastSettled(0, told.slice(0, 3))]).toEqual([2, 2, 0])
})
