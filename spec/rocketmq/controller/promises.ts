/** What controller mode promises, and what must be able to happen in it. */
import { match } from 'ts-pattern'
import { sameValue, some } from '../../language/index.ts'
import { spendsOnly } from '../../parts/faults.ts'
import { type QueueState, queueContract, queueStateOf, strictQueue } from '../contracts/queue.ts'
import type { ControllerConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import type { Broker } from './members.ts'
import { brokersOf, type ControllerState, indexIn, type Log, type Message, messagesOf, type Send } from './protocol.ts'

/** What of a state the contract of a queue is about. */
interface Contracted {
  readonly serving: Broker | null
  readonly controller: Pick<ControllerState, 'syncStateSet'>
  readonly log: Readonly<Record<Broker, Pick<Log, 'records' | 'written'>>>
  readonly sends: Readonly<Record<Message, Send>>
  readonly reads: Readonly<Record<Message, number>>
}

export function controller(config: ControllerConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)
  const strict = { ...strictQueue, messages: config.messages }
  /** The queue is in the log of the master that serves; where none does, in the longest of those that may be elected. */
  const inTheContract = ({ serving, controller: { syncStateSet }, log, sends, reads }: Contracted): QueueState => {
    const logs = (serving === null ? syncStateSet : [serving]).map((broker) => log[broker])
    const [longest] = [...logs].sort((one, other) => other.written - one.written)
    const stored = longest?.records.map(({ message }) => message) ?? []
    return queueStateOf(messages, stored, sends, (message) => (reads[message] ?? 0) > 0)
  }
  const hasGroup = config.groups > 0

  return (
    faultyProtocol(config)
      /** Whether the master that serves, if there is one, has a message. */
      .derive('isServed', messages, (s, message) => s.serving === null || indexIn(s.log[s.serving], message) !== -1)
      .derive(
        'copies',
        messages,
        (s, message) => brokers.filter((broker) => indexIn(s.log[broker], message) !== -1).length,
      )

      // P1 and P3.
      .always(
        'no acknowledged message is lost',
        messages,
        (s, message) => s.sends[message] !== 'SEND_OK' || (s.copies[message] !== 0 && s.isServed[message] === true),
      )
      .always('no phantom read', messages, (s, message) => s.reads[message] === 0 || s.isServed[message] === true)
      // The contract of a queue, as far as nothing bad happens in it.
      .refines('it is a queue', queueContract(strict), inTheContract, { only: 'safety' })
      .refines(
        'it is a queue that may lose its end',
        queueContract({ ...strict, mayLose: true, mayShowTooEarly: true }),
        inTheContract,
        { only: 'safety' },
      )
      .always('queue offsets are unique', brokers, (s, broker) => {
        const offsets = s.log[broker].records.map(({ queueOffset }) => queueOffset)
        return new Set(offsets).size === offsets.length
      })
      // P4 and P2 of the group.
      .always('no message is read twice', messages, (s, message) => (s.reads[message] ?? 0) <= 1)
      .canAlwaysReach('every acknowledged message can be read', (s) =>
        messages.every((message) => s.sends[message] !== 'SEND_OK' || (s.reads[message] ?? 0) > 0),
      )
      .always('one master in an epoch', (s) => {
        const epochs = brokers
          .filter((broker) => s.broker[broker].role === 'master')
          .map((broker) => s.broker[broker].epoch)
        return new Set(epochs).size === epochs.length
      })
      .always('a slave that is connected has a beginning of the log of its master', brokers, (s, slave) => {
        const master = s.broker[slave].follows
        if (master === null || s.ack[master][slave] === null || s.broker[master].role !== 'master') return true
        return s.log[slave].records.every((stored, index) => sameValue(s.log[master].records[index], stored))
      })
      .alwaysStep('an answer is given once', (before, _step, after) =>
        messages.every(
          (message) =>
            before.sends[message] === 'unsent' ||
            before.sends[message]?.startsWith('waiting') === true ||
            after.sends[message] === before.sends[message],
        ),
      )
      .always('a broker that is down has no connections', (s) =>
        brokers.every(
          (broker) =>
            s.broker[broker].status === 'running' ||
            (s.broker[broker].role === 'unregistered' && brokers.every((slave) => s.ack[broker][slave] === null)),
        ),
      )
      .always('only a broker that acts as master has a SyncStateSet', brokers, (s, broker) => {
        const { role, syncStateSet, remoteSyncStateSet } = s.broker[broker]
        return role === 'master'
          ? syncStateSet.includes(broker) && (remoteSyncStateSet ?? syncStateSet).includes(broker)
          : syncStateSet.length === 0 && remoteSyncStateSet === null
      })
      // A master that the controller does not know any more has an older epoch.
      .always('epochs of the controller are the largest', brokers, (s, broker) => {
        const { epoch, syncStateSetEpoch } = s.broker[broker]
        return epoch <= s.controller.masterEpoch && syncStateSetEpoch <= s.controller.syncStateSetEpoch
      })
      .alwaysStep(
        'epochs of the controller never go back',
        (before, _step, after) =>
          after.controller.masterEpoch >= before.controller.masterEpoch &&
          after.controller.syncStateSetEpoch >= before.controller.syncStateSetEpoch,
      )
      .always('the confirm offset stays within the log', brokers, (s, broker) => {
        const isMaster = s.broker[broker].role === 'master'
        return !isMaster || s.confirmOffset[broker] <= s.log[broker].written
      })
      .alwaysStep('a fault takes the broker down that it strikes', (before, step, after) => {
        if (!['process crash', 'power cut at a master', 'power cut at a slave', 'disk loss'].includes(step.action))
          return true
        const struck = brokers.filter((broker) => before.broker[broker].status !== after.broker[broker].status)
        return struck.length === 1 && struck.every((broker) => after.broker[broker].status !== 'running')
      })
      .alwaysStep(
        'what a power cut leaves is on the platter, and a lost disk leaves nothing',
        (_before, step, after) => {
          if (step.action === 'power cut at a master' || step.action === 'power cut at a slave') {
            const { written, flushed, durable } = after.log[step.args.broker]
            return durable === written && flushed <= written
          }
          if (step.action !== 'disk loss') return true
          const { written, flushed, durable } = after.log[step.args.broker]
          return written === 0 && flushed === 0 && durable === 0 && after.epochFile[step.args.broker].length === 0
        },
      )
      .alwaysStep('a broker that is down writes nothing', (before, step, after) =>
        brokers.every(
          (broker) =>
            before.broker[broker].status === 'running' ||
            step.action === 'restart' ||
            sameValue(before.log[broker], after.log[broker]),
        ),
      )
      .always('a log has what is flushed of it, and each message once', brokers, (s, broker) => {
        const { records, written, flushed, durable } = s.log[broker]
        const names = new Set(records.map(({ message }) => message))
        return flushed <= written && durable <= written && names.size === records.length
      })
      .always('epochs of an epoch file ascend', brokers, (s, broker) =>
        s.epochFile[broker].every(({ epoch }, index, entries) => epoch > (entries[index - 1]?.epoch ?? 0)),
      )
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(before.faults, budgetOf(step.action), after.faults),
      )

      // P10.
      .fair('weak', ['acknowledge', 'time out'], 'message')
      .leadsTo(
        'every send is answered',
        messages,
        (s, message) => s.sends[message]?.startsWith('waiting') === true,
        (s, message) => s.sends[message]?.startsWith('waiting') !== true,
      )
      .canAlwaysReach('the group can have a master again', (s) => s.serving !== null)

      // Negative controls.
      .reachable('a send is answered SEND_OK', (s) => some(s.sends, 'SEND_OK'))
      .reachable('a send is answered FLUSH_DISK_TIMEOUT', (s) => some(s.sends, 'FLUSH_DISK_TIMEOUT'))
      .reachable('a send is answered FLUSH_SLAVE_TIMEOUT', (s) => some(s.sends, 'FLUSH_SLAVE_TIMEOUT'))
      .reachable('a send is answered IN_SYNC_REPLICAS_NOT_ENOUGH', (s) => some(s.sends, 'IN_SYNC_REPLICAS_NOT_ENOUGH'))
      .reachable('every broker has every message', (s) =>
        messages.every((message) => s.copies[message] === brokers.length),
      )
      .reachable('every broker is in the SyncStateSet', (s) => s.controller.syncStateSet.length === brokers.length)
      .reachable('every message is read', (s) => messages.every((message) => (s.reads[message] ?? 0) > 0))
      .reachableStep('a consumer takes over', (_before, step) => hasGroup && step.action === 'restart consumer')
      .reachableStep(
        'a member leaves the SyncStateSet',
        (before, step, after) =>
          step.action === 'alter SyncStateSet' &&
          after.controller.syncStateSet.length < before.controller.syncStateSet.length,
      )
      .reachableStep(
        'a slave is elected',
        (before, step) => step.action === 'elect' && before.controller.master !== step.args.broker,
      )
      .reachableStep(
        'one that is not in the SyncStateSet is elected',
        (before, step) => step.action === 'elect' && !before.controller.syncStateSet.includes(step.args.broker),
      )
      .reachableStep('nobody can be elected', (_before, step) => step.action === 'find no master')
      .reachableStep(
        'a slave cuts its log',
        (before, step, after) =>
          step.action === 'follow' && after.log[step.args.slave].written < before.log[step.args.slave].written,
      )
      .reachable(
        'two brokers act as master',
        (s) =>
          brokers.filter((broker) => s.broker[broker].status === 'running' && s.broker[broker].role === 'master')
            .length > 1,
      )
      .reachableStep(
        'a master restarts in the epoch that it had',
        (before, step) =>
          step.action === 'become master' &&
          before.epochFile[step.args.broker].some(({ epoch }) => epoch === before.controller.masterEpoch),
      )
      .reachableStep('a broker process crashes', (_before, step) => step.action === 'process crash')
      .reachableStep(
        'a power cut takes a record of a master',
        (before, step, after) =>
          step.action === 'power cut at a master' &&
          after.log[step.args.broker].written < before.log[step.args.broker].written,
      )
      .reachableStep(
        'a power cut takes a record of a slave',
        (before, step, after) =>
          step.action === 'power cut at a slave' &&
          after.log[step.args.broker].written < before.log[step.args.broker].written,
      )
      .reachableStep(
        'a disk is lost with a record on it',
        (before, step) => step.action === 'disk loss' && before.log[step.args.broker].written > 0,
      )
      .reachableStep('the network parts', (_before, step) => step.action === 'partition')
      .reachableStep('a slave is too slow', (_before, step) => step.action === 'slave is slow')
      .reachableStep('an answer of the controller is lost', (_before, step) => step.action === 'answer is lost')
      .reachableStep('the controller crashes', (_before, step) => step.action === 'controller crash')
  )
}

function budgetOf(
  action: string,
):
  | 'processCrash'
  | 'masterPowerCut'
  | 'slavePowerCut'
  | 'diskLoss'
  | 'partition'
  | 'slowSlave'
  | 'lostReply'
  | 'controllerCrash'
  | null {
  return match(action)
    .returnType<ReturnType<typeof budgetOf>>()
    .with('process crash', () => 'processCrash')
    .with('power cut at a master', () => 'masterPowerCut')
    .with('power cut at a slave', () => 'slavePowerCut')
    .with('disk loss', () => 'diskLoss')
    .with('partition', () => 'partition')
    .with('slave is slow', () => 'slowSlave')
    .with('answer is lost', () => 'lostReply')
    .with('controller crash', () => 'controllerCrash')
    .otherwise(() => null)
}
