/** What RocketMQ's single-broker store promises, and what must be able to happen in it. */
import { match } from 'ts-pattern'
import { every, some } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import { type QueueState, queueContract, queueState, type SendOutcome, strictQueue } from '../contracts/queue.ts'
import type { StoreConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { type Message, messagesOf, type SendStatus } from './protocol.ts'

/** What of a state the contract of a queue is about. */
interface Contracted {
  readonly sends: Readonly<Record<Message, SendStatus>>
  readonly log: { readonly records: readonly Message[] }
  readonly consumed: Readonly<Record<Message, boolean>>
}

export function store(config: StoreConfiguration) {
  const messages = messagesOf(config)
  const strict = { ...strictQueue, messages: config.messages }
  const inTheContract = ({ log, sends, consumed }: Contracted): QueueState =>
    queueState(
      log.records,
      Object.fromEntries(messages.map((message) => [message, outcomeOf(sends[message])])),
      consumed,
    )

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
      .always('messages become visible in log order', (s) => isPrefix(s.queue, s.log.records))
      .alwaysStep('recovery keeps a prefix of the log', (before, step, after) =>
        step.action === 'send'
          ? isPrefix(before.log.records, after.log.records)
          : isPrefix(after.log.records, before.log.records),
      )

      // In the model each message is sent once, and the store makes no copies of its own.
      .always('a message that is sent once is stored once', (s) => new Set(s.log.records).size === s.log.records.length)

      // Every verdict is one under a budget of faults: one that does not count would make it a verdict on another.
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(before.faults, budgetOf(step.action), after.faults),
      )

      // Promises of progress (P10, P2). What the broker does by itself it does sooner or later; no fault has to come.

      .fair('weak', ['acknowledge', 'time out'], 'message')
      .fair('weak', 'write out')
      .fair('weak', 'flush')
      .fair('weak', 'dispatch')
      .fair('weak', 'restart broker')
      .fair('weak', 'correct offset')
      // A consumer may restart at any time, and pulls again from the group offset: what is pulled again and again, for each
      // message, is only enabled again and again.
      .fair('strong', 'pull', 'message')
      .leadsTo(
        'every send is answered',
        messages,
        (s, message) => s.sends[message] === 'waiting',
        (s, message) => s.sends[message] !== 'waiting',
      )
      .leadsTo(
        'every acknowledged message is consumed',
        messages,
        (s, message) => s.sends[message] === 'SEND_OK',
        (s, message) => s.consumed[message] === true,
      )
      .leadsTo(
        'a consumer beyond the end of the queue is brought back',
        (s) => s.position > s.queue.length,
        (s) => s.position <= s.queue.length,
      )

      // The contract of a queue: what is acknowledged or seen stays in its place. Recovery cuts a log at its end, and nowhere else.

      .refines('it is a queue', queueContract(strict), inTheContract)
      .refines(
        'it is a queue that may lose its end',
        queueContract({ ...strict, mayLose: true, mayShowTooEarly: true }),
        inTheContract,
        { only: 'safety' },
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
      // Belief and truth part in three ways (b.2, b.3): a failed fsync is taken for a good one; the next good one passes over
      // the pages that the kernel has marked clean; recovery takes what it finds for flushed.
      .reachableStep(
        'a failed fsync counts as flushed',
        (before, step, after) => step.action === 'failed fsync' && after.log.flushed > before.log.flushed,
      )
      .reachableStep(
        'an fsync succeeds and leaves a hole',
        (_before, step, after) => step.action === 'flush' && after.log.durable < after.log.flushed,
      )
      // A file that is fsynced on its own may be ahead of the log (0.9, B18).
      .reachableStep(
        'an offset is durable before the log that it speaks of',
        (_before, step, after) =>
          step.action === 'persist offsets' &&
          after.offsetFile.stale.length === 0 &&
          (after.offsetFile.value ?? 0) > after.log.durable,
      )
      // After a restart the transient pool waits for the next file of the log (b.2).
      .reachableStep(
        'an append goes past the transient pool',
        (_before, step, after) =>
          config.transientStorePoolEnable && step.action === 'send' && after.log.written === after.log.records.length,
      )
      // No message can be read, though all are in the log (0.9, B17).
      .reachable('a topic is forgotten', (s) => s.broker !== 'down' && !s.topicFile.value && s.log.written > 0)
      .reachableStep(
        'recovery declares flushed what was never fsynced',
        (_before, step, after) => step.action === 'restart broker' && after.log.durable < after.log.flushed,
      )
  )
}

function outcomeOf(status: SendStatus | undefined): SendOutcome {
  if (status === 'SEND_OK') return 'acknowledged'
  return status === 'unsent' ? 'unsent' : 'in doubt'
}

function budgetOf(action: string): 'failedFsync' | 'processCrash' | 'powerCut' | null {
  return match(action)
    .returnType<ReturnType<typeof budgetOf>>()
    .with('failed fsync', () => 'failedFsync')
    .with('process crash', () => 'processCrash')
    .with('power cut', () => 'powerCut')
    .otherwise(() => null)
}

function isPrefix(start: readonly Message[], whole: readonly Message[]): boolean {
  return start.every((message, index) => whole[index] === message)
}
