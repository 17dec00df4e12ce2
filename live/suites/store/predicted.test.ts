import { describe, expect, it } from 'vitest'
import { type StoreConfiguration, stockStore } from '../../../spec/rocketmq/store/configuration.ts'
import { versions } from '../../classpath/versions.ts'
import { predicted } from './predicted.ts'

const of = (config: Partial<StoreConfiguration>) => predicted({ ...stockStore, ...config })

describe('brokers that behave as a configuration of the store says', () => {
  it('are all of them where no version differs', () => {
    expect(of({})).toEqual({ versions, because: null })
    expect(of({ processCrash: 1, visibility: 'appended' }).versions).toEqual(versions)
  })

  it('show flushed records only since 5.3.0, and that under SYNC_FLUSH', () => {
    expect(of({ flushDiskType: 'SYNC_FLUSH' })).toEqual({
      versions: ['5.3.0', '5.3.3', '5.4.0'],
      because: 'before 5.3.0 consumers see what is not flushed (PR#8240)',
    })
    expect(of({ flushDiskType: 'SYNC_FLUSH', visibility: 'appended' }).versions).toEqual(['4.9.7', '5.1.4', '5.2.0'])
  })

  it('have fsynced their files of offsets and topics since 5.4.0, which a power cut shows', () => {
    expect(of({ powerCut: 1 }).versions).toEqual(['4.9.7', '5.1.4', '5.2.0', '5.3.0', '5.3.3'])
    expect(of({ powerCut: 1, jsonFiles: 'fsynced' }).versions).toEqual(['5.4.0'])
  })

  it('take a failed fsync for done before 5.4.0', () => {
    expect(of({ failedFsync: 1 }).versions).not.toContain('5.4.0')
    expect(of({ failedFsync: 1, failedFlush: 'is tried again' }).versions).toEqual(['5.4.0'])
  })

  it('are none where no means at hand can force what the configuration is about, and it is said why', () => {
    const { versions: none, because } = of({
      failedFsync: 1,
      failedFlush: 'is tried again',
      powerCut: 1,
      jsonFiles: 'fsynced',
    })
    expect(none).toEqual([])
    expect(because).toContain('leaves the pages dirty')
  })
})
