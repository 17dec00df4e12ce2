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
import { lostToProcessCrash, offsetFileAfterPowerCut, recoveredWith } from './words.ts'

export function faultyProtocol(config: StoreConfiguration) {
  const messages = messagesOf(config)

  return protocol(config)
    .action(
      'failed fsync',
      'force() throws. Released versions log it and advance the flushed position (b.2, S/logfile/DefaultMappedFile#flush); ' +
        'with enableRunningFlagsInFlush (rmq#9709) the broker refuses further writes.',
    )
    .fault({ spends: 'faults.failedFsync' })
    .by('disk')
    .says(() =>
      config.enableRunningFlagsInFlush
        ? 'fsync of the commit log fails; the broker notices and refuses further writes'
        : 'fsync of the commit log fails; the broker logs the error and takes the records for flushed',
    )
    .when((s) => s.broker === 'running' && s.log.flushed < s.log.written)
    .changes((s) => ({
      log: failedFsync(s.log, config.enableRunningFlagsInFlush ? 'noticed' : 'swallowed'),
      broker: config.enableRunningFlagsInFlush ? 'read-only' : 'running',
    }))

    .action('process crash', 'The broker process dies, the machine lives: direct memory and heap are gone (0.3, b.2).')
    .fault({ spends: 'faults.processCrash' })
    .by('broker')
    .says((before) => `the broker process crashes: ${lostToProcessCrash(before.log)}`)
    .when((s) => s.broker !== 'down')
    .changes((s) => ({
      ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
      log: afterProcessCrash(s.log),
    }))

    .action(
      'power cut',
      'The machine loses power: of every file, independently, what was not fsynced may be gone (0.3, b.2).',
    )
    .over('kept', (s) => powerCutSurvivors(s.log))
    .over('offset', (s) => fileSurvivors(s.offsetFile, null))
    .fault({ spends: 'faults.powerCut' })
    .by('disk')
    .says(
      (before, _args, after) =>
        `power cut at the broker: ${powerCutSentence(before.log, after.log, { log: 'the commit log' })}` +
        offsetFileAfterPowerCut(before.offsetFile, after.offsetFile),
    )
    .when((s) => s.broker !== 'down')
    .changes((s, { kept, offset }) => ({
      ...goneWithTheProcess(messages.filter((message) => s.sends[message] === 'waiting')),
      log: afterPowerCut(s.log, kept),
      offsetFile: fileAfterPowerCut(offset),
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
