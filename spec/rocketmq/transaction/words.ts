/** Sentences for the stories of transactions. */
import { has } from '../../language/index.ts'
import type { LogFile } from '../../parts/disk.ts'
import type { DecisionState, OwedRecord } from './broker.ts'
import type { TransactionConfiguration } from './configuration.ts'
import type { Message } from './messages.ts'
import type { HalfRecord, LogRecord, OpMark } from './records.ts'

/** `h0`: the copy of the half message at that offset of the half queue. */
export function copyName(half: number): string {
  return `h${half}`
}

/** `COMMIT h0` */
export function markName({ half, decision }: OpMark): string {
  return `${decision} ${copyName(half)}`
}

export function owedName(owed: OwedRecord): string {
  return owed.record === 'final' ? `final message of ${copyName(owed.half)}` : `op mark of ${copyName(owed.half)}`
}

function recordName(record: LogRecord): string {
  switch (record.type) {
    case 'half':
      return `half ${copyName(record.half)}`
    case 'final':
      return `final message of ${copyName(record.half)}`
    case 'op':
      return `op record of ${record.marks.map(({ half }) => copyName(half)).join(', ')}`
    case 'discarded':
      return `discarded copy of ${copyName(record.half)}`
  }
}

/** `final message of h0 appended at commit log offset 3`, for each record that a step appended. */
export function appended(before: LogFile<LogRecord>, after: LogFile<LogRecord>): string {
  return after.records
    .slice(before.records.length)
    .map((record, index) => `${recordName(record)} appended at commit log offset ${before.records.length + index}`)
    .join(', ')
}

/** What an end request made the broker do, and what it still owes: `final message of h0 appended …; op mark buffered` */
export function deeds(
  before: DecisionState,
  after: DecisionState,
  opMarks: TransactionConfiguration['opMarks'],
): string {
  const written = appended(before.commitLog, after.commitLog)
  const waits = after.flushWaits.length > before.flushWaits.length ? ['its thread waits for the flush'] : []
  const all = [written, ...waits, ...newlyOwed(before, after, opMarks)].filter((deed) => deed !== '')
  return all.length === 0 ? 'refused, or marked already' : all.join('; ')
}

/** What follows a wait for the flush: `op mark of h0 buffered` */
export function marking(
  before: DecisionState,
  after: DecisionState,
  opMarks: TransactionConfiguration['opMarks'],
): string {
  const marks = newlyOwed(before, after, opMarks)
  return marks.length === 0 ? 'no op mark, or one that is owed already' : marks.join('; ')
}

function newlyOwed(
  before: DecisionState,
  after: DecisionState,
  opMarks: TransactionConfiguration['opMarks'],
): readonly string[] {
  const owed = after.owed.filter((record) => !has(before.owed, record)).map(owedName)
  return owed.map((record) => (opMarks === 'buffered' ? `${record} buffered` : `${record} still to be appended`))
}

/** `records 2..3 of the commit log are gone (final message of h0, op record of h0)` */
export function lostRecords(before: LogFile<LogRecord>, after: LogFile<LogRecord>): string {
  const lost = before.records.slice(after.records.length).map(recordName)
  if (lost.length === 0) return 'the commit log loses nothing'
  const first = after.records.length
  return lost.length === 1
    ? `record ${first} of the commit log is gone (${lost[0]})`
    : `records ${first}..${first + lost.length - 1} of the commit log are gone (${lost.join(', ')})`
}

/** `; end request COMMIT h0 lost with its connection`, or nothing. */
export function brokenConnections(inFlight: readonly Message[], underWay: 'kept' | 'lost'): string {
  return underWay === 'kept' ? '' : `; ${inFlight.map(messageName).join(', ')} lost with the connections`
}

/** What the broker does to a copy that it asks about: `renews h0 as h1 (check 1 of 2)`. */
export function renewal(copy: HalfRecord, log: LogFile<LogRecord>, checkMax: number): string {
  const renewed = log.records.at(-1)
  const name = renewed?.type === 'half' ? copyName(renewed.half) : 'nothing'
  return `renews ${copyName(copy.half)} as ${name} (check ${copy.checks + 1} of ${checkMax})`
}

export function messageName(message: Message): string {
  return message.type === 'check'
    ? `question about ${copyName(message.half)} to producer ${message.to}`
    : `end request ${markName(message)}`
}
