/** A broker as a machine with a disk: what an end of its process, of its power or of its disk leaves of the commit log. */
import { diskLossSentence, type LogFile, powerCutSentence, readable, recovered } from '../../parts/disk.ts'

/** `replaced`: the disk is lost and there is an empty one in its place; the process is down. */
export type NodeStatus = 'running' | 'down' | 'replaced'

/**
 * The log when the broker serves again: recovery declares flushed whatever it finds (b.3). Under ASYNC_FLUSH nobody asks what
 * is flushed, and the log stays as it is.
 */
export function restarted<Record>(log: LogFile<Record>, flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'): LogFile<Record> {
  return flushDiskType === 'SYNC_FLUSH' ? recovered(log) : log
}

/** `power cut at master A: record 2 (m2) of its commit log is gone (never fsynced)`. `who` says the role. */
export function powerLossSentence(who: string, before: LogFile<string>, after: LogFile<string>): string {
  return `power cut at ${who}: ${powerCutSentence(before, after, { log: 'its commit log' })}`
}

/** `master A: the disk of its commit log is lost, with 2 records`. Of the log before. */
export function diskLostSentence(who: string, before: LogFile<string>): string {
  return `${who}: ${diskLossSentence(before, { log: 'its commit log' })}`
}

/** What a broker has: `m1, m2 in its commit log`, or `an empty commit log`. */
export function contents<Record>(log: LogFile<Record>, nameOf: (record: Record) => string = String): string {
  const names = readable(log).map(nameOf)
  return names.length === 0 ? 'an empty commit log' : `${names.join(', ')} in its commit log`
}
