/** A recorded queue as a log of the specification of the store. */

import type { LogEvent } from '../../../runs/validate/log.ts'
import type { State } from '../../../spec/language/index.ts'
import type { StoreConfiguration } from '../../../spec/rocketmq/store/configuration.ts'
import { stockStore } from '../../../spec/rocketmq/store/configuration.ts'
import type { Version } from '../../classpath/versions.ts'
import { LogGrowth } from '../../recording/log-growth.ts'
import type { SpecLog, Told } from '../../recording/spec-log.ts'
import type { QueueRecord, StoreRecording, StoreSighting } from './recording.ts'

/** Steps that leave no event: what the broker does by itself, and when a failing fsync strikes. */
const hidden = ['write out', 'flush', 'acknowledge', 'time out', 'dispatch', 'persist offsets', 'failed fsync'] as const

type StoreState = {
  readonly log: { readonly records: readonly string[]; readonly written: number }
  readonly queue: readonly string[]
  readonly position: number
  readonly groupOffset: number | null
  readonly offsetFile: { readonly value: number | null }
}

const projection = {
  log: (state: State) => {
    const { records, written } = (state as StoreState).log
    return records.slice(0, written).map(wordOf)
  },
  /** A pull at the position of the consumer finds no message. */
  isNothingNew: (state: State) => (state as StoreState).queue.length <= (state as StoreState).position,
  /** To a group that it does not know the broker answers 0 as long as the first message of the queue is in memory. */
  answeredOffset: (state: State) => (state as StoreState).groupOffset ?? 0,
  offsetOnFile: (state: State) => (state as StoreState).offsetFile.value,
}

/** `m2@1`: the second message that was appended, at queue offset 1. */
const wordOf = (message: string, queueOffset: number): string => `${message}@${queueOffset}`

/**
 * Places of events whose order is not known. An append is told by the first reading that has it. What a producer or a consumer
 * was told stands behind a reading that was made after its answer, `nothing new` behind one before its question. The steps of
 * the broker between them are searched, so that this says no more than what is known.
 */
export function storeLog(recording: StoreRecording): SpecLog<StoreConfiguration> {
  const { seen, facts, version } = recording
  const names = namesOf(recording)
  const nameOf = (body: string): string => names.get(body) as string
  const wordsOf = (records: readonly QueueRecord[]) =>
    records.map((each) => wordOf(nameOf(each.body), each.queueOffset))
  const log = new LogGrowth(() => ({ action: 'send' }))
  const eventOf = (each: Exclude<StoreSighting, { readonly seen: 'log' }>): LogEvent => {
    switch (each.seen) {
      case 'answer':
        return { observed: { sends: { [nameOf(each.body)]: each.status } } }
      case 'message':
        return { action: 'pull', args: { message: nameOf(each.body) }, observed: { position: each.from + 1 } }
      case 'nothing new':
        return { observed: { position: each.from, isNothingNew: true } }
      case 'correction':
        return { action: 'correct offset', observed: { position: each.to } }
      case 'commit':
        return { action: 'commit offset', observed: { answeredOffset: each.groupOffset ?? 0 } }
      case 'group offset':
        return { observed: { answeredOffset: each.groupOffset ?? 0 } }
      case 'offset file':
        return { observed: { offsetOnFile: each.offset } }
      case 'new consumer':
        return { action: 'restart consumer', observed: { position: each.groupOffset ?? 0 } }
      case 'kill':
        return { action: 'process crash', observed: { log: log.words, offsetOnFile: each.offset } }
      case 'power cut': {
        const left = wordsOf(each.records)
        log.becomes(left)
        return { action: 'power cut', args: { offset: each.offset }, observed: { log: left } }
      }
      case 'start':
        return { action: 'restart broker', observed: { answeredOffset: each.groupOffset ?? 0, log: log.words } }
    }
  }
  const told = seen.flatMap((each, sighting): readonly Told[] => {
    const events = each.seen === 'log' ? log.read(wordsOf(each.records)) : [{ event: eventOf(each), record: null }]
    return events.map((event) => ({ ...event, sighting }))
  })
  const count = (what: string): number => seen.filter((each) => each.seen === what).length
  const configuration: StoreConfiguration = {
    ...stockStore,
    ...rulesOf(version),
    flushDiskType: facts.flushDiskType,
    messages: Math.max(1, names.size),
    processCrash: count('kill'),
    powerCut: count('power cut'),
    // A failed fsync changes something only while a message is not flushed.
    failedFsync: facts.hasFailingFsyncs ? names.size : 0,
  }
  return { configuration, told, hidden, projection }
}

/** What the versions do otherwise. */
function rulesOf(version: Version): Pick<StoreConfiguration, 'visibility' | 'failedFlush' | 'jsonFiles'> {
  return {
    visibility: ['5.3.0', '5.3.3', '5.4.0'].includes(version) ? 'flushed' : 'appended',
    ...(version === '5.4.0'
      ? { failedFlush: 'is tried again', jsonFiles: 'fsynced' }
      : { failedFlush: 'counts as done', jsonFiles: 'not fsynced' }),
  }
}

/** `m1`, `m2`, … in the order in which they were appended, and then those that no reading of the log has. */
function namesOf({ seen }: StoreRecording): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const name = (body: string): void => {
    if (!names.has(body)) names.set(body, `m${names.size + 1}`)
  }
  for (const each of seen) if ('records' in each) for (const { body } of each.records) name(body)
  for (const each of seen) if ('body' in each) name(each.body)
  return names
}
