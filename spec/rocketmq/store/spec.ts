/** RocketMQ's single-broker store as a specification; its scenarios are in `../store.ts`. */
import { at, atAll, each, every, some, specify } from '../../language/index.ts'
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
  overwrite,
  powerCutSurvivors,
  readable,
  recovered,
  wholeFile,
  writeOut,
} from '../../parts/disk.ts'
import { budget, mayHappen, spend } from '../../parts/faults.ts'
import { aboutTheStore, type StoreConfiguration } from './configuration.ts'
import { lostToPowerCut, lostToProcessCrash, offsetFileAfterPowerCut, recoveredWith } from './words.ts'

type Message = string
type SendStatus = 'unsent' | 'waiting' | 'SEND_OK' | 'FLUSH_DISK_TIMEOUT' | 'failed'
/** `read-only`: a failed fsync was noticed; the broker refuses writes and fsyncs no more, but serves consumers. */
type BrokerStatus = 'running' | 'read-only' | 'down'

export function store(config: StoreConfiguration) {
  const messages: readonly Message[] = Array.from({ length: config.messages }, (_, index) => `m${index + 1}`)
  const isSync = config.flush === 'sync'
  const showsFlushedOnly = isSync && config.visibility === 'flushed'
  const { powerCut, processCrash, failedFsync: failedFsyncs } = config

  return (
    specify('rocketmq/store', {
      sends: each(messages, 'unsent' as SendStatus),
      broker: 'running' as BrokerStatus,
      log: emptyLog<Message>(),
      /** ConsumeQueue: what the broker shows to consumers, by queue offset. */
      queue: [] as readonly Message[],
      /** Next queue offset the consumer will pull; in the consumer's memory, so that broker crashes leave it alone. */
      position: 0,
      consumed: each(messages, false),
      /** The group's offset in the broker's memory; null = the broker knows of none. */
      groupOffset: null as number | null,
      offsetFile: wholeFile<number | null>(null),
      faults: budget({ powerCut, processCrash, failedFsync: failedFsyncs }),
    })
      .about(aboutTheStore)

      // Producers and the write path.

      .action(
        'send',
        'A producer sends its next message and the broker appends it (b.1, S/CommitLog#asyncPutMessage). Under ASYNC_FLUSH ' +
          'the answer is SEND_OK at once (S/CommitLog$DefaultFlushManager#handleDiskFlush).',
      )
      .over('message', (s) => messages.filter((message) => s.sends[message] === 'unsent').slice(0, 1))
      .by('producer')
      .says((_before, { message }, after) => {
        const place = config.transientPool ? "the broker's direct memory" : 'the page cache'
        const answer = isSync ? 'waits for the flush' : 'is answered SEND_OK'
        return `${message} is appended at queue offset ${after.log.records.indexOf(message)} (in ${place}) and ${answer}`
      })
      .when((s) => s.broker === 'running')
      .changes((s, { message }) => ({
        sends: at(message, isSync ? 'waiting' : 'SEND_OK'),
        log: config.transientPool ? appendToBuffer(s.log, message) : append(s.log, message),
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

      // Consumers.

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
      .over('message', (s) => s.queue.slice(s.position, s.position + 1))
      .by('consumer')
      .says((before, { message }) => `the consumer reads ${message} at queue offset ${before.position}`)
      .when((s) => s.broker !== 'down')
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
      .when((s) => s.broker !== 'down' && s.position > s.queue.length)
      .changes((s) => ({ position: s.queue.length }))

      .action(
        'commit offset',
        'The consumer reports its position; the broker keeps it in memory, smaller or not (d.1).',
      )
      .by('consumer')
      .says((_before, _args, after) => `the consumer commits offset ${after.groupOffset}`)
      .when((s) => s.broker !== 'down' && (s.groupOffset ?? 0) !== s.position)
      .changes((s) => ({ groupOffset: s.position }))

      .action(
        'persist offsets',
        'Offsets go to consumerOffset.json every 5 s, without fsync (b.2, K/ConfigManager#persist).',
      )
      .by('broker')
      .says((_before, _args, after) => `consumerOffset.json is overwritten with offset ${after.groupOffset} (no fsync)`)
      .when((s) => s.broker !== 'down' && s.offsetFile.value !== s.groupOffset)
      .changes((s) => ({ offsetFile: overwrite(s.offsetFile, s.groupOffset) }))

      .action('restart consumer', "The group's next consumer begins at the group offset, or at consumeFromWhere (d.3).")
      .by('consumer')
      .says((before, _args, after) =>
        before.groupOffset === null
          ? `the consumer restarts; the broker has no offset of its group, so it begins at the ${config.consumeFrom} offset, ${after.position}`
          : `the consumer restarts from the group offset ${after.position}`,
      )
      .when((s) => s.broker !== 'down')
      .changes((s) => ({ position: s.groupOffset ?? (config.consumeFrom === 'first' ? 0 : s.queue.length) }))

      // Faults and recovery.

      .action(
        'failed fsync',
        'force() throws. Released versions log it and advance the flushed position (b.2, S/logfile/DefaultMappedFile#flush); ' +
          'with enableRunningFlagsInFlush (rmq#9709) the broker refuses further writes.',
      )
      .fault()
      .by('disk')
      .says(() =>
        config.fsyncFailureIsSwallowed
          ? 'fsync of the commit log fails; the broker logs the error and takes the records for flushed'
          : 'fsync of the commit log fails; the broker notices and refuses further writes',
      )
      .when((s) => s.broker === 'running' && s.log.flushed < s.log.written && mayHappen(s.faults, 'failedFsync'))
      .changes((s) => ({
        log: failedFsync(s.log, config.fsyncFailureIsSwallowed ? 'swallowed' : 'noticed'),
        broker: config.fsyncFailureIsSwallowed ? 'running' : 'read-only',
        faults: spend(s.faults, 'failedFsync'),
      }))

      .action(
        'process crash',
        'The broker process dies, the machine lives: direct memory and heap are gone (0.3, b.2).',
      )
      .fault()
      .by('broker')
      .says((before) => `the broker process crashes: ${lostToProcessCrash(before.log)}`)
      .when((s) => s.broker !== 'down' && mayHappen(s.faults, 'processCrash'))
      .changes((s) => ({
        ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
        log: afterProcessCrash(s.log),
        faults: spend(s.faults, 'processCrash'),
      }))

      .action(
        'power cut',
        'The machine loses power: of every file, independently, what was not fsynced may be gone (0.3, b.2).',
      )
      .over('kept', (s) => powerCutSurvivors(s.log))
      .over('offset', (s) => fileSurvivors(s.offsetFile, null))
      .fault()
      .by('disk')
      .says(
        (before, _args, after) =>
          `power cut at the broker: ${lostToPowerCut(before.log, after.log)}` +
          offsetFileAfterPowerCut(before.offsetFile, after.offsetFile),
      )
      .when((s) => s.broker !== 'down' && mayHappen(s.faults, 'powerCut'))
      .changes((s, { kept, offset }) => ({
        ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
        log: afterPowerCut(s.log, kept),
        offsetFile: fileAfterPowerCut(offset),
        faults: spend(s.faults, 'powerCut'),
      }))

      .action(
        'restart broker',
        'Abnormal recovery cuts the log behind its last good record, declares the rest flushed and dispatches it; offsets ' +
          'are what the file says (b.3, S/CommitLog#recoverAbnormally; b.2, K/ConfigManager#load).',
      )
      .by('broker')
      .says((_before, _args, after) => `the broker restarts with ${recoveredWith(after.log, after.groupOffset)}`)
      .when((s) => s.broker === 'down')
      .changes((s) => ({
        broker: 'running',
        log: recovered(s.log),
        queue: readable(s.log),
        groupOffset: s.offsetFile.value,
      }))

      // Promises. They speak about a broker that serves: what a dead one has is settled by its recovery.

      .always(
        'no acknowledged message is lost',
        messages,
        (s, message) => s.broker === 'down' || s.sends[message] !== 'SEND_OK' || s.log.records.includes(message),
      )
      .always(
        'no phantom read',
        messages,
        (s, message) => s.broker === 'down' || !s.consumed[message] || s.log.records.includes(message),
      )
      .always('the group offset stays within the log', (s) => (s.groupOffset ?? 0) <= s.log.written)
      .always('no message is skipped', (s) =>
        s.log.records.slice(0, s.groupOffset ?? 0).every((message) => s.consumed[message]),
      )
      .always('messages become visible in log order', (s) => isPrefix(s.queue, s.log.records) || s.broker === 'down')
      .alwaysStep('recovery keeps a prefix of the log', (before, step, after) =>
        step.action === 'send'
          ? isPrefix(before.log.records, after.log.records)
          : isPrefix(after.log.records, before.log.records),
      )

      // Negative controls: what must be able to happen, so that a promise is never kept by idleness.

      .reachable('a send is answered SEND_OK', (s) => some(s.sends, 'SEND_OK'))
      .reachable('a send is answered FLUSH_DISK_TIMEOUT', (s) => some(s.sends, 'FLUSH_DISK_TIMEOUT'))
      .reachable('every message is consumed', (s) => every(s.consumed, true))
      .reachableStep(
        'a broker restarts with a group offset',
        (_before, step, after) => step.action === 'restart broker' && after.groupOffset !== null,
      )
      .reachableStep('the power is cut', (_before, step) => step.action === 'power cut')
      .reachableStep('the broker process crashes', (_before, step) => step.action === 'process crash')
      .reachableStep('an fsync fails', (_before, step) => step.action === 'failed fsync')
  )
}

/** What any end of the broker process takes with it: connections (so waiting sends fail), offsets in memory. */
function goneWithTheProcess(waiting: readonly Message[]) {
  return {
    broker: 'down',
    sends: atAll(waiting, 'failed' as const),
    groupOffset: null,
    queue: [] as readonly Message[],
  } as const
}

function isPrefix(start: readonly Message[], whole: readonly Message[]): boolean {
  return start.every((message, index) => whole[index] === message)
}
