/** What classic replication promises, and what must be able to happen in it. */
import { match } from 'ts-pattern'
import { sameValue, some } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import { type QueueState, queueContract, queueStateOf, strictQueue } from '../contracts/queue.ts'
import { copiesAskedFor } from '../parts/acknowledgement.ts'
import type { NodeStatus } from '../parts/broker-node.ts'
import { agreesWith } from '../parts/commit-log.ts'
import type { SendStatus } from '../parts/send.ts'
import type { ReplicationConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { type Broker, brokersOf, type Log, type Message, messagesOf, oldMessagesOf, waitOf } from './protocol.ts'

/** What of a state the contract of a queue is about. */
interface Contracted {
  readonly master: Broker
  readonly status: Readonly<Record<Broker, NodeStatus>>
  readonly log: Readonly<Record<Broker, Pick<Log, 'records'>>>
  readonly end: Readonly<Record<Broker, number>>
  readonly sends: Readonly<Record<Message, SendStatus>>
  readonly seen: Readonly<Record<Message, boolean>>
}

export function replication(config: ReplicationConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)
  const strict = { ...strictQueue, messages: messages.length }
  /** The queue is in the log of the master; where its disk is lost, in that of the slave that is to take its place. */
  const inTheContract = ({ master, status, end, log, sends, seen }: Contracted): QueueState => {
    const heirs = status[master] === 'replaced' ? brokers.filter((each) => each !== master) : [master]
    const [heir = master] = [...heirs].sort((one, other) => end[other] - end[one])
    return queueStateOf(messages, log[heir].records, sends, (message) => seen[message] === true)
  }
  const oldMessages = oldMessagesOf(config)
  const copies = copiesAskedFor(waitOf(config))

  return (
    faultyProtocol(config)
      // Who has a message: any broker whose log has it, running or not.
      .derive(
        'copies',
        [...oldMessages, ...messages],
        (s, message) => brokers.filter((broker) => s.log[broker].records.includes(message)).length,
      )

      // P1. The next master may be any broker, so that a message is lost once none has it.
      .always(
        'no acknowledged message is lost',
        messages,
        (s, message) => s.sends[message] !== 'SEND_OK' || s.copies[message] !== 0,
      )
      // The same for the master of the moment: a master that restarts short, or a slave that is promoted short, goes on
      // without the message.
      .always(
        'the master has every acknowledged message',
        messages,
        (s, message) => !s.isServing || s.sends[message] !== 'SEND_OK' || s.log[s.master].records.includes(message),
      )
      .always(
        'an old message outlives the master once a slave is in sync',
        (s) => !s.isTrusted || oldMessages.every((message) => s.copies[message] !== 0),
      )
      .alwaysStep('SEND_OK comes with as many copies as were asked for', (before, _step, after) =>
        messages.every(
          (message) =>
            after.sends[message] !== 'SEND_OK' ||
            before.sends[message] === 'SEND_OK' ||
            (after.copies[message] ?? 0) >= copies,
        ),
      )
      // P3.
      .always(
        'no phantom read',
        messages,
        (s, message) => !s.isServing || s.seen[message] !== true || s.log[s.master].records.includes(message),
      )
      // The contract of a queue, as far as nothing bad happens in it: there is no fairness of readers here.
      .refines('it is a queue', queueContract(strict), inTheContract, { only: 'safety' })
      .refines(
        'it is a queue that may show too early',
        queueContract({ ...strict, mayShowTooEarly: true }),
        inTheContract,
        { only: 'safety' },
      )
      .refines(
        'it is a queue that may lose its end',
        queueContract({ ...strict, mayLose: true, mayShowTooEarly: true }),
        inTheContract,
        { only: 'safety' },
      )
      .always(
        'a slave that is connected has the records of its master',
        brokers,
        (s, slave) =>
          s.connection[slave] === null ||
          agreesWith(s.log[slave], s.minOffset[slave], s.log[s.master], s.minOffset[s.master]),
      )
      .always(
        'a message that is sent once is stored once',
        brokers,
        (s, broker) => new Set(s.log[broker].records).size === s.log[broker].records.length,
      )
      .alwaysStep('an answer is given once', (before, _step, after) =>
        messages.every(
          (message) =>
            before.sends[message] === 'unsent' ||
            before.sends[message] === 'waiting' ||
            after.sends[message] === before.sends[message],
        ),
      )
      // A process that is down: its sockets are gone, and nobody writes to its log.
      .always('a broker that is down has no connections', (s) =>
        brokers.every(
          (broker) =>
            s.status[broker] === 'running' ||
            (s.connection[broker] === null &&
              (broker !== s.master ||
                (s.push2SlaveMaxOffset === 0 &&
                  brokers.every((slave) => s.connection[slave] === null && s.halfOpen[slave] === null)))),
        ),
      )
      .alwaysStep('a broker that is down writes nothing', (before, step, after) =>
        brokers.every(
          (broker) =>
            before.status[broker] === 'running' ||
            step.action === 'restart' ||
            sameValue(before.log[broker], after.log[broker]),
        ),
      )
      .alwaysStep('a fault takes the broker down that it strikes', (before, step, after) => {
        const struck = brokers.filter((broker) => before.status[broker] !== after.status[broker])
        if (budgetOf(step.action) === null || step.action === 'connection breaks') return true
        return struck.length === 1 && struck.every((broker) => after.status[broker] !== 'running')
      })
      .alwaysStep('what a power cut leaves is on the platter, and a lost disk leaves nothing', (before, step, after) =>
        brokers.every((broker) => {
          if (after.status[broker] === before.status[broker] || step.action === 'process crash') return true
          const { written, flushed, durable } = after.log[broker]
          if (after.status[broker] === 'replaced') return written === 0 && flushed === 0 && durable === 0
          return step.action === 'restart' || (durable === written && flushed <= written)
        }),
      )
      .always('a slave that fsyncs first has on its platter what it reported', (s) =>
        brokers.every((slave) => {
          const connection = s.connection[slave]
          if (config.slaveReports === 'its page cache' || connection === null) return true
          const { durable, flushed } = s.log[slave]
          return connection.ack <= s.minOffset[slave] + Math.min(durable, flushed)
        }),
      )
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(before.faults, budgetOf(step.action), after.faults),
      )

      // Promises of progress (P10).
      .fair('weak', ['acknowledge', 'time out'], 'message')
      .leadsTo(
        'every send is answered',
        messages,
        (s, message) => s.sends[message] === 'waiting',
        (s, message) => s.sends[message] !== 'waiting',
      )
      // Whatever has happened, the group may come together again: all are up, and every slave has what the master has.
      .canAlwaysReach('the slaves can catch up', (s) =>
        brokers.every(
          (broker) =>
            s.status[broker] === 'running' &&
            s.end[broker] === s.masterEnd &&
            (broker === s.master || s.connection[broker]?.ack === s.masterEnd) &&
            agreesWith(s.log[broker], s.minOffset[broker], s.log[s.master], s.minOffset[s.master]),
        ),
      )

      // Negative controls.
      .reachable('a send is answered SEND_OK', (s) => some(s.sends, 'SEND_OK'))
      .reachable('a send is answered FLUSH_DISK_TIMEOUT', (s) => some(s.sends, 'FLUSH_DISK_TIMEOUT'))
      .reachable('a send is answered FLUSH_SLAVE_TIMEOUT', (s) => some(s.sends, 'FLUSH_SLAVE_TIMEOUT'))
      .reachable('a send is answered SLAVE_NOT_AVAILABLE', (s) => some(s.sends, 'SLAVE_NOT_AVAILABLE'))
      .reachable('every broker has every message', (s) =>
        messages.every((message) => s.copies[message] === brokers.length),
      )
      .reachableStep('a consumer reads a message', (_before, step) => step.action === 'read')
      .reachableStep('a slave is promoted', (_before, step) => step.action === 'promote')
      .reachableStep('a broker restarts', (_before, step) => step.action === 'restart')
      .reachableStep(
        'a slave reports more than the master has',
        (before, step) => step.action === 'connect' && before.end[step.args.slave] > before.masterEnd,
      )
      .reachableStep(
        'a report closes the connection',
        (_before, step, after) => step.action === 'report' && after.connection[step.args.slave] === null,
      )
      .reachable('one slave is counted over two connections', (s) =>
        brokers.some((slave) => s.connection[slave] !== null && s.halfOpen[slave] !== null),
      )
      .reachableStep(
        'an expired connection is closed',
        (_before, step, after) =>
          step.action === 'close expired connection' && after.halfOpen[step.args.slave] === null,
      )
      .reachable('a slave lacks the first file', (s) => brokers.some((broker) => s.minOffset[broker] > 0))
      .reachable('haStatus shows a slave in sync', (s) => s.isTrusted)
      .reachableStep('a broker process crashes', (_before, step) => step.action === 'process crash')
      .reachableStep(
        'a power cut takes a record of the master',
        (before, step, after) =>
          step.action === 'power cut at the master' && after.log.A.written < before.log.A.written,
      )
      .reachableStep(
        'a power cut takes a record of a slave',
        (before, step, after) =>
          step.action === 'power cut at a slave' &&
          after.log[step.args.broker].written < before.log[step.args.broker].written,
      )
      .reachableStep(
        'the master loses its disk with a record on it',
        (before, step) => step.action === 'disk loss at the master' && before.log.A.written > 0,
      )
      .reachableStep(
        'a slave loses its disk with a record on it',
        (before, step) => step.action === 'disk loss at a slave' && before.log[step.args.broker].written > 0,
      )
      .reachableStep(
        'a connection breaks unnoticed',
        (_before, step, after) =>
          step.action === 'connection breaks' &&
          after.connection[step.args.slave] === null &&
          after.halfOpen[step.args.slave] !== null,
      )
  )
}

function budgetOf(
  action: string,
): 'processCrash' | 'masterPowerCut' | 'slavePowerCut' | 'masterDiskLoss' | 'slaveDiskLoss' | 'reconnect' | null {
  return match(action)
    .returnType<ReturnType<typeof budgetOf>>()
    .with('process crash', () => 'processCrash')
    .with('power cut at the master', () => 'masterPowerCut')
    .with('power cut at a slave', () => 'slavePowerCut')
    .with('disk loss at the master', () => 'masterDiskLoss')
    .with('disk loss at a slave', () => 'slaveDiskLoss')
    .with('connection breaks', () => 'reconnect')
    .otherwise(() => null)
}
