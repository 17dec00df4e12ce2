/**
 * A disk behind a page cache: an append-only log and small whole-file values, as pure functions over plain values.
 *
 * What a program wrote, what it believes to be on the platter, and what really is there are three different things.
 * A process crash takes what was still in the program's memory; a power cut takes the page cache as well, of every
 * file independently; a failed fsync separates belief from truth; the loss of a disk takes everything.
 * A log may be declared as `record(emptyLog())`: a step then reads and changes the fields that it is about. A whole file
 * is better one value, because its two fields change together.
 */
import { change, insert, removeOne, type SetOf, set } from '../language/index.ts'
import { valueText } from './words/value-text.ts'
import { requirePart, requireValue, requireWhole, shown, wrongCall } from './words/wrong-call.ts'

/**
 * An append-only log file. Counts are numbers of records from the start of the log:
 * `durable <= written <= records.length`, `flushed <= written`.
 */
export interface LogFile<Record> {
  /** Everything appended, the records still in a direct-memory buffer included. */
  readonly records: readonly Record[]
  /** Records handed to the operating system (page cache). The end of the log for everyone who reads the file. */
  readonly written: number
  /** Records that the program believes to be on the platter. */
  readonly flushed: number
  /** Ghost: records that certainly are on the platter. No program can read it. */
  readonly durable: number
  /**
   * Ghost: an fsync failed. The kernel has marked the lost pages clean, so that later fsyncs skip them: nothing behind
   * `durable` ever becomes certain ("fsyncgate", PostgreSQL 2018). File systems that keep the pages dirty do better.
   */
  readonly hasHole: boolean
}

export function emptyLog<Record>(): LogFile<Record> {
  return { records: [], written: 0, flushed: 0, durable: 0, hasHole: false }
}

/** Appends to the page cache, after what a buffer may still hold (mmap, `write`). */
export function append<Record>(log: LogFile<Record>, record: NoInfer<Record>): LogFile<Record> {
  requireLog('append', log)
  requireValue('append', 'the record', record)
  return writeOut(appendToBuffer(log, record))
}

/** Appends to direct memory only (RocketMQ's transient store pool): no reader of the file sees it before `writeOut`. */
export function appendToBuffer<Record>(log: LogFile<Record>, record: NoInfer<Record>): LogFile<Record> {
  requireLog('appendToBuffer', log)
  requireValue('appendToBuffer', 'the record', record)
  return change(log, { records: [...log.records, record] })
}

/** Hands the buffered records to the page cache. */
export function writeOut<Record>(log: LogFile<Record>): LogFile<Record> {
  requireLog('writeOut', log)
  return change(log, { written: log.records.length })
}

/** An fsync that succeeds, as far as the program can tell. */
export function fsync<Record>(log: LogFile<Record>): LogFile<Record> {
  requireLog('fsync', log)
  return change(log, { flushed: log.written, durable: log.hasHole ? log.durable : log.written })
}

/**
 * An fsync that is known to have covered the first `count` records. How many more it covered is left to the power cut,
 * which keeps what it likes: so a flush in the background needs no step of its own before something depends on it.
 */
export function fsyncedUpTo<Record>(log: LogFile<Record>, count: number): LogFile<Record> {
  requireLog('fsyncedUpTo', log)
  requireWhole('fsyncedUpTo', 'the count', count, 0)
  const covered = Math.min(count, log.written)
  return change(log, {
    flushed: Math.max(log.flushed, covered),
    durable: log.hasHole ? log.durable : Math.max(log.durable, covered),
  })
}

/**
 * An fsync that fails: nothing reaches the platter. A program that swallows the error goes on as if it had
 * (`flushed` advances); one that notices keeps its old belief.
 */
export function failedFsync<Record>(log: LogFile<Record>, error: 'swallowed' | 'noticed'): LogFile<Record> {
  requireLog('failedFsync', log)
  requireError('failedFsync', error)
  return change(log, { flushed: error === 'swallowed' ? log.written : log.flushed, hasHole: true })
}

