/** Sentences for the stories of the store: what a crash took, in the words of an operator. */
import { type LogFile, processCrashSentence, readable, type WholeFile } from '../../parts/disk.ts'

/** What a process crash took: only what was still in direct memory. */
export function lostToProcessCrash(before: LogFile<string>): string {
  return `${processCrashSentence(before, { log: 'the commit log' })}; offsets in memory are gone`
}

/** ` and consumerOffset.json comes back empty`, or `with offset 1`; nothing where the file was never in doubt. */
export function offsetFileAfterPowerCut(before: WholeFile<number | null>, after: WholeFile<number | null>): string {
  if (before.stale.length === 0) return ''
  return ` and consumerOffset.json comes back ${after.value === null ? 'empty' : `with offset ${after.value}`}`
}

/** ` and topics.json comes back without the topic`; nothing where the file was never in doubt. */
export function topicFileAfterPowerCut(before: WholeFile<boolean>, after: WholeFile<boolean>): string {
  if (before.stale.length === 0) return ''
  return ` and topics.json comes back ${after.value ? 'with' : 'without'} the topic`
}

/** What a restarted broker has. */
export function recoveredWith(log: LogFile<string>, groupOffset: number | null): string {
  const records = readable(log)
  const kept = records.length === 0 ? 'an empty commit log' : `${records.join(', ')} in the commit log`
  return `${kept}, ${groupOffset === null ? 'no group offset' : `group offset ${groupOffset}`}`
}
