import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { exploreReference } from '../../test/oracle/explore.ts'
import { record, type SpecDefinition, set, specify } from '../language/index.ts'
import {
  afterDiskLoss,
  afterPowerCut,
  afterProcessCrash,
  append,
  appendToBuffer,
  diskLossSentence,
  emptyLog,
  failedFsync,
  failedFsyncSentence,
  fileAfterDiskLoss,
  fileAfterPowerCut,
  fileSurvivors,
  fsync,
  fsyncedUpTo,
  fsyncFile,
  type LogFile,
  overwrite,
  powerCutSentence,
  powerCutSurvivors,
  processCrashSentence,
  readable,
  recovered,
  replaceFile,
  type WholeFile,
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

  it('is certain after it was replaced, whatever it was before', () => {
    expect(fileSurvivors(replaceFile(overwrite(wholeFile(1), 2), 3), 0)).toEqual(set([3]))
  })
})

describe('a log and a file in a specification, each an ordinary object or a record', () => {
  type Log = LogFile<string>
  type File = WholeFile<number>
  const asRecord = (value: object) => record(value) as unknown

  /** Every step that there is, of a log of at most two records and a file. */
  function disk(declared: { readonly log: unknown; readonly file: unknown }): SpecDefinition {
    return specify('disk', { log: declared.log as Log, file: declared.file as File })
      .action('append')
      .when((s) => s.file.stale.length === 0 && s.log.records.length < 2)
      .changes((s) => ({ log: append(s.log, `r${s.log.records.length}`) }))
      .action('buffer')
      .when((s) => s.file.stale.length === 0 && s.log.records.length < 2)
      .changes((s) => ({ log: appendToBuffer(s.log, `b${s.log.records.length}`) }))
      .action('write out')
      .changes((s) => ({ log: writeOut(s.log) }))
      .action('fsync')
      .changes((s) => ({ log: fsync(s.log) }))
      .action('fsync of a part')
      .over('count', [1, 2])
      .changes((s, { count }) => ({ log: fsyncedUpTo(s.log, count) }))
      .action('failed fsync')
      .over('error', ['swallowed', 'noticed'])
      .changes((s, { error }) => ({ log: failedFsync(s.log, error) }))
      .action('recover')
      .changes((s) => ({ log: recovered(s.log) }))
      .action('process crash')
      .changes((s) => ({ log: afterProcessCrash(s.log) }))
      .action('power cut')
      .over('kept', (s) => powerCutSurvivors(s.log))
      .over('survivor', (s) => fileSurvivors(s.file, 0))
      .changes((s, { kept, survivor }) => ({ log: afterPowerCut(s.log, kept), file: fileAfterPowerCut(survivor) }))
      .action('disk loss')
      .changes((s) => ({ log: afterDiskLoss(s.log), file: fileAfterDiskLoss(s.file, 0) }))
      .action('overwrite')
      .over('value', [1, 2])
      .when((s) => s.log.records.length === 0)
      .changes((s, { value }) => ({ file: overwrite(s.file, value) }))
      .action('fsync of the file')
      .when((s) => s.file.value === 2)
      .changes((s) => ({ file: fsyncFile(s.file) }))
      .always('in order', ({ log }) => log.durable <= log.written && log.flushed <= log.written)
      .always('no more is written than there is', (s) => s.log.written <= s.log.records.length)
      .always('what is flushed is on the platter', (s) => s.log.flushed <= s.log.durable)
      .reachable('a hole behind a record', (s) => s.log.hasHole && readable(s.log).length === 2 && s.log.durable === 1)
      .reachable('an old value and a new one', (s) => s.file.value === 2 && s.file.stale.length === 2).definition
  }
  const ordinary = disk({ log: emptyLog<string>(), file: wholeFile(0) })
  const divided = disk({ log: asRecord(emptyLog<string>()), file: asRecord(wholeFile(0)) })
  const outcomes = (found: ReturnType<typeof check>['properties']) =>
    found.map(({ name, verdict, trace }) => [name, verdict, trace?.length])

  it('come to the same states, verdicts and lengths of stories', () => {
    const [one, other] = [check(ordinary), check(divided)]
    expect(one.properties.map(({ verdict }) => verdict)).toEqual([
      'holds',
      'holds',
      'violated',
      'reachable',
      'reachable',
    ])
    expect(other.states).toEqual(one.states)
    expect(other.states).toEqual(exploreReference(divided).states)
    expect(outcomes(other.properties)).toEqual(outcomes(one.properties))
  })

  it('are read and changed by field where they are records', () => {
    const { functions, hints } = check(divided)
    const readsOf = (name: string) => functions.find((each) => each.kind === 'action' && each.name === name)?.mostReads
    expect(hints).toEqual([])
    expect(['fsync', 'fsync of a part', 'failed fsync', 'recover', 'write out'].map(readsOf)).toEqual([3, 4, 1, 1, 1])
    const all = functions.reduce((sum, { runs }) => sum + runs, 0)
    expect(all).toBeLessThan(check(ordinary).functions.reduce((sum, { runs }) => sum + runs, 0) / 2)
  })
})