function requireError(call: string, error: unknown): void {
  if (error === 'swallowed' || error === 'noticed') return
  throw wrongCall(call, `with an error that is ${shown(error)}`, "say 'swallowed' or 'noticed'")
}

/** The readable part of the log, in order. */
export function readable<Record>(log: LogFile<Record>): readonly Record[] {
  requireLog('readable', log)
  return log.records.slice(0, log.written)
}

/** After a process crash: the page cache stays, the direct-memory buffer is gone. */
export function afterProcessCrash<Record>(log: LogFile<Record>): LogFile<Record> {
  requireLog('afterProcessCrash', log)
  return change(log, { records: readable(log) })
}

/**
 * How many records a power cut may leave: any number from `durable` to `written`, because the kernel writes dirty pages
 * back whenever it likes. Prefixes are enough even where pages survive in any order: recovery cuts the log at the first
 * bad record.
 */
export function powerCutSurvivors(log: LogFile<unknown>): readonly number[] {
  requireLog('powerCutSurvivors', log)
  return Array.from({ length: log.written - log.durable + 1 }, (_, extra) => log.durable + extra)
}

/**
 * After a power cut that left `kept` records. What is left is on the platter. Throws a RangeError where `kept` is none of
 * `powerCutSurvivors`.
 */
export function afterPowerCut<Record>(log: LogFile<Record>, kept: number): LogFile<Record> {
  requireLog('afterPowerCut', log)
  const { durable, written } = log
  if (!Number.isInteger(kept) || kept < durable || kept > written) {
    const problem = `that leaves ${shown(kept)} records, where ${durable} are on the platter and ${written} are written`
    throw wrongCall('afterPowerCut', problem, 'choose one of powerCutSurvivors(log)')
  }
  return {
    records: log.records.slice(0, kept),
    written: kept,
    flushed: Math.min(log.flushed, kept),
    durable: kept,
    hasHole: false,
  }
}

/** After the loss of the disk: a new one is in its place, and the log is empty. */
export function afterDiskLoss<Record>(lost: LogFile<Record>): LogFile<Record> {
  requireLog('afterDiskLoss', lost)
  return emptyLog<Record>()
}

/** How a log and its records are called in a story. */
interface LogWords<Record> {
  readonly log?: string
  readonly nameOf?: (record: Record) => string
}

/**
 * What a power cut took, of the log before and after it: `record 2 (m2) of the log is gone (never fsynced)`, or `believed
 * flushed, never on the platter` of a record after a failed fsync.
 */
export function powerCutSentence<Record>(
  before: LogFile<Record>,
  after: LogFile<NoInfer<Record>>,
  { log = 'the log', nameOf = valueText }: LogWords<Record> = {},
): string {
  requireLog('powerCutSentence', before)
  requireLog('powerCutSentence', after)
  const kept = after.records.length
  if (kept > before.records.length) {
    const problem = `of ${before.records.length} records before and ${kept} after`
    throw wrongCall('powerCutSentence', problem, 'give the log before the power cut first')
  }
  const lost = before.records.slice(kept).map((record, index) => {
    return `record ${kept + index + 1} (${nameOf(record)}) of ${log} is gone (${fate(before, kept + index)})`
  })
  return lost.length === 0 ? `${log} loses nothing` : lost.join(', ')
}

function fate(log: LogFile<unknown>, index: number): string {
  if (index >= log.written) return 'only in direct memory'
  return index < log.flushed ? 'believed flushed, never on the platter' : 'never fsynced'
}

/** What a process crash takes, of the log before it: `record 2 (m2) of the log is gone (only in direct memory)`. */
export function processCrashSentence<Record>(before: LogFile<Record>, words: LogWords<NoInfer<Record>> = {}): string {
  requireLog('processCrashSentence', before)
  return powerCutSentence(before, afterProcessCrash(before), words)
}

