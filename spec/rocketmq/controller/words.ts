/** Words for the stories of controller mode. */
import { contents } from '../parts/broker-node.ts'
import type { Log } from './protocol.ts'

/** `{A, B}` */
export function setName(members: readonly string[]): string {
  return `{${members.join(', ')}}`
}

/** `m1, m2 in its commit log`, or `an empty commit log`. */
export function contentsOf(log: Log): string {
  return contents(log, ({ message }) => message)
}

/** `power cut at slave B: m1 of its commit log is gone (never fsynced)`. */
export function powerCutSentence(role: string, broker: string, before: Log, kept: number): string {
  const lost = before.records.slice(kept).map(({ message }) => message)
  const gone =
    lost.length === 0 ? 'its commit log loses nothing' : `${lost.join(', ')} of its commit log is gone (never fsynced)`
  return `power cut at ${role} ${broker}: ${gone}`
}
