/** Words for the stories of replication: brokers by their role, logs by what they have. */
import type { LogFile } from '../../parts/disk.ts'
import { contents } from '../parts/broker-node.ts'

/** `master A`, or `slave B`. */
export function role(master: string, broker: string): string {
  return `${broker === master ? 'master' : 'slave'} ${broker}`
}

/** `m3 in its commit log, from offset 2 on`: an offset is told where the first file is not there. */
export function has(log: LogFile<string>, minOffset: number): string {
  return minOffset === 0 ? contents(log) : `${contents(log)}, from offset ${minOffset} on`
}