describe('a disk that is lost', () => {
  it('takes everything, whatever was on the platter', () => {
    expect(afterDiskLoss(fsync(logOf('a', 'b')))).toEqual(emptyLog())
    expect(fileAfterDiskLoss(fsyncFile(overwrite(wholeFile(1), 2)), 0)).toEqual(wholeFile(0))
  })
})

describe('what a power cut took', () => {
  it('is told with the reason why it could be taken', () => {
    const log = appendToBuffer(append(fsync(logOf('a')), 'b'), 'c')
    expect(powerCutSentence(log, afterPowerCut(log, 1))).toBe(
      'record 2 (b) of the log is gone (never fsynced), record 3 (c) of the log is gone (only in direct memory)',
    )
    expect(powerCutSentence(fsync(log), afterPowerCut(fsync(log), 2), { log: 'the journal' })).toBe(
      'record 3 (c) of the journal is gone (only in direct memory)',
    )
    const swallowed = failedFsync(logOf('a'), 'swallowed')
    expect(powerCutSentence(swallowed, afterPowerCut(swallowed, 0), { nameOf: (record) => `entry ${record}` })).toBe(
      'record 1 (entry a) of the log is gone (believed flushed, never on the platter)',
    )
    expect(powerCutSentence(logOf('a'), afterPowerCut(logOf('a'), 1))).toBe('the log loses nothing')
  })

  it('is told of the other faults in the same words', () => {
    const log = appendToBuffer(logOf('a'), 'b')
    expect(processCrashSentence(log)).toBe('record 2 (b) of the log is gone (only in direct memory)')
    expect(processCrashSentence(logOf('a'), { log: 'the journal' })).toBe('the journal loses nothing')
    expect(failedFsyncSentence('swallowed')).toBe('an fsync of the log fails, and its records are taken for flushed')
    expect(failedFsyncSentence('noticed', { log: 'r1' })).toBe('an fsync of r1 fails, and the program notices')
    expect(diskLossSentence(log)).toBe('the disk of the log is lost, with 2 records')
    expect(diskLossSentence(logOf('a'), { log: 'r1' })).toBe('the disk of r1 is lost, with 1 record')
    expect(diskLossSentence(logOf())).toBe('the disk of the log is lost, with no record')
  })
})

describe('any log, after any events', () => {
  type Event =
    | 'append'
    | 'buffer'
    | 'write out'
    | 'fsync'
    | 'swallowed'
    | 'noticed'
    | 'crash'
    | 'power cut'
    | 'disk loss'
  const events = (...kinds: readonly Event[]) =>
    fc.array(fc.tuple(fc.constantFrom<Event>('append', 'fsync', ...kinds), fc.nat(5)), { maxLength: 25 })

  /** Every log on the way, with the number of records that the program was told to be safe, and its event. */
  function run(
    all: readonly (readonly [Event, number])[],
  ): readonly (readonly [Event, LogFile<number>, LogFile<number>])[] {
    let log = emptyLog<number>()
    return all.map(([event, choice], index) => {
      const before = log
      const survivors = powerCutSurvivors(log)
      const next: Record<Event, () => LogFile<number>> = {
        append: () => append(log, index),
        buffer: () => appendToBuffer(log, index),
        'write out': () => writeOut(log),
        fsync: () => fsync(log),
        swallowed: () => failedFsync(log, 'swallowed'),
        noticed: () => failedFsync(log, 'noticed'),
        crash: () => recovered(afterProcessCrash(log)),
        'power cut': () => recovered(afterPowerCut(log, survivors[choice % survivors.length] ?? 0)),
        'disk loss': () => afterDiskLoss(log),
      }
      log = next[event]()
      return [event, before, log]
    })
  }

  it('is durable no further than it is written, and written no further than it goes', () => {
    const all: readonly Event[] = ['buffer', 'write out', 'swallowed', 'noticed', 'crash', 'power cut', 'disk loss']
    fc.assert(
      fc.property(events(...all), (sequence) => {
        for (const [, , { records, written, flushed, durable }] of run(sequence)) {
          expect(durable).toBeLessThanOrEqual(written)
          expect(flushed).toBeLessThanOrEqual(written)
          expect(written).toBeLessThanOrEqual(records.length)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('loses to a power cut nothing that was flushed, while no fsync fails and nothing is only recovered', () => {
    fc.assert(
      fc.property(events('buffer', 'write out', 'power cut'), (sequence) => {
        for (const [event, before, after] of run(sequence)) {
          if (event !== 'power cut') continue
          expect(readable(after).slice(0, before.flushed)).toEqual(before.records.slice(0, before.flushed))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('keeps a prefix of what was readable, whatever crashes', () => {
    fc.assert(
      fc.property(events('buffer', 'write out', 'swallowed', 'crash', 'power cut'), (sequence) => {
        for (const [event, before, after] of run(sequence)) {
          if (event !== 'crash' && event !== 'power cut') continue
          expect(readable(before).slice(0, readable(after).length)).toEqual(readable(after))
          if (event === 'crash') expect(readable(after)).toEqual(readable(before))
        }
      }),
      { numRuns: 300 },
    )
  })
})
