/** The store and what the environment may do to it, each fault against its budget, and the recovery from it. */
import { atAll } from '../../language/index.ts'
import {
  afterPowerCut,
  afterProcessCrash,
  failedFsync,
  fileAfterPowerCut,
  fileSurvivors,
  powerCutSentence,
  powerCutSurvivors,
  readable,
  recovered,
} from '../../parts/disk.ts'
import type { StoreConfiguration } from './configuration.ts'
import { type Message, messagesOf, protocol } from './protocol.ts'
import { lostToProcessCrash, offsetFileAfterPowerCut, recoveredWith, topicFileAfterPowerCut } from './words.ts'

export function faultyProtocol(config: StoreConfiguration) {
  const messages = messagesOf(config)
  const isRetried = config.failedFlush === 'is tried again'
  /** Only a failure of `FileChannel#force` is: with the transient pool, that of a file with a buffer (S/logfile/DefaultMappedFile#flush). */
  const isNoticed = (isPooled: boolean) =>
    config.enableRunningFlagsInFlush && (isPooled || !config.transientStorePoolEnable)

  return protocol(config)
    .action(
      'failed fsync',
      'force() throws. Up to 5.3 the broker logs it and advances the flushed position (b.2, S/logfile/DefaultMappedFile#flush); ' +
        'since 5.4.0 the position stays and the flush is tried again (PR#9714); with enableRunningFlagsInFlush (rmq#9709) the ' +
        'broker refuses further writes.',
    )
    .fault({ spends: 'faults.failedFsync' })
    .by('disk')
    .says((before) => {
      if (isNoticed(before.isPooled)) {
        return 'fsync of the commit log fails; the broker notices and refuses further writes'
      }
      return isRetried
        ? 'fsync of the commit log fails; the broker logs the error and will try again'
        : 'fsync of the commit log fails; the broker logs the error and takes the records for flushed'
    })
    .when((s) => s.broker === 'running' && s.log.flushed < s.log.written)
    .changes((s) => ({
      log: failedFsync(s.log, isNoticed(s.isPooled) || isRetried ? 'noticed' : 'swallowed'),
      broker: isNoticed(s.isPooled) ? 'read-only' : 'running',
    }))

    .action(
      'process crash',
      'The broker process dies, the machine lives: direct memory and heap are gone (0.3, b.2). ' +
        'The file of the log stays, even an empty one, and gets no buffer of the transient pool again (S/MappedFileQueue#load).',
    )
    .fault({ spends: 'faults.processCrash' })
    .by('broker')
    .says((before) => `the broker process crashes: ${lostToProcessCrash(before.log)}`)
    .when((s) => s.broker !== 'down')
    .changes((s) => ({
      ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
      log: afterProcessCrash(s.log),
      isPooled: s.isPooled && s.log.records.length === 0,
    }))

    .action(
      'power cut',
      'The machine loses power: of every file, independently, what was not fsynced may be gone (0.3, b.2). The file of the log ' +
        'is taken for gone where nothing in it is left: the next one is new, and has a buffer of the transient pool, if there is one.',
    )
    .over('kept', (s) => powerCutSurvivors(s.log))
    .over('offset', (s) => fileSurvivors(s.offsetFile, null))
    .over('topicIsOnDisk', (s) => fileSurvivors(s.topicFile, false))
    .fault({ spends: 'faults.powerCut' })
    .by('disk')
    .says(
      (before, _args, after) =>
        `power cut at the broker: ${powerCutSentence(before.log, after.log, { log: 'the commit log' })}` +
        offsetFileAfterPowerCut(before.offsetFile, after.offsetFile) +
        topicFileAfterPowerCut(before.topicFile, after.topicFile),
    )
    .when((s) => s.broker !== 'down')
    .changes((s, { kept, offset, topicIsOnDisk }) => ({
      ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
      log: afterPowerCut(s.log, kept),
      isPooled: config.transientStorePoolEnable && kept === 0,
      offsetFile: fileAfterPowerCut(offset),
      topicFile: fileAfterPowerCut(topicIsOnDisk),
    }))

    .action(
      'restart broker',
      'Abnormal recovery cuts the log behind its last good record, declares the rest flushed and dispatches it; offsets ' +
        'and topics are what the files say (b.3, S/CommitLog#recoverAbnormally; b.2, K/ConfigManager#load).',
    )
    .by('broker')
    .says(
      (_before, _args, after) =>
        `the broker restarts with ${recoveredWith(after.log, after.groupOffset)}${after.topicFile.value ? '' : '; it does not know the topic'}`,
    )
    .when((s) => s.broker === 'down')
    .changes((s) => ({
      broker: 'running',
      log: recovered(s.log),
      queue: readable(s.log),
      groupOffset: s.offsetFile.value,
    }))
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
