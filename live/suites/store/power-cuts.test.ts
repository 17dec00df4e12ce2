import { describe, expect, it } from 'vitest'
import { retrace } from '../../../runs/walk/retrace.ts'
import type { Arguments } from '../../../spec/language/index.ts'
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import { storeSuite } from '../../../spec/rocketmq/store/rows.ts'
import { PowerCuts } from './power-cuts.ts'

type Call = readonly [action: string, args?: Arguments]

function cutsOf(config: Partial<StoreConfiguration>, ...calls: readonly Call[]): PowerCuts {
  const steps = calls.map(([action, args = {}]) => ({ action, args }))
  const { trace, refusal } = retrace(storeSuite.build({ powerCut: 1, ...config }), steps)
  expect(refusal).toBeNull()
  return new PowerCuts(trace)
}

const send = (message: string): Call => ['send', { message }]
const cut = (kept: number, offset: number | null = 0, topicIsOnDisk = true): Call => [
  'power cut',
  { kept, offset, topicIsOnDisk },
]
const read: readonly Call[] = [['dispatch'], ['pull', { message: 'm1' }], ['commit offset'], ['persist offsets']]
const nothing = { log: false, offsets: false, topics: false }

describe('before a power cut', () => {
  it('the log is written back when it has what the cut leaves, and no later', () => {
    const cuts = cutsOf({}, send('m1'), send('m2'), cut(1))
    expect([cuts.after(1), cuts.after(2)]).toEqual([{ ...nothing, log: true }, nothing])
  })

  it('nothing is written back where the cut leaves no more than what is flushed', () => {
    const cuts = cutsOf({}, send('m1'), ['flush'], send('m2'), cut(1))
    expect([1, 2, 3].map((step) => cuts.after(step))).toEqual([nothing, nothing, nothing])
  })

  it('offsets are written back with the value that the cut leaves, and with none where that is the old one', () => {
    expect(cutsOf({}, send('m1'), ...read, cut(0, 1)).after(5)).toEqual({ ...nothing, offsets: true })
    expect(cutsOf({}, send('m1'), ...read, cut(0, 0)).after(5)).toEqual(nothing)
  })

  it('the journal alone reaches the device where the file of offsets is to come back empty', () => {
    const cuts = cutsOf({}, send('m1'), ...read, cut(0, null))
    expect([cuts.at(6).emptiesOffsets, cuts.after(5)]).toEqual([true, nothing])
    expect(cutsOf({}, send('m1'), cut(0)).at(2).emptiesOffsets).toBe(false)
  })

  it('the file of topics is written back when it gets the topic, where the cut leaves it', () => {
    expect(cutsOf({ topic: 'new' }, send('m1'), cut(0, 0, true)).after(1)).toEqual({ ...nothing, topics: true })
    expect(cutsOf({ topic: 'new' }, send('m1'), cut(0, 0, false)).after(1)).toEqual(nothing)
  })

  it('it is known that a hole cannot be forced, once an fsync has come after the one that failed', () => {
    const failed: readonly Call[] = [send('m1'), ['failed fsync']]
    expect(cutsOf({ failedFsync: 1 }, ...failed, cut(0)).at(3).whyNot).toBeNull()
    const later = cutsOf({ failedFsync: 1 }, ...failed, send('m2'), ['flush'], cut(0))
    expect(later.at(5).whyNot).toContain('leaves the pages dirty')
  })
})
