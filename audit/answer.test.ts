import { describe, expect, it } from 'vitest'
import { check } from '../checker/index.ts'
import type { Explore } from './answer.ts'
import { auditData } from './report.ts'
import { summaries } from './summary.ts'
import { answer, report } from './testing/answers.ts'
import { file, stockBroker } from './testing/files.ts'

const acknowledged = 'an acknowledged message is not lost'
const committed = 'a committed transaction gets its message'
const once = 'a transaction gets one message at most'
const phantom = 'no consumer reads a message that is gone later'

const sync = file('sync.conf', 'brokerName=a', 'flushDiskType=SYNC_FLUSH')
/** Decisions can be in time, however late the op batch is. */
const patient = (...more: readonly string[]) => file('patient.conf', 'transactionTimeOut=12000', ...more)

describe('the broker.conf that RocketMQ ships', () => {
  it('keeps acknowledged messages through a process crash', async () => {
    expect(await answer(stockBroker, acknowledged, '1 process crash')).toMatchObject({ verdict: 'holds' })
  })

  it('loses them in a power cut, and shows how', async () => {
    const { verdict, story, cheapestChange } = await answer(stockBroker, acknowledged, '1 power cut')
    expect(verdict).toBe('can be broken')
    expect(story?.trace.steps.map((step) => step.action)).toEqual([null, 'send', 'power cut', 'restart broker'])
    expect(cheapestChange).toBe('flushDiskType=SYNC_FLUSH')
  })

  it('keeps every promise about messages where nothing fails', async () => {
    const calm = await report([stockBroker], ({ fault }) => fault === 'no fault')
    const verdicts = calm.files.flatMap(({ answers }) => answers.map(({ verdict }) => verdict))
    expect(verdicts).toEqual(['holds', 'holds', 'holds', 'holds'])
  })

  it('does not repeat a story that fewer faults tell', async () => {
    const { files } = await report(
      [stockBroker],
      ({ promise, budget }) => promise === acknowledged && budget.powerCut === 1,
    )
    expect(files[0]?.answers.map(({ isBrokenByLess }) => isBrokenByLess)).toEqual([false, true, true])
  })
})

describe('the same with flushDiskType=SYNC_FLUSH', () => {
  it('survives one power cut, but not a failed fsync before it', async () => {
    expect(await answer(sync, acknowledged, '1 power cut')).toMatchObject({ verdict: 'holds' })
    expect(await answer(sync, acknowledged, '1 failed fsync, 1 power cut')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'an upgrade to RocketMQ 5.4 with enableRunningFlagsInFlush=true and writeWithoutMmap=true',
    })
  })

  it('is not broken by a failed fsync where the broker notices it', async () => {
    const noticing = file(
      'a.conf',
      'flushDiskType=SYNC_FLUSH',
      'enableRunningFlagsInFlush=true',
      'writeWithoutMmap=true',
    )
    expect(await answer(noticing, acknowledged, '1 failed fsync, 1 power cut', '5.4')).toMatchObject({
      verdict: 'holds',
    })
  })

  it('shows consumers messages that vanish before 5.3, and names the upgrade', async () => {
    expect(await answer(sync, phantom, '1 power cut', '5.1')).toMatchObject({
      cheapestChange: 'an upgrade to RocketMQ 5.3',
    })
    expect(await answer(sync, phantom, '1 power cut')).toMatchObject({ verdict: 'holds' })
  })

  it('names no change where none was found to help', async () => {
    expect(await answer(sync, phantom, '1 process crash, 1 power cut')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: null,
      isAdviceWhole: true,
    })
  })
})

describe('transactions', () => {
  it('come out once where decisions are in time', async () => {
    expect(await answer(patient(), once, 'no fault, decisions in time')).toMatchObject({ verdict: 'holds' })
    expect(await answer(patient(), committed, '1 lost request, decisions in time')).toMatchObject({ verdict: 'holds' })
  })

  it.each(['5.1.0', '5.2', '5.3.3'])('are never safely in time with the defaults of %s', async (version) => {
    expect(await answer(stockBroker, once, 'no fault, decisions in time', version)).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'transactionTimeOut=12000',
    })
  })

  it.each(['4.9.4', '5.0', '5.4'])('can be in time with the defaults of %s', async (version) => {
    expect(await answer(stockBroker, once, 'no fault, decisions in time', version)).toMatchObject({ verdict: 'holds' })
  })

  it('wait for op marks as long as transactionOpBatchInterval says', async () => {
    const slow = patient('transactionOpBatchInterval=10000')
    expect(await answer(slow, once, 'no fault, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'transactionTimeOut=40000',
    })
    const quick = file('quick.conf', 'transactionOpBatchInterval=1000')
    expect(await answer(quick, once, 'no fault, decisions in time')).toMatchObject({ verdict: 'holds' })
  })

  it('come out twice where a check overtakes the decision, or a crash forgets the op mark', async () => {
    expect(await answer(patient(), once, 'no fault, decisions late')).toMatchObject({ verdict: 'can be broken' })
    expect(await answer(patient(), once, '1 process crash, decisions in time')).toMatchObject({
      verdict: 'can be broken',
    })
  })

  it('are lost when the whole producer group stops', async () => {
    expect(await answer(patient(), committed, 'the whole producer group stops')).toMatchObject({
      verdict: 'can be broken',
    })
  })

  it('come out twice when the next round is no further away than the op batch', async () => {
    const restless = patient('transactionCheckInterval=1000')
    expect(await answer(restless, once, '1 lost request, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'transactionCheckInterval=30000',
    })
  })

  it('are lost in a power cut under SYNC_FLUSH: before 5.3 at any time, since then with the decision', async () => {
    const patientSync = patient('flushDiskType=SYNC_FLUSH')
    expect(await answer(patientSync, committed, '1 power cut, decisions in time', '5.1')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'an upgrade to RocketMQ 5.3',
    })
    expect(await answer(patientSync, committed, '1 power cut, decisions in time')).toMatchObject({ verdict: 'holds' })
    expect(await answer(patientSync, committed, '1 lost request and 1 power cut, decisions in time')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: null,
    })
  })

  it('are lost in a power cut under SYNC_FLUSH where decisions are late', async () => {
    expect(await answer(patient('flushDiskType=SYNC_FLUSH'), committed, '1 power cut, decisions late')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: null,
    })
  })
})

