import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import type { CheckResult } from '../../checker/result.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { type Answer, type AuditReport, answerAudit } from './answer.ts'
import { type ConfigFile, isAuditError } from './config-file.ts'
import { planAudit } from './plan.ts'
import { auditData } from './report-data.ts'
import { auditText } from './report-text.ts'
import type { RocketmqVersion } from './settings.ts'
import { dledger, file, slave, stockBroker } from './testing/files.ts'

function audit(config: ConfigFile, version: RocketmqVersion = '5.3', checker = checked): AuditReport {
  const plan = planAudit([config], version)
  if (isAuditError(plan)) throw new Error(plan.message)
  return answerAudit(plan, checker)
}

function checked(definition: SpecDefinition): CheckResult {
  return check(definition)
}

function answer(report: AuditReport, promise: string, fault: string): Answer {
  const found = report.files[0]?.answers.find(
    ({ question }) => question.promise === promise && question.fault === fault,
  )
  if (found === undefined) throw new Error(`no answer about "${promise}" under ${fault}`)
  return found
}

const acknowledged = 'an acknowledged message is not lost'
const phantom = 'no consumer reads a message that is gone later'

describe('the broker.conf that RocketMQ ships', () => {
  const report = audit(stockBroker)

  it('keeps acknowledged messages through a process crash', () => {
    expect(answer(report, acknowledged, '1 process crash').verdict).toBe('holds')
  })

  it('loses them in a power cut, and shows how', () => {
    const { verdict, story, cheapestChange } = answer(report, acknowledged, '1 power cut')
    expect(verdict).toBe('can be broken')
    expect(story?.trace.steps.map((step) => step.action)).toEqual([null, 'send', 'power cut', 'restart broker'])
    expect(cheapestChange).toBe('flushDiskType=SYNC_FLUSH')
  })

  it('keeps every promise where nothing fails', () => {
    const calm = report.files[0]?.answers.filter(({ question }) => question.fault === 'no fault') ?? []
    expect(calm.length).toBeGreaterThan(0)
    expect(calm.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })

  it('does not repeat a story that fewer faults tell', () => {
    expect(answer(report, acknowledged, '1 power cut').isBrokenByLess).toBe(false)
    expect(answer(report, acknowledged, '1 failed fsync, 1 power cut').isBrokenByLess).toBe(true)
  })
})

describe('the same with flushDiskType=SYNC_FLUSH', () => {
  const sync = file('sync.conf', 'brokerName=a', 'flushDiskType=SYNC_FLUSH')

  it('survives one power cut, but not a failed fsync before it', () => {
    const report = audit(sync)
    expect(answer(report, acknowledged, '1 power cut').verdict).toBe('holds')
    expect(answer(report, acknowledged, '1 failed fsync, 1 power cut')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: expect.stringContaining('enableRunningFlagsInFlush'),
    })
  })

  it('shows consumers messages that vanish before 5.3, and names the upgrade', () => {
    expect(answer(audit(sync, '5.1'), phantom, '1 power cut').cheapestChange).toBe('an upgrade to RocketMQ 5.3')
    expect(answer(audit(sync, '5.3'), phantom, '1 power cut').verdict).toBe('holds')
  })

  it('names no change where none was found to help', () => {
    expect(answer(audit(sync), phantom, '1 process crash, 1 power cut')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: null,
    })
  })
})

it('a transient pool loses acknowledged messages in a process crash, and switching it off is the cheapest change', () => {
  const report = audit(file('pool.conf', 'transientStorePoolEnable=true'))
  expect(answer(report, acknowledged, '1 process crash').cheapestChange).toBe('transientStorePoolEnable=false')
})

it('a check that ended early is undecided, never a pass', () => {
  const early = (definition: SpecDefinition): CheckResult => ({ ...check(definition), completeness: 'time' })
  expect(answer(audit(stockBroker, '5.3', early), acknowledged, 'no fault').verdict).toBe('undecided')
})

it('each configuration is checked once', () => {
  let runs = 0
  const report = audit(stockBroker, '5.3', (definition) => {
    runs++
    return check(definition)
  })
  const configurations = report.files.flatMap(({ answers }) =>
    answers.flatMap(({ question }) =>
      [question, ...question.remedies].map(({ configuration }) => JSON.stringify(configuration)),
    ),
  )
  expect(runs).toBeLessThanOrEqual(new Set(configurations).size)
})

describe('the text of an audit', () => {
  it('tells the shortest story of a broken promise and the change that was checked', () => {
    const text = auditText(audit(stockBroker), { color: false })
    expect(text).toContain(`
  an acknowledged message is not lost
    holds          no fault
    holds          1 process crash
    can be broken  1 power cut
        1. m1 is appended at queue offset 0 (in the page cache) and is answered SEND_OK
        2. ⚡ power cut at the broker: record 1 (m1) of the commit log is gone (never fsynced)
        3. the broker restarts with an empty commit log, no group offset
        cheapest change: flushDiskType=SYNC_FLUSH (checked: the promise then holds under this fault)
`)
  })

  it('says what is not modelled', () => {
    expect(auditText(audit(dledger), { color: false })).toContain(
      'not modelled yet  every promise about messages (replication',
    )
    expect(auditText(audit(slave), { color: false })).toContain('producers never write to it')
  })
})

it('the data of an audit survives JSON and has the whole story', () => {
  const data = auditData(audit(stockBroker))
  expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  const lost = data.files[0]?.answers.find(({ promise, fault }) => promise === acknowledged && fault === '1 power cut')
  expect(lost?.story?.sentences).toHaveLength(3)
  expect(lost?.story?.trace.length).toBe(4)
})
