import { describe, expect, it } from 'vitest'
import { set } from '../../language/index.ts'
import { append, emptyLog } from '../../parts/disk.ts'
import {
  afterReading,
  afterRecovery,
  type DecisionState,
  endFlushWait,
  endTransaction,
  examine,
  renew,
  storeHalf,
  writableTogether,
  writeOwed,
} from './broker.ts'
import { defaults } from './configuration.ts'
import type { LogRecord } from './records.ts'

const half = storeHalf(emptyLog<LogRecord>(), 'SEND_OK', defaults)
const undecided: DecisionState = { commitLog: half, flushWaits: set(), owed: set() }
const typesIn = ({ commitLog }: DecisionState) => commitLog.records.map((record) => record.type)
const commit = { half: 0, decision: 'COMMIT' } as const
const rollback = { half: 0, decision: 'ROLLBACK' } as const

describe('the half message', () => {
  it('is on the platter at SEND_OK under SYNC_FLUSH only', () => {
    const sync = { ...defaults, flushDiskType: 'SYNC_FLUSH' } as const
    const durable = (outcome: Parameters<typeof storeHalf>[1], configuration: typeof defaults) =>
      storeHalf(emptyLog<LogRecord>(), outcome, configuration).durable
    expect(durable('SEND_OK', sync)).toBe(1)
    expect(durable('SLAVE_NOT_AVAILABLE', sync)).toBe(1)
    expect(durable('FLUSH_DISK_TIMEOUT', sync)).toBe(0)
    expect(durable('SEND_OK', defaults)).toBe(0)
    expect(durable('SEND_OK', { ...sync, waitStoreMsgOK: false })).toBe(0)
  })
})

describe('an end request', () => {
  it('is refused where the half is not in the log', () => {
    expect(endTransaction(undecided, { half: 1, decision: 'COMMIT' }, defaults)).toEqual(undecided)
  })

  it('is accepted again and after the other decision, unless the broker guards against it', () => {
    const rolledBack = endTransaction(undecided, rollback, defaults)
    const twice = endTransaction(endTransaction(rolledBack, commit, defaults), commit, defaults)
    expect(typesIn(twice)).toEqual(['half', 'final', 'final'])
    const guarded = { ...defaults, duplicateDecisionGuard: true }
    expect(endTransaction(rolledBack, commit, guarded)).toEqual(rolledBack)
  })

  it('appends the final message first, the op record now or later', () => {
    const written = (opMarks: (typeof defaults)['opMarks']) => {
      const state = endTransaction(undecided, commit, { ...defaults, opMarks })
      return { log: typesIn(state), owed: state.owed.map((each) => each.record) }
    }
    expect(written('buffered')).toEqual({ log: ['half', 'final'], owed: ['op mark'] })
    expect(written('direct')).toEqual({ log: ['half', 'final'], owed: ['op mark'] })
    expect(written('atomic')).toEqual({ log: ['half', 'final'], owed: [] })
    expect(written('before the final message')).toEqual({ log: ['half', 'op'], owed: ['final'] })
  })
})

describe('the final message under SYNC_FLUSH', () => {
  const sync = { ...defaults, flushDiskType: 'SYNC_FLUSH' } as const
  const received = endTransaction(undecided, commit, sync)
  const wait = { half: 0, upTo: 2 }

  it('is waited for before the half is marked', () => {
    expect(typesIn(received)).toEqual(['half', 'final'])
    expect(received).toMatchObject({ flushWaits: [wait], owed: [] })
  })

  it('is on disk when the wait ends in time, and need not be when it times out; the half is marked either way', () => {
    const mark = { record: 'op mark', ...commit }
    const flushed = endFlushWait(received, wait, 'flushed', sync)
    expect(flushed).toMatchObject({ flushWaits: [], owed: [mark], commitLog: { durable: 2 } })
    const timedOut = endFlushWait(received, wait, 'timed out', sync)
    expect(timedOut).toMatchObject({ flushWaits: [], owed: [mark], commitLog: { durable: 0 } })
  })

  it('is not waited for where the half did not wait, under ASYNC_FLUSH, or by a ROLLBACK', () => {
    const waits = (configuration: typeof defaults, decision: typeof commit | typeof rollback = commit) =>
      endTransaction(undecided, decision, configuration).flushWaits.length
    expect(waits({ ...sync, waitStoreMsgOK: false })).toBe(0)
    expect(waits(defaults)).toBe(0)
    expect(waits(sync, rollback)).toBe(0)
  })

  it('is waited for by 4.x too, which appends the op record then', () => {
    const direct = { ...sync, opMarks: 'direct' } as const
    const waiting = endTransaction(undecided, commit, direct)
    expect(waiting).toMatchObject({ flushWaits: [wait], owed: [] })
    expect(endFlushWait(waiting, wait, 'flushed', direct).owed).toEqual([{ record: 'op mark', ...commit }])
  })
})

