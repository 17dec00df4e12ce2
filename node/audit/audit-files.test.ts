import { beforeAll, describe, expect, it } from 'vitest'
import { UsageError } from '../usage-error.ts'
import { type Audit, auditConfiguration, auditFiles } from './audit-files.ts'

const example = new URL('../../examples/broker.conf', import.meta.url)
const noLoss = 'an acknowledged message is not lost'

describe('auditFiles', () => {
  let audit: Audit
  beforeAll(async () => {
    audit = await auditFiles([example], { rocketmq: '5.4' })
  })

  const verdictOn = (fault: string) => audit.verdicts.find((each) => each.promise === noLoss && each.fault === fault)

  it('gives a verdict for each promise under each fault, with the story and the cheapest change', () => {
    expect(audit.ok).toBe(true)
    expect(verdictOn('no fault')).toMatchObject({ verdict: 'holds', story: [], cheapestChange: null })
    expect(verdictOn('1 power cut')).toMatchObject({
      verdict: 'can be broken',
      cheapestChange: 'flushDiskType=SYNC_FLUSH',
    })
    expect(verdictOn('1 power cut')?.story.length).toBeGreaterThan(1)
  })

  it('has the text and the report of the command', () => {
    expect(audit.text()).toContain('(RocketMQ 5.4)')
    expect(audit.json()).toMatchObject({ kind: 'audit', rocketmq: '5.4', exitCode: 0 })
  })

  it('refuses what is no configuration, and a version that there is not', async () => {
    await expect(auditFiles(['nowhere.conf'])).rejects.toThrow(UsageError)
    await expect(auditFiles(['nowhere.conf'])).rejects.toThrow('no such file: "nowhere.conf"')
    await expect(auditFiles([example], { rocketmq: '3' })).rejects.toThrow('the option "rocketmq" is "3"; expected')
  })

  it('says what is not answered when the end is asked for', async () => {
    const ended = await auditFiles([example], { signal: AbortSignal.abort() })
    expect(ended.ok).toBe(false)
    expect(new Set(ended.verdicts.map(({ verdict }) => verdict))).toEqual(new Set(['not answered']))
  })
})

describe('auditConfiguration', () => {
  it('finds what a setting changes', async () => {
    const { verdicts } = await auditConfiguration({ brokerRole: 'ASYNC_MASTER', flushDiskType: 'SYNC_FLUSH' })
    const found = verdicts.find(({ promise, fault }) => promise === noLoss && fault === '1 power cut')
    expect(found?.verdict).toBe('holds')
  })

  it('reads the text of a file and its settings alike', async () => {
    const settings = { brokerName: ' bröker a\\b', flushDiskType: 'SYNC_FLUSH', haListenPort: 1 }
    const text = 'brokerName = \\ br\\u00f6ker a\\\\b\nflushDiskType = SYNC_FLUSH\nhaListenPort = 1\n'
    const ended = { signal: AbortSignal.abort() }
    const [fromObject, fromText] = [await auditConfiguration(settings, ended), await auditConfiguration(text, ended)]
    const { seconds: _one, ...one } = fromObject.json()
    const { seconds: _two, ...two } = fromText.json()
    expect(one).toEqual(two)
    expect(fromObject.json().clusters[0]?.members[0]).toContain('bröker a\\b')
  })

  it('refuses what no file could hold', async () => {
    await expect(auditConfiguration({ 'flush disk': 1 })).rejects.toThrow('cannot be the name of a setting')
    await expect(auditConfiguration({ flushDiskType: null as never })).rejects.toThrow(
      'setting "flushDiskType" is null',
    )
    await expect(auditConfiguration({ flushDiskType: 'FOO' })).rejects.toThrow(UsageError)
  })
})
