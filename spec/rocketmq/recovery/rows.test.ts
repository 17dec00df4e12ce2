import { describe, expect, it } from 'vitest'
import { check } from '../../../checker/index.ts'
import { clearedBehind, emptyFile, endFoundBy, leftByPowerCut, written } from '../parts/commit-log-file.ts'
import { type RecoveryConfiguration, shipped } from './configuration.ts'
import { recovery } from './promises.ts'

const bodyOnly = { forceVerifyPropCRC: false }
const one = written(emptyFile(3), 0, 'm1')

describe('a commit log file', () => {
  it('ends at the first record without a head', () => {
    expect(endFoundBy(emptyFile(3), bodyOnly)).toBe(0)
    expect(endFoundBy(one, bodyOnly)).toBe(1)
    expect(endFoundBy(written(one, 2, 'm3'), bodyOnly)).toBe(1)
    expect(endFoundBy(written(written(one, 2, 'm3'), 1, 'm2'), bodyOnly)).toBe(3)
  })

  it('ends before a torn record only if properties have a CRC', () => {
    const torn = [{ head: 'm1', rest: null }]
    expect(endFoundBy(torn, bodyOnly)).toBe(1)
    expect(endFoundBy(torn, { forceVerifyPropCRC: true })).toBe(0)
  })

  it('loses any of the pages that are not on the platter, and no other', () => {
    expect(leftByPowerCut(one, one)).toEqual([one])
    expect(leftByPowerCut(one, emptyFile(3)).map(([place]) => place)).toEqual([
      { head: 'm1', rest: 'm1' },
      { head: 'm1', rest: null },
      { head: null, rest: 'm1' },
      { head: null, rest: null },
    ])
  })

  it('has zeros behind its end once it is cleared', () => {
    expect(clearedBehind(written(one, 1, 'm2'), 1)).toEqual(one)
  })
})

describe('one more', () => {
  const verdicts = (config: Partial<RecoveryConfiguration>) =>
    check(recovery({ ...shipped, ...config }).definition).properties.map(({ name, verdict }) => [name, verdict])

  it.each<Partial<RecoveryConfiguration>>([
    { powerCut: 1 },
    { powerCut: 1, forceVerifyPropCRC: true },
    { powerCut: 2 },
    { powerCut: 2, bytesBehindTheEnd: 'are cleared' },
    { powerCut: 2, bytesBehindTheEnd: 'are cleared and fsynced' },
    { powerCut: 2, forceVerifyPropCRC: true },
    { powerCut: 1, processCrash: 1 },
    { powerCut: 1, processCrash: 1, bytesBehindTheEnd: 'are cleared and fsynced' },
  ])('message changes no verdict of %o', (config) => {
    expect(verdicts({ ...config, messages: 4 })).toEqual(verdicts(config))
  })

  it('power cut changes no verdict of B11 and of its repair', () => {
    const repaired = { bytesBehindTheEnd: 'are cleared and fsynced' } as const
    expect(verdicts({ powerCut: 3 })).toEqual(verdicts({ powerCut: 2 }))
    expect(verdicts({ powerCut: 3, ...repaired })).toEqual(verdicts({ powerCut: 2, ...repaired }))
  })
})
