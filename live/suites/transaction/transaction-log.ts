/** The records of one transaction in the words of its specification: what the commit log has, and what a state says. */
import { halvesIn, type LogRecord } from '../../../spec/rocketmq/transaction/records.ts'
import type { PlacedRecord } from '../../store/commit-log.ts'
import type { StoredRecord } from '../../store/record.ts'

export const halfTopic = 'RMQ_SYS_TRANS_HALF_TOPIC'
export const opTopic = 'RMQ_SYS_TRANS_OP_HALF_TOPIC'
const discardTopic = 'TRANS_CHECK_MAX_TIME_TOPIC'
export const realTopic = 'T'

/**
 * A record as both sides can tell it. An op record does not say what was decided; a discarded copy says how often it was
 * checked and not which copy it was.
 */
export type Told =
  | { readonly type: 'half'; readonly half: number; readonly checks: number }
  | { readonly type: 'final'; readonly half: number | null }
  | { readonly type: 'op'; readonly halves: readonly number[] }
  | { readonly type: 'discarded'; readonly checks: number | null }

/** What a state says. */
export function toldBySpec(records: readonly LogRecord[]): readonly Told[] {
  const checksOf = (half: number) => halvesIn(records).find((record) => record.half === half)?.checks ?? null
  const told = (record: LogRecord): Told => {
    switch (record.type) {
      case 'half':
        return { type: 'half', half: record.half, checks: record.checks }
      case 'final':
        return { type: 'final', half: record.half }
      case 'op':
        return { type: 'op', halves: record.marks.map(({ half }) => half).sort((a, b) => a - b) }
      case 'discarded':
        return { type: 'discarded', checks: checksOf(record.half) }
    }
  }
  return records.map(told)
}

/** A record of the log that belongs to transactions, and how it is told. */
export interface FoundRecord {
  readonly told: Told
  readonly stored: PlacedRecord
}

/** What the log has, in its order. There is one transaction, and nobody else sends to its topic. */
export function recordsFound(log: readonly PlacedRecord[]): readonly FoundRecord[] {
  return log.flatMap((stored) => {
    const told = toldByLog(stored, log)
    return told === null ? [] : [{ told, stored }]
  })
}

function toldByLog(record: PlacedRecord, log: readonly PlacedRecord[]): Told | null {
  switch (record.topic) {
    case halfTopic:
      return { type: 'half', half: record.queueOffset, checks: checksIn(record) ?? 0 }
    case opTopic:
      return { type: 'op', halves: halvesNamed(record) }
    case discardTopic:
      return { type: 'discarded', checks: checksIn(record) }
    case realTopic:
      return { type: 'final', half: halfOf(record, log) }
    default:
      return null
  }
}

function checksIn({ properties }: StoredRecord): number | null {
  const checks = properties.get('TRANSACTION_CHECK_TIMES')
  return checks === undefined ? null : Number(checks)
}

/** Offsets in the half queue: `0,1,` from 5.1.0 on, and `0` before. */
function halvesNamed({ body }: StoredRecord): readonly number[] {
  return body
    .toString('utf8')
    .split(',')
    .filter((part) => part !== '')
    .map(Number)
    .sort((a, b) => a - b)
}

/** The copy that a final message was made of; null where there is none at that place. */
export function halfOf({ preparedOffset }: StoredRecord, log: readonly PlacedRecord[]): number | null {
  const half = log.find(({ topic, position }) => topic === halfTopic && position === preparedOffset)
  return half?.queueOffset ?? null
}

/** The first copy from `offset` on that no op record names. */
export function pastSettled(offset: number, records: readonly Told[]): number {
  const settled = records.flatMap((record) => (record.type === 'op' ? record.halves : []))
  let next = offset
  while (settled.includes(next)) next++
  return next
}
