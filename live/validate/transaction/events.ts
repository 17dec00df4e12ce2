/** A recorded transaction as a log of the specification of transactions. */

import type { LogEvent } from '../../../runs/validate/log.ts'
import type { Step } from '../../../spec/language/definition.ts'
import type { SetOf, State } from '../../../spec/language/index.ts'
import type { FlushWait, OwedRecord } from '../../../spec/rocketmq/transaction/broker.ts'
import { defaults, type TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { halvesIn, type LogRecord } from '../../../spec/rocketmq/transaction/records.ts'
import type { Version } from '../../classpath/versions.ts'
import { LogGrowth } from '../../recording/log-growth.ts'
import type { SpecLog, Told } from '../../recording/spec-log.ts'
import type { TransactionRecord, TransactionRecording, TransactionSighting } from './recording.ts'

/** Steps that somebody of ours takes or makes happen: each of them leaves an event. */
const ours: ReadonlySet<string> = new Set([
  'send half',
  'commit local transaction',
  'roll back local transaction',
  'send end request',
  'answer check',
  'lose oneway message',
  'producer stops',
  'process crash',
  'power cut',
])

type TransactionState = {
  readonly commitLog: { readonly records: readonly LogRecord[] }
  readonly halfOffset: number
  readonly flushWaits: SetOf<FlushWait>
  readonly owed: SetOf<OwedRecord>
}

const recordsOf = (state: State): readonly LogRecord[] => (state as TransactionState).commitLog.records

const projection = {
  log: (state: State) => recordsOf(state).map((record) => specWord(record, recordsOf(state))),
  /** Of the copies that there are. After a power cut the offset may lie behind them, until a round of checks corrects it. */
  passed: (state: State) => Math.min((state as TransactionState).halfOffset, halvesIn(recordsOf(state)).length),
}

/** Whether the request that has decided a copy is not answered: its thread waits for the disk, and before 5.1.0 it has to write the mark. */
const unanswered = (half: number, opMarks: TransactionConfiguration['opMarks']) => (state: State) => {
  const { flushWaits, owed } = state as TransactionState
  return [...flushWaits, ...(opMarks === 'direct' ? owed : [])].some((each) => each.half === half)
}

const nameOfUnanswered = (half: number): string => `the request that has decided h${half} is unanswered`

/** `h1#2` is the copy h1 with two checks. Marks of one record have no order. */
function specWord(record: LogRecord, records: readonly LogRecord[]): string {
  if (record.type === 'half') return `h${record.half}#${record.checks}`
  if (record.type === 'final') return `final h${record.half}`
  if (record.type === 'op') return opWord(record.marks.map(({ half }) => `h${half}`))
  const copy = halvesIn(records).find(({ half }) => half === record.half)
  return `discarded #${copy?.checks}`
}

const opWord = (copies: readonly string[]): string => `op ${[...new Set(copies)].sort().join('+')}`

/** The same of records as they were read. A copy that the log does not have before this record is told by its place. */
function wordsOf(records: readonly TransactionRecord[]): readonly string[] {
  const copies: number[] = []
  const nameOf = (place: number): string =>
    copies.includes(place) ? `h${copies.indexOf(place)}` : `the half at ${place}`
  return records.map((record) => {
    if (record.type === 'half') return `h${copies.push(record.at) - 1}#${record.checks}`
    if (record.type === 'final') return `final ${nameOf(record.of)}`
    if (record.type === 'op') return opWord(record.of.map(nameOf))
    return `discarded #${record.checks}`
  })
}

/**
 * Places of events whose order is not known. A record is told by the first reading that has it. What a producer did stands
 * behind the reading that was made right before it, so as early as it can be. That is the weakest place: a producer's step only adds
 * messages that are under way, and a message may arrive as late as it likes. A message that was lost is one that stays under way.
 */
export function transactionLog(recording: TransactionRecording): SpecLog<TransactionConfiguration> {
  const { seen, facts, version } = recording
  const isStored = facts.outcome !== 'exception, half not stored'
  let records: readonly TransactionRecord[] = []
  let wasCut = false
  /** Copies of which it was seen that their requests are unanswered. */
  const looks = new Set<number>()
  const log = new LogGrowth((at) => {
    const record = records[at]
    if (record?.type === 'final') return { action: ['receive end request', 'write owed records'] }
    if (record?.type === 'op') return { action: ['write owed records', 'receive end request'] }
    if (record?.type === 'discarded') return { action: 'discard half' }
    if (record?.type === 'half' && record.checks === 0) return { action: 'send half', args: { outcome: facts.outcome } }
    // After a power cut another copy may stand at the same place: of two questions it is not known which was about this one.
    const atPlace = facts.asked.filter(({ of }) => record?.type === 'half' && of === record.at)
    const [asked, ...others] = new Set(atPlace.map(({ producer }) => producer))
    return { action: 'check back', ...(asked === undefined || others.length > 0 ? {} : { args: { asked } }) }
  })
  /** Copies in the order of the log: h0, h1, … */
  const copyAt = (place: number): number =>
    records.filter(({ type }) => type === 'half').findIndex((record) => record.type === 'half' && record.at === place)
  const offset = (halfOffset: number) =>
    wasCut ? { passed: Math.min(halfOffset, records.filter(({ type }) => type === 'half').length) } : { halfOffset }
  const eventOf = (each: Exclude<TransactionSighting, { readonly seen: 'log' }>): LogEvent | null => {
    switch (each.seen) {
      case 'send':
        // Of a half that is stored, the log says when.
        return isStored ? null : { action: 'send half', args: { outcome: facts.outcome } }
      case 'local transaction':
        return { action: each.row === 'committed' ? 'commit local transaction' : 'roll back local transaction' }
      case 'end request':
        return { action: 'send end request' }
      case 'answer':
        return { action: 'answer check', args: { question: { type: 'check', half: copyAt(each.of), to: each.by } } }
      case 'unanswered': {
        const half = copyAt(each.of)
        looks.add(half)
        return { observed: { [nameOfUnanswered(half)]: true } }
      }
      case 'producer stops':
        return { action: 'producer stops', args: { producer: each.producer } }
      case 'kill':
        return { action: 'process crash', observed: { log: log.words, ...offset(each.halfOffset) } }
      case 'power cut': {
        records = each.records
        wasCut = true
        log.becomes(wordsOf(records))
        return { action: 'power cut', args: { savedOffset: each.halfOffset }, observed: { log: log.words } }
      }
    }
  }
  const told = seen.flatMap((each, sighting): readonly Told[] => {
    if (each.seen === 'log') {
      records = each.records
      return log.read(wordsOf(records)).map((event) => ({ ...event, sighting }))
    }
    const event = eventOf(each)
    return event === null ? [] : [{ event, sighting, record: null }]
  })
  const count = (what: string): number => seen.filter((each) => each.seen === what).length
  const { flushDiskType, transactionCheckMax, rowAbsentAnswer } = facts
  const configuration: TransactionConfiguration = {
    ...defaults,
    ...rulesOf(version),
    flushDiskType,
    transactionCheckMax,
    rowAbsentAnswer,
    halfSend: [facts.outcome],
    checkRounds: 'may overtake a decision',
    localTransaction: 'may outlast every check',
    syncFlushTimeout: 'may expire',
    producerStop: count('producer stops'),
    processCrash: count('kill'),
    powerCut: count('power cut'),
  }
  const hidden = (before: State, { action }: Step, after: State): boolean =>
    !ours.has(action) && recordsOf(before).length === recordsOf(after).length
  const answers = [...looks].map((half) => [nameOfUnanswered(half), unanswered(half, configuration.opMarks)] as const)
  return { configuration, told, hidden, projection: { ...projection, ...Object.fromEntries(answers) } }
}

/** What the versions do otherwise. */
function rulesOf(version: Version): Pick<TransactionConfiguration, 'visibility' | 'opMarks'> {
  const showsFlushed = ['5.3.0', '5.3.3', '5.4.0'].includes(version)
  return {
    visibility: showsFlushed ? 'flushed' : 'appended',
    opMarks: version.startsWith('4.') ? 'direct' : 'buffered',
  }
}
