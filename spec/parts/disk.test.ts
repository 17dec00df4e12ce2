import { describe, expect, it } from 'vitest'
import { set } from '../language/index.ts'
import {
  afterPowerCut,
  afterProcessCrash,
  append,
  appendToBuffer,
  emptyLog,
  failedFsync,
  fileAfterPowerCut,
  fileSurvivors,
  fsync,
  fsyncedUpTo,
  fsyncFile,
  overwrite,
  powerCutSurvivors,
  readable,
  recovered,
  wholeFile,
  writeOut,
} from './disk.ts'

const logOf = (...records: readonly string[]) => records.reduce(append, emptyLog<string>())

describe('a log behind a page cache', () => {
  it('keeps everything written when the process crashes', () => {
    expect(readable(recovered(afterProcessCrash(logOf('a', 'b'))))).toEqual(['a', 'b'])
  })

  it('may lose any suffix that was not fsynced when the power is cut', () => {
    const log = append(fsync(logOf('a')), 'b')
    expect(powerCutSurvivors(append(log, 'c'))).toEqual([1, 2, 3])
    expect(readable(afterPowerCut(log, 1))).toEqual(['a'])
  })

  it('loses nothing of what an fsync that worked has covered', () => {
    expect(powerCutSurvivors(fsync(logOf('a', 'b')))).toEqual([2])
  })

  it('keeps the rest in doubt where an fsync is known to have covered a part', () => {
    expect(powerCutSurvivors(fsyncedUpTo(logOf('a', 'b', 'c'), 1))).toEqual([1, 2, 3])
    expect(fsyncedUpTo(fsync(logOf('a', 'b')), 1)).toEqual(fsync(logOf('a', 'b')))
    expect(fsyncedUpTo(failedFsync(logOf('a', 'b'), 'noticed'), 1)).toMatchObject({ flushed: 1, durable: 0 })
  })

  it('believes in records that a swallowed failure of fsync never wrote', () => {
    const log = failedFsync(logOf('a'), 'swallowed')
    expect(log.flushed).toBe(1)
    expect(powerCutSurvivors(log)).toEqual([0, 1])
  })

  it('keeps its old belief where the failure is noticed', () => {
    expect(failedFsync(logOf('a'), 'noticed').flushed).toBe(0)
  })

  it('is never sure again of what lies behind a failed fsync', () => {
    const log = fsync(append(failedFsync(logOf('a'), 'swallowed'), 'b'))
    expect(log.flushed).toBe(2)
    expect(powerCutSurvivors(log)).toEqual([0, 1, 2])
  })

  it('declares flushed what recovery finds in the page cache', () => {
    const log = recovered(afterProcessCrash(logOf('a')))
    expect(log.flushed).toBe(1)
    expect(powerCutSurvivors(log)).toEqual([0, 1])
  })

  it('has only certain records after a power cut', () => {
    expect(recovered(afterPowerCut(failedFsync(logOf('a', 'b'), 'swallowed'), 1))).toEqual(fsync(logOf('a')))
  })
})

describe('a direct-memory buffer in front of the log', () => {
  it('is read by nobody before it is written out', () => {
    const log = appendToBuffer(logOf('a'), 'b')
    expect(readable(log)).toEqual(['a'])
    expect(readable(writeOut(log))).toEqual(['a', 'b'])
  })

  it('is lost in a process crash', () => {
    expect(afterProcessCrash(appendToBuffer(logOf('a'), 'b')).records).toEqual(['a'])
  })

  it('is not covered by an fsync', () => {
    expect(fsync(appendToBuffer(logOf('a'), 'b')).flushed).toBe(1)
  })
})

describe('a file written as a whole', () => {
  it('survives a power cut as it was when it never changed', () => {
    expect(fileSurvivors(wholeFile(7), 0)).toEqual(set([7]))
  })

  it('may be new, any older value or empty after overwrites without fsync', () => {
    expect(fileSurvivors(overwrite(overwrite(wholeFile(1), 2), 3), 0)).toEqual(set([0, 1, 2, 3]))
  })

  it('compares values by structure', () => {
    const file = overwrite(overwrite(wholeFile({ offset: 1 }), { offset: 2 }), { offset: 1 })
    expect(file.stale).toEqual(set([{ offset: 2 }]))
  })

  it('is certain after an fsync and after a power cut', () => {
    expect(fsyncFile(overwrite(wholeFile(1), 2))).toEqual(wholeFile(2))
    expect(fileAfterPowerCut(1)).toEqual(wholeFile(1))
  })
})