describe('op marks', () => {
  const renewed = { ...undecided, commitLog: renew(half, { type: 'half', half: 0, checks: 0 }) }
  const both = endTransaction(endTransaction(renewed, commit, defaults), { half: 1, decision: 'COMMIT' }, defaults)

  it('share a record when they were buffered, or come too late for it, and request threads write one each', () => {
    const [first, second] = both.owed
    const buffered = writableTogether(both.owed, defaults)
    expect(buffered).toHaveLength(3)
    expect(buffered).toEqual(expect.arrayContaining([[first], [second], [first, second]]))
    expect(writableTogether(set(), defaults)).toEqual([])
    expect(writableTogether(both.owed, { ...defaults, opMarks: 'direct' })).toEqual([[first], [second]])
    const written = writeOwed(both, both.owed)
    expect(typesIn(written)).toEqual(['half', 'half', 'final', 'final', 'op'])
    expect(written.owed).toEqual([])
  })

  it('come too late for a batch only where nothing else lies between final message and mark', () => {
    expect(writableTogether(both.owed, { ...defaults, flushDiskType: 'SYNC_FLUSH' })).toEqual([both.owed])
    const { owed } = endTransaction(
      endTransaction(renewed, commit, defaults),
      { half: 1, decision: 'ROLLBACK' },
      defaults,
    )
    expect(writableTogether(owed, defaults).map((batch) => batch.map((each) => each.half))).toEqual([[1], [0, 1]])
  })
})

describe('a check round', () => {
  it('passes over what the op topic names, asks about the rest, and gives up after the last check', () => {
    const settled = append(half, { type: 'op', marks: set([commit]) })
    const exhausted = append(emptyLog<LogRecord>(), { type: 'half', half: 0, checks: defaults.transactionCheckMax })
    const calm = { ...defaults, checkRounds: 'after op marks are written' } as const
    const seen = (log: typeof half) => examine(log.records, 0, 0, calm)
    expect(seen(half)).toMatchObject({ isSettled: false, mayLookOpen: true, isExhausted: false })
    expect(seen(settled)).toMatchObject({ isSettled: true, mayLookOpen: false, isExhausted: false })
    expect(seen(exhausted)).toMatchObject({ isSettled: false, mayLookOpen: true, isExhausted: true })
    expect(examine(half.records, 1, 0, calm)).toBeNull()
  })

  it('may have read the op topic before the mark was written, unless the mark was there when the broker started', () => {
    const { records } = append(half, { type: 'op', marks: set([commit]) })
    expect(examine(records, 0, 0, defaults)).toMatchObject({ isSettled: true, mayLookOpen: true })
    expect(examine(records, 0, 1, defaults)).toMatchObject({ isSettled: true, mayLookOpen: true })
    expect(examine(records, 0, 2, defaults)).toMatchObject({ isSettled: true, mayLookOpen: false })
  })

  it('counts a check with each copy that it puts back, at the end of the half queue', () => {
    const once = renew(half, { type: 'half', half: 0, checks: 0 })
    const twice = renew(once, { type: 'half', half: 1, checks: 1 })
    expect(twice.records.slice(1)).toEqual([
      { type: 'half', half: 1, checks: 1 },
      { type: 'half', half: 2, checks: 2 },
    ])
  })

  it('reads only what is flushed under SYNC_FLUSH since 5.3.0', () => {
    const decided = append(append(half, { type: 'final', half: 0 }), { type: 'op', marks: set([commit]) })
    const durable = (configuration: Partial<typeof defaults>) =>
      afterReading(decided, (record) => record.type === 'final', { ...defaults, ...configuration }).durable
    expect(durable({ flushDiskType: 'SYNC_FLUSH' })).toBe(2)
    expect(durable({ flushDiskType: 'SYNC_FLUSH', visibility: 'appended' })).toBe(0)
    expect(durable({ flushDiskType: 'ASYNC_FLUSH' })).toBe(0)
  })

  it('reads what recovery took for flushed, though it is in the page cache alone', () => {
    const sync = { ...defaults, flushDiskType: 'SYNC_FLUSH' } as const
    const started = append(afterRecovery(renew(half, { type: 'half', half: 0, checks: 0 }), sync), {
      type: 'final',
      half: 0,
    })
    const durable = (type: LogRecord['type']) => afterReading(started, (record) => record.type === type, sync).durable
    expect(durable('half')).toBe(0)
    expect(durable('final')).toBe(3)
    expect(afterRecovery(half, { ...sync, visibility: 'appended' })).toBe(half)
  })
})
