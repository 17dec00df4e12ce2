/** A master and its slaves without faults: sends, transfer over HA connections, answers, and what the operator does. */
import { at, change, each, record, specify } from '../../language/index.ts'
import { append, emptyLog, fsync, type LogFile } from '../../parts/disk.ts'
import { budget } from '../../parts/faults.ts'
import {
  copiesAskedFor,
  isAcknowledgedBy,
  pushedMax,
  type ReplicationWait,
  replicationWait,
} from '../parts/acknowledgement.ts'
import { type NodeStatus, restarted } from '../parts/broker-node.ts'
import { agreesWith, endOffset, recordAt } from '../parts/commit-log.ts'
import { messagesFrom, type SendStatus, timeoutStatus } from '../parts/send.ts'
import { aboutReplication } from './about.ts'
import type { ReplicationConfiguration } from './configuration.ts'
import { acksOf, connected, type HaConnection } from './ha-connection.ts'
import { has, role } from './words.ts'

export type Message = string
export type Broker = 'A' | 'B' | 'C'
export type Log = LogFile<Message>

/** The master that the group starts with, and its slaves. */
export function brokersOf({ slaves }: ReplicationConfiguration): readonly Broker[] {
  return (['A', 'B', 'C'] as const).slice(0, 1 + slaves)
}

export function oldMessagesOf({ oldMessages }: ReplicationConfiguration): readonly Message[] {
  return messagesFrom(1, oldMessages)
}

/** In the order in which they are sent. */
export function messagesOf({ oldMessages, messages }: ReplicationConfiguration): readonly Message[] {
  return messagesFrom(1 + oldMessages, messages)
}

export function waitOf(config: ReplicationConfiguration): ReplicationWait {
  return replicationWait(config.brokerRole, config.replicationWait, config.inSyncReplicas)
}

