import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type ConfigFile, isAuditError, readConfigFiles } from './config-file.ts'
import { type FilePlan, planAudit } from './plan.ts'
import type { RocketmqVersion } from './settings.ts'
import {
  container,
  controller,
  controllerMode,
  dledger,
  file,
  nameServer,
  slave,
  stockBroker,
} from './testing/files.ts'

function plan(config: ConfigFile, version: RocketmqVersion = '5.3'): FilePlan {
  const planned = planAudit([config], version)
  if (isAuditError(planned)) throw new Error(planned.message)
  const first = planned.files[0]
  if (first === undefined) throw new Error('no plan')
  return first
}

function errorOf(config: ConfigFile): string {
  const planned = planAudit([config], '5.3')
  return isAuditError(planned) ? planned.message : 'no error'
}

const settingIn = ({ settings }: FilePlan, name: string) => settings.find((setting) => setting.name === name)

describe("a broker's file", () => {
  it('gives each setting its value and where it comes from', () => {
    const stock = plan(stockBroker)
    expect(settingIn(stock, 'flushDiskType')).toEqual({ name: 'flushDiskType', value: 'ASYNC_FLUSH', line: 9 })
    expect(settingIn(stock, 'transactionCheckMax')).toEqual({ name: 'transactionCheckMax', value: '15', line: null })
  })

  it('takes defaults from the version', () => {
    expect(settingIn(plan(stockBroker, '4.9'), 'transactionCheckInterval')?.value).toBe('60000')
    expect(settingIn(plan(stockBroker, '5.1'), 'transactionCheckInterval')?.value).toBe('30000')
  })

  it('lists what no model speaks about, with the setting that was probably meant', () => {
    const { notModelledKeys } = plan(file('a.conf', 'brokerName=a', 'flushDisktype=SYNC_FLUSH'))
    expect(notModelledKeys).toEqual([
      { key: 'brokerName', line: 1, hint: null },
      { key: 'flushDisktype', line: 2, hint: 'flushDiskType' },
    ])
  })

  it('says in words how long a transaction may stay undecided', () => {
    expect(plan(stockBroker).notes[0]).toContain('at age 7.6 min to 8.1 min in TRANS_CHECK_MAX_TIME_TOPIC')
    expect(plan(stockBroker, '4.9').notes[0]).toContain('at age 15.1 min to 16.1 min')
    expect(plan(file('a.conf', 'brokerName=a', 'transactionCheckMax=5')).notes[0]).toContain('2.6 min to 3.1 min')
  })

  it('uses the transient pool under SYNC_FLUSH since 5.x only', () => {
    const pooled = file('a.conf', 'flushDiskType=SYNC_FLUSH', 'transientStorePoolEnable=true')
    expect(plan(pooled, '5.1').questions[0]?.configuration).toMatchObject({ transientStorePoolEnable: true })
    expect(plan(pooled, '4.9').questions[0]?.configuration).toMatchObject({ transientStorePoolEnable: false })
    expect(plan(pooled, '4.9').notes).toContainEqual(expect.stringContaining('has no effect'))
  })

  it('does not answer for transactions that a process crash takes out of direct memory', () => {
    const pooled = plan(file('a.conf', 'brokerName=a', 'transientStorePoolEnable=true'))
    const crashes = pooled.questions.filter(({ budget }) => (budget.processCrash ?? 0) > 0)
    expect(new Set(crashes.map(({ suite }) => suite))).toEqual(new Set(['rocketmq/store']))
    expect(pooled.notModelledYet[0]?.promise).toContain('under a process crash')
  })

  it('shows consumers only what is flushed since 5.3, unless told otherwise', () => {
    const visibility = (version: RocketmqVersion, ...more: string[]) =>
      plan(file('a.conf', 'brokerName=a', ...more), version).questions[0]?.configuration.visibility
    expect([visibility('4.9'), visibility('5.1'), visibility('5.3')]).toEqual(['appended', 'appended', 'flushed'])
    expect(visibility('5.3', 'readUnCommitted=true')).toBe('appended')
  })
})

