import { describe, expect, it } from 'vitest'
import type { AuditReport } from './answer.ts'
import { isAuditError } from './audit-error.ts'
import type { Question } from './question.ts'
import { judgeRequirements, type Requirement, readRequirement, requirementData } from './requirements.ts'
import { report } from './testing/answers.ts'
import { file, slave, stockBroker } from './testing/files.ts'

function required(text: string): Requirement {
  const found = readRequirement(text)
  if (isAuditError(found)) throw new Error(found.message)
  return found
}

const judged = (text: string, of: AuditReport) => {
  const [only] = judgeRequirements([required(text)], of)
  if (only === undefined) throw new Error('a requirement was lost')
  return requirementData(only)
}

const isKept = ({ short }: Question): boolean => short === 'kept'
const under =
  (...faults: readonly string[]) =>
  (question: Question): boolean =>
    isKept(question) && faults.includes(question.fault)

describe('a requirement', () => {
  it('names a promise and faults as the table does, in short or in full, faults in any order', () => {
    const short = required('kept: 1 failed fsync, 1 power cut')
    expect(short).toMatchObject({ short: 'kept', fault: '1 failed fsync, 1 power cut' })
    const long = required('an acknowledged message is not lost:  1 Power Cut,1 failed fsync')
    expect({ ...long, text: short.text }).toEqual(short)
    expect(required('once: no fault, decisions late').fault).toBe('no fault, decisions late')
  })

  it.each([
    ['kept', "cannot require \"kept\"; expected 'PROMISE: FAULTS', as in 'kept: 1 power cut'"],
    ['kept:', "expected 'PROMISE: FAULTS'"],
    [
      'kep: 1 power cut',
      'no table has the promise "kep"; did you mean "kept"? There are: "kept", "no phantom", "offset',
    ],
    [
      'kept: 1 power cuts',
      '"kept" is not asked under "1 power cuts"; did you mean "1 power cut"? There are: "no fault",',
    ],
    ['kept: 2 power cuts', 'There are: "no fault", "1 process crash", "1 power cut"'],
    ['kept: no fault, decisions late', '"kept" is not asked under "no fault, decisions late"'],
    ['once: no fault', '"once" is not asked under "no fault"; there are: "no fault, decisions in time", "no fault, d'],
  ])('cannot be "%s"', (text, message) => {
    expect(() => required(text)).toThrow(message)
  })
})

describe('what is required of a broker', () => {
  it('is kept or broken as the table says', async () => {
    const answers = await report([stockBroker], under('1 process crash', '1 power cut'))
    expect(judged('kept: 1 process crash', answers)).toMatchObject({
      outcome: 'kept',
      promise: 'an acknowledged message is not lost',
    })
    expect(judged('kept: 1 power cut', answers)).toMatchObject({
      outcome: 'broken',
      files: [{ file: 'broker.conf', outcome: 'broken', decidedBy: '1 power cut', reason: null }],
    })
  })

  it('is kept where it is kept with more faults, broken where it is broken with fewer, and else undecided', async () => {
    const sync = file('broker.conf', 'brokerName=a', 'flushDiskType=SYNC_FLUSH')
    const hard = await report([sync], under('1 process crash, 1 power cut'))
    expect(judged('kept: 1 power cut', hard)).toMatchObject({
      outcome: 'kept',
      files: [{ decidedBy: '1 process crash, 1 power cut' }],
    })
    const easy = await report([stockBroker], under('1 power cut'))
    expect(judged('kept: 1 process crash, 1 power cut', easy)).toMatchObject({
      outcome: 'broken',
      files: [{ decidedBy: '1 power cut' }],
    })
    expect(judged('kept: 1 process crash', easy)).toMatchObject({
      outcome: 'undecided',
      files: [{ decidedBy: null, reason: 'not asked of this broker' }],
    })
    const holds = await report([sync], under('1 power cut'))
    expect(judged('kept: 1 process crash, 1 power cut', holds).outcome).toBe('undecided')
  })

  it('is undecided where a limit came first, where it is not modelled, and where there is nobody to ask', async () => {
    const limited = await report([stockBroker], under('1 power cut'), {
      explore: async (definition, bounds, watch) => {
        const { exploreHere } = await import('./explore-here.ts')
        return exploreHere(definition, { ...bounds, maxStates: 1 }, watch)
      },
    })
    expect(judged('kept: 1 power cut', limited)).toMatchObject({
      outcome: 'undecided',
      files: [{ reason: 'a limit came before an answer' }],
    })
    const peers = 'dLegerPeers=n0-a:1;n1-b:1;n2-c:1;n3-d:1;n4-e:1'
    const five = file('n0.conf', 'brokerName=r', 'enableDLegerCommitLog=true', 'dLegerSelfId=n0', peers)
    const group = await report([five], () => true)
    expect(judged('kept: no fault', group)).toMatchObject({
      outcome: 'undecided',
      files: [{ reason: expect.stringMatching(/^not modelled yet: a DLedger group of 5/) }],
    })
    expect(judged('kept: no fault', await report([slave], () => true))).toMatchObject({
      outcome: 'undecided',
      files: [],
    })
  })

  it('is required of every broker: one that breaks it is enough', async () => {
    const sync = file('b.conf', 'brokerName=b', 'flushDiskType=SYNC_FLUSH')
    const answers = await report([sync, stockBroker], under('1 power cut'))
    const { outcome, files } = judged('kept: 1 power cut', answers)
    expect([outcome, files.map((each) => [each.file, each.outcome])]).toEqual([
      'broken',
      [
        ['b.conf', 'kept'],
        ['broker.conf', 'broken'],
      ],
    ])
  })
})
