import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { tell } from '../../../counterexamples/index.ts'
import type { Scenario } from '../../language/index.ts'
import { type ReusedOffsetsConfiguration, shipped } from './configuration.ts'
import { appended, halfAt, nextPlace } from './log.ts'
import { reusedOffsets } from './promises.ts'
import { reusedOffsetsSuite } from './rows.ts'

const committedOnly = 'no final message for a transaction that is not committed'

describe('the shortest stories', () => {
  it('T25: the late COMMIT of t1 finds the half of t2', () => {
    expect(storyOf(({ id }) => id === 'T25')).toMatchInlineSnapshot(`
      [
        "producer: the half of t1 is stored at commit log offset 0, queue offset 0; SEND_OK",
        "producer: the local transaction of t1 commits",
        "producer: the end request COMMIT of t1 goes out: half at commit log offset 0, queue offset 0",
        "broker: power cut at the broker: the half of t1 gone",
        "producer: the half of t2 is stored at commit log offset 0, queue offset 0; SEND_OK",
        "broker: the broker receives COMMIT of t1, half at commit log offset 0, queue offset 0: the final message of t2 is stored",
      ]
    `)
  })

  it('under SYNC_FLUSH: the answer to a check finds the half of t2', () => {
    expect(storyOf(({ name }) => name === 'SYNC_FLUSH, 1 lost oneway and 1 power cut')).toMatchInlineSnapshot(`
      [
        "producer: the half of t1 is stored at commit log offset 0, queue offset 0; SEND_OK",
        "producer: the local transaction of t1 commits",
        "producer: the end request COMMIT of t1 goes out: half at commit log offset 0, queue offset 0",
        "network: the end request COMMIT of t1 is lost",
        "broker: check-back: the half of t1 at queue offset 0 is put back at commit log offset 1, queue offset 1, and its producer is asked",
        "broker: power cut at the broker: a copy of t1 gone",
        "producer: the half of t2 is stored at commit log offset 1, queue offset 1; SEND_OK",
        "producer: the listener answers COMMIT of t1: half at commit log offset 1, queue offset 1",
        "broker: the broker receives COMMIT of t1, half at commit log offset 1, queue offset 1: the final message of t2 is stored",
      ]
    `)
  })
})

describe('more of what the budget allows', () => {
  const verdictWith = (more: Partial<ReusedOffsetsConfiguration>) =>
    check(reusedOffsets({ ...shipped, powerCut: 1, ...more }).definition).properties.find(
      ({ name }) => name === committedOnly,
    )?.verdict

  it('changes no verdict of T25', () => {
    expect(verdictWith({ transactionCheckMax: 2 })).toBe('violated')
    expect(verdictWith({ transactionCheckMax: 2, flushDiskType: 'SYNC_FLUSH' })).toBe('holds')
    expect(verdictWith({ powerCut: 2, checkPrepareMessage: 'compares the transaction id too' })).toBe('holds')
  })
})

describe('a place', () => {
  it('is that of the half at both offsets, whosever it is', () => {
    const log = appended({ records: [], durable: 0 }, { type: 'half', of: 't2', checks: 0 })
    expect(halfAt(log, { commitLogOffset: 0, queueOffset: 0 })?.of).toBe('t2')
    expect(halfAt(log, { commitLogOffset: 1, queueOffset: 0 })).toBeUndefined()
    expect(halfAt(log, { commitLogOffset: 0, queueOffset: 1 })).toBeUndefined()
    expect(nextPlace(appended(log, { type: 'op', marks: 0 }))).toEqual({ commitLogOffset: 2, queueOffset: 1 })
  })
})

function storyOf(isIt: (scenario: Scenario) => boolean): readonly string[] {
  const scenario = reusedOffsetsSuite.scenarios.find(isIt)
  const found = check(scenario?.definition ?? expect.fail('no such row')).properties.find(
    ({ name }) => name === committedOnly,
  )
  if (scenario === undefined || found === undefined || found.trace === null) throw new Error('no story')
  const { name, kind, part, trace } = found
  const story = tell(scenario.definition, { property: name, kind, part, trace })
  return story.steps.slice(1).map(({ actor, sentence }) => `${actor}: ${sentence}`)
}
