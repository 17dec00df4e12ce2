/** The store without its faults: its state, the write path and what consumers do. */
import { at, each, record, specify } from '../../language/index.ts'
import {
  append,
  appendToBuffer,
  emptyLog,
  fsync,
  overwrite,
  replaceFile,
  type WholeFile,
  wholeFile,
  writeOut,
} from '../../parts/disk.ts'
import { budget } from '../../parts/faults.ts'
import { messagesFrom } from '../parts/send.ts'
import { aboutTheStore } from './about.ts'
import type { StoreConfiguration } from './configuration.ts'

export type Message = string
export type SendStatus = 'unsent' | 'waiting' | 'SEND_OK' | 'FLUSH_DISK_TIMEOUT' | 'failed'
/** `read-only`: a failed fsync was noticed; the broker refuses writes and fsyncs no more, but serves consumers. */
type BrokerStatus = 'running' | 'read-only' | 'down'

/** `m1`, `m2`, …, in the order in which they are sent. */
export function messagesOf(config: StoreConfiguration): readonly Message[] {
  return messagesFrom(1, config.messages)
}

export function protocol(config: StoreConfiguration) {
  const messages = messagesOf(config)
  const isSync = config.flushDiskType === 'SYNC_FLUSH'
  const showsFlushedOnly = isSync && config.visibility === 'flushed'
  const isFsynced = config.jsonFiles === 'fsynced'
  const startsFromFirst = config.consumeFromWhere === 'CONSUME_FROM_FIRST_OFFSET'
  const { powerCut, processCrash, failedFsync: failedFsyncs } = config

  /** K/ConfigManager#persist (b.2, PR#9706). */
  const persisted = <Value>(file: WholeFile<Value>, value: Value) =>
    isFsynced ? replaceFile(file, value) : overwrite(file, value)

  return (
    specify('rocketmq/store', {
      sends: each(messages, 'unsent' as SendStatus),
      broker: 'running' as BrokerStatus,
      log: record(emptyLog<Message>()),
      /**
       * Whether appends go to direct memory: the file of the log has a buffer of the transient pool, or there is no file yet.
       * Only a new file gets one (S/AllocateMappedFileService#mmapOperation). One that a broker finds when it starts has none
       * (S/MappedFileQueue#load).
       */
      isPooled: config.transientStorePoolEnable,
      /** ConsumeQueue: what the broker shows to consumers, by queue offset. */
      queue: [] as readonly Message[],
      /** Next queue offset the consumer will pull; in the consumer's memory, so that broker crashes leave it alone. */
      position: 0,
      consumed: each(messages, false),
      /**
       * The group's offset in the broker's memory; null = the broker knows of none. The group is an old one: its offset 0
       * is on the platter, so that only a lost offset table makes it look new.
       */
      groupOffset: 0 as number | null,
      offsetFile: wholeFile<number | null>(0),
      /** Whether topics.json has the topic. It is written as soon as the broker's memory changes, so that they agree. */
      topicFile: wholeFile(config.topic === 'long known'),
      faults: budget({ powerCut, processCrash, failedFsync: failedFsyncs }),
    })
      .about(aboutTheStore)

      // Producers and the write path.

      .action(
        'send',
        'A producer sends its next message and the broker appends it (b.1, S/CommitLog#asyncPutMessage). Under ASYNC_FLUSH ' +
          'the answer is SEND_OK at once (S/CommitLog$DefaultFlushManager#handleDiskFlush). A topic that the broker does not know ' +
          'is created (B/topic/TopicConfigManager#createTopicInSendMessageMethod), and topics.json written. With the transient ' +
          'pool it is appended to direct memory, where the file was made since the broker started ' +
          '(S/AllocateMappedFileService#mmapOperation), and to the page cache else (S/MappedFileQueue#load).',
      )
      .over('message', (s) => messages.filter((message) => s.sends[message] === 'unsent').slice(0, 1))
      .by('producer')
      .says((before, { message }, after) => {
        const place = before.isPooled ? "the broker's direct memory" : 'the page cache'
        const answer = isSync ? 'waits for the flush' : 'is answered SEND_OK'
        const topic = before.topicFile.value
          ? ''
          : `topics.json gets the topic (${isFsynced ? 'fsynced' : 'no fsync'}); `
        return `${topic}${message} is appended at queue offset ${after.log.records.indexOf(message)} (in ${place}) and ${answer}`
      })
      .when((s) => s.broker === 'running')
      .changes((s, { message }) => ({
        sends: at(message, isSync ? 'waiting' : 'SEND_OK'),
        log: s.isPooled ? appendToBuffer(s.log, message) : append(s.log, message),
        ...(s.topicFile.value ? {} : { topicFile: persisted(s.topicFile, true) }),
      }))

      .action(
        'write out',
        'The transient pool is committed to the file channel every 200 ms (b.2, commitIntervalCommitLog).',
      )
      .by('broker')
      .says(
        (before) => `${before.log.records.slice(before.log.written).join(', ')} leave direct memory for the page cache`,
      )
      .when((s) => s.broker === 'running' && s.log.written < s.log.records.length)
      .changes((s) => ({ log: writeOut(s.log) }))

      .action(
        'flush',
        'fsync of the commit log: group commit under SYNC_FLUSH, 500 ms to 10 s later under ASYNC_FLUSH (b.1).',
      )
      .by('disk')
      .says(
        (before, _args, after) =>
          `the commit log is fsynced: records ${before.log.flushed + 1} to ${after.log.flushed}`,
      )
      .when((s) => s.broker === 'running' && s.log.flushed < s.log.written)
      .changes((s) => ({ log: fsync(s.log) }))

      .action(
        'acknowledge',
        'GroupCommitService wakes the producers whose message is below the flushed position (b.1).',
      )
      .over('message', messages)
      .by('broker')
      .says((_before, { message }) => `${message} is answered SEND_OK`)
      .when((s, { message }) => s.sends[message] === 'waiting' && s.log.records.indexOf(message) < s.log.flushed)
      .changes((_s, { message }) => ({ sends: at(message, 'SEND_OK') }))

      .action(
        'time out',
        'FlushDiskWatcher answers after syncFlushTimeout (5 s); the record stays in the log and will be consumed (b.1).',
      )
      .over('message', messages)
      .by('broker')
      .says((_before, { message }) => `${message} is answered FLUSH_DISK_TIMEOUT, but stays in the log`)
      .when((s, { message }) => s.sends[message] === 'waiting' && s.log.records.indexOf(message) >= s.log.flushed)
      .changes((_s, { message }) => ({ sends: at(message, 'FLUSH_DISK_TIMEOUT') }))

      // Consumers. None can do anything with a topic that the broker does not know (TOPIC_NOT_EXIST, B17).

      .action(
        'dispatch',
        'The reput thread puts the next record into the ConsumeQueue, up to the confirm offset (b.1, ' +
          'S/CommitLog#getConfirmOffset, rmq#8239).',
      )
      .by('broker')
      .says(
        (_before, _args, after) => `${after.queue.at(-1)} becomes visible at queue offset ${after.queue.length - 1}`,
      )
      .when((s) => s.broker !== 'down' && s.queue.length < (showsFlushedOnly ? s.log.flushed : s.log.written))
      .changes((s) => ({ queue: s.log.records.slice(0, s.queue.length + 1) }))

      .action('pull', 'The consumer pulls the message at its position and processes it before it moves on (d.1).')
      // A broker that is down has no queue to pull from.
      .over('message', (s) => (s.topicFile.value ? s.queue.slice(s.position, s.position + 1) : []))
      .by('consumer')
      .says((before, { message }) => `the consumer reads ${message} at queue offset ${before.position}`)
      .changes((s, { message }) => ({ consumed: at(message, true), position: s.position + 1 }))

      .action(
        'correct offset',
        'A position behind the end of the queue is reset to its end (d.4, OFFSET_OVERFLOW_BADLY).',
      )
      .by('consumer')
      .says(
        (before, _args, after) =>
          `the consumer's position ${before.position} is beyond the queue: reset to ${after.position}`,
      )
      .when((s) => s.broker !== 'down' && s.topicFile.value && s.position > s.queue.length)
      .changes((s) => ({ position: s.queue.length }))

      .action(
        'commit offset',
        'The consumer reports its position; the broker keeps it in memory, smaller or not (d.1).',
      )
      .by('consumer')
      .says((_before, _args, after) => `the consumer commits offset ${after.groupOffset}`)
      .when((s) => s.broker !== 'down' && s.topicFile.value && (s.groupOffset ?? 0) !== s.position)
      .changes((s) => ({ groupOffset: s.position }))

      .action(
        'persist offsets',
        'Offsets go to consumerOffset.json every 5 s, before 5.4.0 without an fsync (b.2, K/ConfigManager#persist).',
      )
      .by('broker')
      .says((_before, _args, after) =>
        isFsynced
          ? `consumerOffset.json is replaced by one with offset ${after.groupOffset} (fsynced)`
          : `consumerOffset.json is overwritten with offset ${after.groupOffset} (no fsync)`,
      )
      .when((s) => s.broker !== 'down' && s.offsetFile.value !== s.groupOffset)
      .changes((s) => ({ offsetFile: persisted(s.offsetFile, s.groupOffset) }))

      .action('restart consumer', "The group's next consumer begins at the group offset, or at consumeFromWhere (d.3).")
      .by('consumer')
      .says((before, _args, after) =>
        before.groupOffset === null
          ? `the consumer restarts; the broker has no offset of its group, so it begins at the ${startsFromFirst ? 'first' : 'last'} offset, ${after.position}`
          : `the consumer restarts from the group offset ${after.position}`,
      )
      .when((s) => s.broker !== 'down' && s.topicFile.value)
      .changes((s) => ({ position: s.groupOffset ?? (startsFromFirst ? 0 : s.queue.length) }))
  )
}