/** `an fsync of the log fails, and its records are taken for flushed`, or `…, and the program notices`. */
export function failedFsyncSentence(
  error: 'swallowed' | 'noticed',
  { log = 'the log' }: Pick<LogWords<never>, 'log'> = {},
): string {
  requireError('failedFsyncSentence', error)
  const then = error === 'swallowed' ? 'its records are taken for flushed' : 'the program notices'
  return `an fsync of ${log} fails, and ${then}`
}

/** `the disk of the log is lost, with 2 records`. Of the log before the step. */
export function diskLossSentence(
  before: LogFile<unknown>,
  { log = 'the log' }: Pick<LogWords<never>, 'log'> = {},
): string {
  requireLog('diskLossSentence', before)
  const { length } = before.records
  return `the disk of ${log} is lost, with ${length === 0 ? 'no record' : length === 1 ? '1 record' : `${length} records`}`
}

/** Recovery by truncation: the valid prefix that is found is declared flushed, whether it was fsynced or not. */
export function recovered<Record>(log: LogFile<Record>): LogFile<Record> {
  requireLog('recovered', log)
  return change(log, { flushed: log.written })
}

function requireLog(call: string, log: unknown): void {
  requirePart(call, 'log', log, ['records', 'written', 'flushed', 'durable', 'hasHole'], 'emptyLog()')
}

/** A small file that is written as a whole, such as a JSON table of offsets. */
export interface WholeFile<Value> {
  /** What a reader sees: the value written last. */
  readonly value: Value
  /** Ghost: what the platter may hold instead, namely every other value since the last certain one. */
  readonly stale: SetOf<Value>
}

export function wholeFile<Value>(value: Value): WholeFile<Value> {
  requireValue('wholeFile', 'the value', value)
  return { value, stale: set<Value>() }
}

/** Overwrites the file in the page cache, without fsync. */
export function overwrite<Value>(file: WholeFile<Value>, value: NoInfer<Value>): WholeFile<Value> {
  requireFile('overwrite', file)
  requireValue('overwrite', 'the value', value)
  return { value, stale: removeOne(insert(file.stale, file.value), value) }
}

/**
 * Replaces the file: a new one beside it is written and fsynced, renamed, and the folder is fsynced. One step is enough,
 * since a power cut inside of it leaves the old file or the new one, never an empty one.
 */
export function replaceFile<Value>(file: WholeFile<Value>, value: NoInfer<Value>): WholeFile<Value> {
  requireFile('replaceFile', file)
  requireValue('replaceFile', 'the value', value)
  return wholeFile<Value>(value)
}

/** An fsync of the file: from here on only its present value can survive. */
export function fsyncFile<Value>(file: WholeFile<Value>): WholeFile<Value> {
  requireFile('fsyncFile', file)
  return wholeFile(file.value)
}

/**
 * What a power cut may leave of the file: the value written last, an older one, or, where it was being overwritten, the
 * `empty` one (truncated, or renamed without fsync).
 */
export function fileSurvivors<Value>(file: WholeFile<Value>, empty: NoInfer<Value>): SetOf<Value> {
  requireFile('fileSurvivors', file)
  requireValue('fileSurvivors', 'the empty file', empty)
  return file.stale.length === 0 ? set([file.value]) : insert(insert(file.stale, file.value), empty)
}

/** After a power cut that left `survivor`, one of `fileSurvivors`. */
export function fileAfterPowerCut<Value>(survivor: Value): WholeFile<Value> {
  requireValue('fileAfterPowerCut', 'the survivor', survivor)
  return wholeFile(survivor)
}

/** After the loss of the disk: the file is as it is on a new one. */
export function fileAfterDiskLoss<Value>(lost: WholeFile<Value>, empty: NoInfer<Value>): WholeFile<Value> {
  requireFile('fileAfterDiskLoss', lost)
  requireValue('fileAfterDiskLoss', 'the empty file', empty)
  return wholeFile(empty)
}

function requireFile(call: string, file: unknown): void {
  requirePart(call, 'file', file, ['value', 'stale'], 'wholeFile(value)')
}