it('a transient pool loses acknowledged messages in a process crash, and switching it off is the cheapest change', async () => {
  expect(
    await answer(file('pool.conf', 'transientStorePoolEnable=true'), acknowledged, '1 process crash'),
  ).toMatchObject({ cheapestChange: 'transientStorePoolEnable=false' })
})

const plain: Explore = async (definition) => check(definition)
const aboutAcknowledged = ({ promise }: { readonly promise: string }) => promise === acknowledged

it('a check that ended early is undecided, never a pass', async () => {
  const early: Explore = async (definition) => ({ ...check(definition), completeness: 'time' })
  const { files } = await report([stockBroker], aboutAcknowledged, { explore: early })
  expect(files[0]?.answers[0]).toMatchObject({ question: { fault: 'no fault' }, verdict: 'undecided' })
})

it('each configuration is explored once, however often it is asked about', async () => {
  let runs = 0
  const counting: Explore = async (definition) => {
    runs++
    return check(definition)
  }
  await report([stockBroker], aboutAcknowledged, { explore: counting })
  const once = runs
  await report([stockBroker, { ...stockBroker, path: 'other/broker.conf' }], aboutAcknowledged, { explore: counting })
  expect(runs).toBe(2 * once)
})

it('an audit that is interrupted keeps what it has answered, and says what it has not', async () => {
  const abort = new AbortController()
  let left = 2
  const interrupted: Explore = async (definition) => {
    left--
    if (left === 0) abort.abort()
    return check(definition)
  }
  const audit = await report([stockBroker], aboutAcknowledged, {
    explore: interrupted,
    watch: { signal: abort.signal },
  })
  expect(audit.files[0]?.answers.map(({ verdict }) => verdict)).toEqual([
    'holds',
    'holds',
    'not answered',
    'not answered',
    'not answered',
  ])
  const ended = { exitCode: 130, interrupted: 'SIGINT', seconds: 1.5, error: null } as const
  expect(auditData(audit, ended)).toMatchObject({ version: 1, ok: false, ...ended })
})

it('an exploration in this thread ends when it is told to', async () => {
  const audit = await report([stockBroker], aboutAcknowledged, {
    explore: plain,
    watch: { signal: AbortSignal.abort() },
  })
  expect(audit.files[0]?.answers.every(({ verdict, states }) => verdict === 'not answered' && states === 0)).toBe(true)
})

describe('the answer for a cluster', () => {
  const a = file('a.conf', 'brokerName=broker-a')
  const b = file('b.conf', 'brokerName=broker-b', 'flushDiskType=SYNC_FLUSH')
  const onPowerCut = ({ promise, fault }: { promise: string; fault: string }) =>
    promise === acknowledged && fault === '1 power cut'

  it('is the worst of its brokers, and says which', async () => {
    const [summary] = summaries(await report([a, b], onPowerCut))
    expect(summary?.cells).toMatchObject([
      { verdict: 'can be broken', at: ['broker-a'], isEverywhere: false, cause: 1 },
    ])
  })

  it('is one where all brokers are the same', async () => {
    const twin = file('b.conf', 'brokerName=broker-b')
    const [summary] = summaries(await report([a, twin], onPowerCut))
    expect(summary?.cells).toMatchObject([{ at: ['broker-a', 'broker-b'], isEverywhere: true }])
    expect(summary?.causes).toHaveLength(1)
  })
})

it('one cause is told once, whichever promise it breaks and whichever crash brings it', async () => {
  const store = await report([stockBroker], ({ topic, fault }) => topic === 'messages' && fault === '1 power cut')
  expect(summaries(store)[0]?.causes.map(({ answers }) => answers.length)).toEqual([4])
  const twoFaults = await report([sync], ({ fault }) => fault === '1 process crash, 1 power cut')
  expect(summaries(twoFaults)[0]?.causes.map(({ answers }) => answers.length)).toEqual([3])
  const crashes = ['1 process crash, decisions in time', '1 power cut, decisions in time']
  const marks = await report([patient()], ({ promise, fault }) => promise === once && crashes.includes(fault))
  expect(summaries(marks)[0]?.causes.map(({ answers }) => answers.length)).toEqual([2])
})

it('the data of an audit survives JSON and has the whole story', async () => {
  const data = auditData(await report([stockBroker], aboutAcknowledged), {
    exitCode: 0,
    interrupted: null,
    seconds: 1,
    error: null,
  })
  expect(JSON.parse(JSON.stringify(data))).toEqual(data)
  const lost = data.files[0]?.answers.find(({ fault }) => fault === '1 power cut')
  expect(lost?.story?.sentences).toHaveLength(3)
  expect(lost?.story?.trace.length).toBe(4)
  expect(data.clusters[0]?.causes).toMatchObject([{ number: 1, fault: '1 power cut' }])
})
