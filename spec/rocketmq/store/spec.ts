/** RocketMQ's single-broker store as a specification; its scenarios are in `../store.ts`. */
import { every, some } from '../../language/index.ts'
import type { StoreConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { type Message, messagesOf } from './protocol.ts'

export function store(config: StoreConfiguration) {
  const messages = messagesOf(config)

  return (
    faultyProtocol(config)
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
        (_before, step, after) => step.action === 'restart broker' && (after.groupOffset ?? 0) > 0,
      )
      .reachableStep('the power is cut', (_before, step) => step.action === 'power cut')
      .reachableStep('the broker process crashes', (_before, step) => step.action === 'process crash')
      .reachableStep('an fsync fails', (_before, step) => step.action === 'failed fsync')
  )
}

function isPrefix(start: readonly Message[], whole: readonly Message[]): boolean {
  return start.every((message, index) => whole[index] === message)
}