describe('a file for which no model speaks', () => {
  it.each([
    ['a DLedger member', dledger, 'ignores flushDiskType'],
    ['a broker in controller mode', controllerMode, 'the controller decides'],
  ])('leaves replication open: %s', (_name, config, why) => {
    const { questions, notModelledYet } = plan(config)
    expect(questions).toEqual([])
    expect(notModelledYet[0]?.why).toMatch(/^replication/)
    expect(notModelledYet[0]?.why).toContain(why)
  })

  it('says of a slave that producers never write to it', () => {
    expect(plan(slave)).toMatchObject({ is: 'a slave: producers never write to it', questions: [] })
  })

  it('takes controller mode for an unknown key before 5.0', () => {
    expect(plan(controllerMode, '4.9').is).toMatch(/^a slave/)
  })

  it('answers for a SYNC_MASTER alone and leaves its replica open', () => {
    const { questions, notModelledYet, notes } = plan(file('a.conf', 'brokerRole=SYNC_MASTER'))
    expect(questions.length).toBeGreaterThan(0)
    expect(notModelledYet).toHaveLength(1)
    expect(notes).toContainEqual(expect.stringContaining('waits for no replica'))
  })

  it.each([
    ['the file of a NameServer', nameServer],
    ['the file of a controller', controller],
    ['the file of a broker container', container],
  ])('says what it is: %s', (is, config) => {
    const planned = plan(config)
    expect(planned.is).toBe(is)
    expect(planned.questions).toEqual([])
    expect(planned.notes[0]).toContain('nothing to audit in this file')
  })

  it('passes over an XML comment at its top', () => {
    expect(plan(nameServer).notModelledKeys.map(({ key }) => key)).not.toContain('the')
  })
})

describe('a mistake in a file', () => {
  it.each([
    [
      'an unknown choice',
      ['flushDiskType=FOO'],
      'a.conf:1: flushDiskType=FOO is not understood; expected ASYNC_FLUSH or SYNC_FLUSH',
    ],
    [
      'a comment behind a value',
      ['flushDiskType=SYNC_FLUSH # safe'],
      'a.conf:1: flushDiskType=SYNC_FLUSH # safe is not',
    ],
    [
      'no number',
      ['x=1', 'transactionCheckMax=many'],
      'a.conf:2: transactionCheckMax=many is not understood; expected a whole',
    ],
    ['a number out of range', ['transactionCheckMax=0'], 'expected a whole number from 1 to 2147483647'],
    ['no boolean', ['transientStorePoolEnable=yes'], 'expected true or false. RocketMQ would take it for false'],
    ['a key twice', ['brokerName=a', 'brokerName=b'], 'a.conf:2: "brokerName" is set again, after line 1'],
    ['a malformed escape', ['brokerName=\\u12'], 'a.conf:1: a "\\u" that is not followed by four hexadecimal digits'],
    ['only comments', ['# nothing'], 'a.conf: there is no setting in it'],
    ['some other file', ['{', '"name": 1', '}'], 'a.conf:1: no setting of RocketMQ is recognised'],
  ])('is one line that names file, line, key and what was expected: %s', (_name, lines, message) => {
    const error = errorOf(file('a.conf', ...lines))
    expect(error).toContain(message)
    expect(error).not.toContain('\n')
  })

  it.each([
    ['an empty file', [], 'a.conf: the file is empty'],
    ['a binary file', [0x7f, 0x45, 0x4c, 0x46, 0], 'a.conf: this is a binary file'],
    ['text that is not UTF-8', [0x61, 0x3d, 0xe9, 0x0a], 'a.conf: this is not UTF-8 text'],
    ['a byte order mark', [0xef, 0xbb, 0xbf, 0x61], 'a.conf:1: the file begins with a byte order mark'],
  ])('is told from its bytes: %s', (_name, bytes, message) => {
    expect(errorOf({ path: 'a.conf', bytes: Uint8Array.from(bytes) })).toContain(message)
  })

  it('is told of a path: no file, or a directory', () => {
    const folder = mkdtempSync(join(tmpdir(), 'audit-'))
    writeFileSync(join(folder, 'broker.conf'), 'brokerName=a\n')
    expect(readConfigFiles([join(folder, 'none.conf')])).toMatchObject({
      message: expect.stringContaining('no such file'),
    })
    expect(readConfigFiles([folder])).toMatchObject({ message: expect.stringContaining('is a directory') })
    expect(readConfigFiles([join(folder, 'broker.conf')])).toHaveLength(1)
  })
})