export function protocol(config: ReplicationConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)
  const oldMessages = oldMessagesOf(config)
  const isSync = config.flushDiskType === 'SYNC_FLUSH'
  const showsFlushedOnly = isSync && config.visibility === 'flushed'
  const wait = waitOf(config)
  const { processCrash, masterPowerCut, slavePowerCut, masterDiskLoss, slaveDiskLoss, reconnect } = config

  return (
    specify('rocketmq/replication', {
      sends: each(messages, 'unsent' as SendStatus),
      /** The broker that is configured as master: changed by the operator alone. */
      master: 'A' as Broker,
      status: each(brokers, 'running' as NodeStatus),
      log: each(brokers, (broker) =>
        record(broker === 'A' ? oldMessages.reduce(appendDurably, emptyLog<Message>()) : emptyLog<Message>()),
      ),
      /** Offset of the first record: above 0 at a slave that started at the master's last file. */
      minOffset: each(brokers, 0),
      /** The connection that a slave uses. */
      connection: each(brokers, null as HaConnection | null),
      /** What a slave reported last over a connection that has broken without the master noticing it. */
      halfOpen: each(brokers, null as number | null),
      /** `push2SlaveMaxOffset`, in the memory of the master. 5.x does not look at it when it waits, and it stays 0 here. */
      push2SlaveMaxOffset: 0,
      seen: each(messages, false),
      /** Whether haStatus has shown the operator a slave in sync. Only where there are old messages to be afraid for. */
      isTrusted: false,
      faults: budget({ processCrash, masterPowerCut, slavePowerCut, masterDiskLoss, slaveDiskLoss, reconnect }),
    })
      .about(aboutReplication)
      .derive('isServing', (s) => s.status[s.master] === 'running')
      .derive('end', brokers, (s, broker) =>
        // A log without records has no file: it ends where it begins, at 0.
        s.log[broker].written === 0 ? 0 : endOffset(s.log[broker], s.minOffset[broker]),
      )
      .derive('masterEnd', (s) => s.end[s.master])
      /** What the master has heard from its slaves: one number a connection, or one a slave. */
      .derive('acks', (s) =>
        brokers.flatMap((broker) => {
          const acks = acksOf(s.connection[broker], s.halfOpen[broker])
          return config.replicasAreCounted === 'by connection' || acks.length === 0 ? acks : [Math.max(...acks)]
        }),
      )
      /** What a message that waits would be answered now. */
      .derive('answer', messages, (s, message) => {
        const { records, flushed } = s.log[s.master]
        const index = records.indexOf(message)
        const end = s.minOffset[s.master] + index + 1
        const isReplicated = {
          none: () => true,
          'any one slave': () => s.push2SlaveMaxOffset >= end,
          count: () => isAcknowledgedBy(s.acks, end, copiesAskedFor(wait)),
        }
        return index === -1 ? null : timeoutStatus(!isSync || index < flushed, isReplicated[wait.kind]())
      })

      // Producers and the master.

      .action(
        'send',
        'A producer sends its next message and the master appends it (b.1, S/CommitLog#asyncPutMessage). What waits for nothing ' +
          'is answered SEND_OK at once. A SYNC_MASTER of 4.x without any HA connection answers SLAVE_NOT_AVAILABLE ' +
          '(R498 S/CommitLog#submitReplicaRequest, S/ha/HAService#isSlaveOK).',
      )
      .given('message', (s) => messages.find((message) => s.sends[message] === 'unsent'))
      .by('producer')
      .says((before, { message }, after) => {
        const status = after.sends[message]
        const answer = status === 'waiting' ? 'waits' : `is answered ${status}`
        return `${message} is appended at offset ${before.masterEnd} of master ${before.master} and ${answer}`
      })
      .when((s) => s.isServing)
      .changes((s, { message }) => ({
        log: at(s.master, append(s.log[s.master], message)),
        sends: at(message, firstStatus(wait, isSync, s.acks.length > 0)),
      }))

      .action('flush', 'GroupCommitService fsyncs the log of the master under SYNC_FLUSH (b.1).')
      .by('disk')
      .says((before) => `master ${before.master} fsyncs its commit log`)
      .when((s) => isSync && s.isServing && s.log[s.master].flushed < s.log[s.master].written)
      .changes((s) => ({ log: at(s.master, fsync(s.log[s.master])) }))

      .action(
        'acknowledge',
        'The flush and the replication wait are both over, and the producer gets SEND_OK (S/CommitLog#handleDiskFlushAndHA, ' +
          'S/ha/GroupTransferService#doWaitTransfer).',
      )
      .over('message', messages)
      .by('master')
      .says((before, { message }) => `master ${before.master} answers SEND_OK for ${message}`)
      .when((s, { message }) => s.isServing && s.sends[message] === 'waiting' && s.answer[message] === 'SEND_OK')
      .changes((_s, { message }) => ({ sends: at(message, 'SEND_OK') }))

      .action(
        'time out',
        'slaveTimeout (3 s) or syncFlushTimeout (5 s) is over; the message stays in the log (c.1, S/ha/GroupTransferService, ' +
          'S/FlushDiskWatcher).',
      )
      .over('message', messages)
      .given('status', (s, { message }) => s.answer[message])
      .by('master')
      .says(
        (before, { message, status }) =>
          `master ${before.master} answers ${status} for ${message}, which stays in its log`,
      )
      .when((s, { message, status }) => s.isServing && s.sends[message] === 'waiting' && status !== 'SEND_OK')
      .changes((_s, { message, status }) => ({ sends: at(message, status) }))

      .action(
        'read',
        'A consumer reads the next message at the master: of all that is appended, or under SYNC_FLUSH since 5.3.0 of what is ' +
          'flushed (b.1, S/CommitLog#getConfirmOffset). It never waits for slaves.',
      )
      .given('message', (s) => {
        const { records, flushed, written } = s.log[s.master]
        const shown = records.slice(0, showsFlushedOnly ? flushed : written)
        return s.isServing ? shown.find((message) => messages.includes(message) && !s.seen[message]) : null
      })
      .by('consumer')
      .says((before, { message }) => `a consumer reads ${message} at master ${before.master}`)
      .changes((_s, { message }) => ({ seen: at(message, true) }))

      // Slaves.

      .action(
        'connect',
        'A slave connects to the master and reports the end of its log (S/ha/DefaultHAClient#connectMaster). Whatever it reports ' +
          'first is believed (S/ha/DefaultHAConnection$ReadSocketService#processReadEvent; with PR#3016 too). A slave that has ' +
          "nothing is to start at the master's last file.",
      )
      .over('slave', brokers)
      .by(({ slave }) => slave)
      .says((before, { slave }, after) => {
        const { ack, next } = after.connection[slave] ?? { ack: 0, next: 0 }
        const ahead =
          ack > before.masterEnd ? `, more than the ${before.masterEnd} that master ${before.master} has` : ''
        const start = ack === 0 && next > 0 ? `; it will start at the last file, offset ${next}` : ''
        return `slave ${slave} connects and reports ${ack}${ahead}${start}`
      })
      .when(
        (s, { slave }) =>
          slave !== s.master &&
          s.isServing &&
          s.status[slave] === 'running' &&
          s.connection[slave] === null &&
          (config.largeReport !== 'is compared' ||
            (s.end[slave] <= s.masterEnd &&
              agreesWith(s.log[slave], s.minOffset[slave], s.log[s.master], s.minOffset[s.master]))),
      )
      .changes((s, { slave }) => ({
        connection: at(slave, connected(s.end[slave], s.masterEnd, config, s.minOffset[s.master])),
        log: at(slave, reported(s.log[slave])),
        push2SlaveMaxOffset: heard(s.push2SlaveMaxOffset, s.end[slave]),
      }))

      .action(
        'transfer',
        'The master sends what lies behind the end of a slave, and the slave appends it to its page cache. It checks that the ' +
          'offset is its own end (S/ha/DefaultHAClient#dispatchReadRequest), and nothing else.',
      )
      .over('slave', brokers)
      .given('record', (s, { slave }) => {
        const connection = s.connection[slave]
        if (connection === null || !s.isServing) return null
        const from = s.end[slave] === 0 ? connection.next : s.end[slave]
        return recordAt(s.log[s.master], s.minOffset[s.master], from)
      })
      .by(({ slave }) => slave)
      .says((before, { slave, record: message }, after) => {
        const offset = after.end[slave] - 1
        return `slave ${slave} gets ${message} from master ${before.master}, at offset ${offset}, into its page cache`
      })
      .changes((s, { slave, record: message }) => ({
        log: at(slave, append(s.log[slave], message)),
        minOffset: at(slave, s.end[slave] === 0 ? (s.connection[slave]?.next ?? 0) : s.minOffset[slave]),
      }))

      .action(
        'report',
        'A slave reports the end of its log, after an append or every 5 s (S/ha/DefaultHAClient#transferFromMaster). With PR#3016 ' +
          'a report beyond the end of the master closes the connection (R498 S/ha/HAConnection$ReadSocketService#processReadEvent).',
      )
      .over('slave', brokers)
      .given('connection', (s, { slave }) => s.connection[slave])
      .by(({ slave }) => slave)
      .says((before, { slave }, after) => {
        const closes = `, more than master ${before.master} has, which closes the connection`
        return `slave ${slave} reports ${before.end[slave]}${after.connection[slave] === null ? closes : ''}`
      })
      .when(
        (s, { slave, connection }) =>
          connection.ack !== s.end[slave] ||
          (config.largeReport === 'is checked after the first' && s.end[slave] > s.masterEnd),
      )
      .changes((s, { slave, connection }) =>
        config.largeReport === 'is checked after the first' && s.end[slave] > s.masterEnd
          ? { connection: at(slave, null) }
          : {
              connection: at(slave, change(connection, { ack: s.end[slave] })),
              log: at(slave, reported(s.log[slave])),
              push2SlaveMaxOffset: heard(s.push2SlaveMaxOffset, s.end[slave]),
            },
      )

      .action(
        'close expired connection',
        'The master has heard nothing over a connection for haHousekeepingInterval (20 s), and closes it (S/ha/DefaultHAConnection).',
      )
      .over('slave', brokers)
      .by('master')
      .says((before, { slave }) => `master ${before.master} closes the connection of slave ${slave} that is broken`)
      .when((s, { slave }) => s.halfOpen[slave] !== null)
      .changes((_s, { slave }) => ({ halfOpen: at(slave, null) }))

      // The operator.

      .action(
        'restart',
        'The operator restarts a broker. It has the role that it is configured for, and what its disk has.',
      )
      .over('broker', brokers)
      .by('operator')
      .says((before, { broker }) => {
        return `${role(before.master, broker)} restarts, with ${has(before.log[broker], before.minOffset[broker])}`
      })
      .when(
        (s, { broker }) =>
          s.status[broker] === 'down' ||
          (s.status[broker] === 'replaced' && (broker !== s.master || brokers.length === 1)),
      )
      .changes((s, { broker }) => ({
        status: at(broker, 'running'),
        log: at(broker, restarted(s.log[broker], config.flushDiskType)),
      }))

      .action(
        'promote',
        'The disk of the master is lost, and the operator makes the running slave with the longest log the master (c.1: there is no ' +
          'automatic failover).',
      )
      .over('slave', brokers)
      .by('operator')
      .says(
        (before, { slave }) =>
          `the operator makes slave ${slave} the master, with ${has(before.log[slave], before.minOffset[slave])}`,
      )
      .when(
        (s, { slave }) =>
          s.status[s.master] === 'replaced' &&
          s.status[slave] === 'running' &&
          brokers.every((other) => s.status[other] !== 'running' || s.end[other] <= s.end[slave]),
      )
      .changes((_s, { slave }) => ({ master: slave }))

      .action(
        'trust',
        'haStatus shows the operator that a slave has what the first master has: its report is the end of the master (mqadmin haStatus).',
      )
      .over('slave', brokers)
      .by('operator')
      .says((_before, { slave }) => `haStatus shows the operator that slave ${slave} is in sync`)
      .when(
        (s, { slave }) =>
          oldMessages.length > 0 &&
          !s.isTrusted &&
          s.master === 'A' &&
          s.isServing &&
          s.connection[slave]?.ack === s.masterEnd,
      )
      .changes(() => ({ isTrusted: true }))
  )

  function reported(log: Log): Log {
    return config.slaveReports === 'what it has fsynced' ? fsync(log) : log
  }

  function heard(before: number, reported: number): number {
    return wait.kind === 'any one slave' ? pushedMax(before, reported) : before
  }
}

function firstStatus(wait: ReplicationWait, isSync: boolean, hasConnections: boolean): SendStatus {
  if (wait.kind === 'any one slave' && !hasConnections) return 'SLAVE_NOT_AVAILABLE'
  return wait.kind === 'none' && !isSync ? 'SEND_OK' : 'waiting'
}

function appendDurably(log: Log, message: Message): Log {
  return fsync(append(log, message))
}
