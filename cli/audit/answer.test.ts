import { describe, expect, it } from 'vitest'
import { check } from '../../checker/index.ts'
import type { CheckResult } from '../../checker/result.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { type Answer, type AuditReport, answerAudit, type Check } from './answer.ts'
import { type ConfigFile, isAuditError } from './config-file.ts'
import { type AuditPlan, planAudit } from './plan.ts'
import { auditData } from './report-data.ts'
import { auditText } from './report-text.ts'
import type { RocketmqVersion } from './settings.ts'
import { dledger, file, slave, stockBroker } from './testing/files.ts'

/** One audit for each file and version, however many promises are made about it. */
const audits = new Map<string, AuditReport>()

function audit(config: ConfigFile, version: RocketmqVersion = '5.3'): AuditReport {
  const key = `${version} ${new TextDecoder().decode(config.bytes)}`
  const report = audits.get(key) ?? answerAudit(planFor(config, version), checked)
  audits.set(key, report)
  return report
}

function planFor(config: ConfigFile, version: RocketmqVersion): AuditPlan {
  const plan = planAudit([config], version)
  if (isAuditError(plan)) throw new Error(plan.message)
  return plan
}

/** The stock broker's answers about acknowledged messages, from another checker. */
function acknowledgedOnly(checker: Check): AuditReport {
  const plan = planFor(stockBroker, '5.3')
  const files = plan.files.map((each) => ({
    ...each,
    questions: each.questions.filter(({ promise }) => promise === acknowledged),
  }))
  return answerAudit({ ...plan, files }, checker)
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
const committed = 'a committed transaction gets its message'
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
    const calm = report.files[0]?.answers.filter(({ question }) => /^no fault(?!.*late)/.test(question.fault)) ?? []
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

describe('transactions on the broker.conf that RocketMQ ships', () => {
  const report = audit(stockBroker)
  const once = 'a transaction gets one message at most'

  it('come out once where decisions are in time', () => {
    expect(answer(report, once, 'no fault, decisions in time').verdict).toBe('holds')
    expect(answer(report, committed, '1 lost request, decisions in time').verdict).toBe('holds')
  })

  it('come out twice where a check overtakes the decision, or a crash forgets the op mark', () => {
    expect(answer(report, once, 'no fault, decisions late').verdict).toBe('can be broken')
    expect(answer(report, once, '1 process crash, decisions in time').verdict).toBe('can be broken')
  })

  it('are lost when the whole producer group stops', () => {
    expect(answer(report, committed, 'the whole producer group stops').verdict).toBe('can be broken')
  })

  it('come out twice without any fault when the grace period is no longer than the op batch', () => {
    const hasty = audit(file('hasty.conf', 'brokerName=a', 'transactionTimeOut=3000'))
    expect(answer(hasty, once, 'no fault, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'transactionTimeOut=6000',
    })
    const without = audit(file('hasty.conf', 'brokerName=a', 'transactionTimeOut=3000'), '4.9')
    expect(answer(without, once, 'no fault, decisions in time').verdict).toBe('holds')
  })

  it('come out twice when the next round is no further away than the op batch', () => {
    const restless = audit(file('restless.conf', 'brokerName=a', 'transactionCheckInterval=1000'))
    expect(answer(restless, once, '1 lost request, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'transactionCheckInterval=30000',
    })
  })

  it('are lost in a power cut under SYNC_FLUSH: before 5.3 at any time, since then with the decision', () => {
    const sync = file('sync.conf', 'brokerName=a', 'flushDiskType=SYNC_FLUSH')
    expect(answer(audit(sync, '5.1'), committed, '1 power cut, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'an upgrade to RocketMQ 5.3',
    })
    expect(answer(audit(sync), committed, '1 power cut, decisions in time').verdict).toBe('holds')
    expect(answer(audit(sync), committed, '1 lost request and 1 power cut, decisions in time')).toMatchObject({
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
  expect(answer(acknowledgedOnly(early), acknowledged, 'no fault').verdict).toBe('undecided')
})

it('each configuration is checked once, however often it is asked about', () => {
  let runs = 0
  const counting = (definition: SpecDefinition): CheckResult => {
    runs++
    return check(definition)
  }
  const { plan } = acknowledgedOnly(counting)
  const once = runs
  const twice = { ...plan, files: [...plan.files, ...plan.files] }
  answerAudit(twice, counting)
  expect(runs).toBe(2 * once)
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
        3. the broker restarts with an empty commit log, group offset 0
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
