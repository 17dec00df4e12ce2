/** Appends, flushes, crashes and what recovery makes of the file that they leave. */
import { specify } from '../../language/index.ts'
import { budget } from '../../parts/faults.ts'
import { clearedBehind, emptyFile, endFoundBy, leftByPowerCut, type Place, written } from '../parts/commit-log-file.ts'
import { messagesFrom } from '../parts/send.ts'
import { aboutRecovery } from './about.ts'
import type { RecoveryConfiguration } from './configuration.ts'
import { recordsIn } from './words.ts'

export function protocol(config: RecoveryConfiguration) {
  const messages = messagesFrom(1, config.messages)
  const { powerCut, processCrash } = config

  return specify('rocketmq/recovery', {
    cache: emptyFile(config.messages),
    platter: emptyFile(config.messages),
    /** Where the next record goes, in places. */
    end: 0,
    /** Up to where the broker takes the log for flushed. */
    flushed: 0,
    sent: 0,
    faults: budget({ powerCut, processCrash }),
  })
    .about(aboutRecovery)

    .action('append', 'The record goes to the end of the log, into the page cache (b.1, S/CommitLog#asyncPutMessage).')
    .given('message', (s) => messages[s.sent] ?? null)
    .by('broker')
    .says((before, { message }) => `${message} is appended at place ${before.end}`)
    .changes((s, { message }) => ({ cache: written(s.cache, s.end, message), end: s.end + 1, sent: s.sent + 1 }))

    .action('flush', 'force() takes the whole mapped file to the platter (S/logfile/DefaultMappedFile#flush).')
    .by('broker')
    .says((_before, _args, after) => `the log is flushed up to place ${after.flushed}`)
    .when((s) => s.flushed < s.end)
    .changes((s) => ({ platter: s.cache, flushed: s.end }))

    .action(
      'power cut',
      'The machine loses power and starts again. Of each page that was not fsynced, the old or the new content is left. Recovery stops at the ' +
        'first bad record, and takes what it finds for flushed (b.3, S/CommitLog#recoverAbnormally, #checkMessageAndReturnSize).',
    )
    .over('left', (s) => leftByPowerCut(s.cache, s.platter))
    .fault({ spends: 'faults.powerCut' })
    .by('disk')
    .says((_before, { left }, after) => `power cut: the file has ${recordsIn(left)}; ${found(after)}`)
    .changes((_s, { left }) => recovered(left, left))

    .action(
      'process crash',
      'The broker process dies and starts again; the page cache lives. Recovery reads it from the front, and goes on behind the old end ' +
        'as long as records are good (b.3, S/CommitLog#recoverAbnormally).',
    )
    .fault({ spends: 'faults.processCrash' })
    .by('broker')
    .says(
      (before, _args, after) => `the broker process crashes: the file has ${recordsIn(before.cache)}; ${found(after)}`,
    )
    .changes((s) => recovered(s.cache, s.platter))

  function recovered(cache: readonly Place[], platter: readonly Place[]) {
    const end = endFoundBy(cache, config)
    if (config.bytesBehindTheEnd === 'stay') return { cache, platter, end, flushed: end }
    const cleared = clearedBehind(cache, end)
    return {
      cache: cleared,
      platter: config.bytesBehindTheEnd === 'are cleared and fsynced' ? cleared : platter,
      end,
      flushed: end,
    }
  }
}

function found({ cache, end }: { readonly cache: readonly Place[]; readonly end: number }): string {
  return end === 0 ? 'recovery finds no record' : `recovery finds ${recordsIn(cache.slice(0, end))}`
}
