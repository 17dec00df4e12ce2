/** Brokers and their controller without faults: sends, transfer, changes of the SyncStateSet, elections, roles, consumers. */
import { at, atAll, change, each, record, sameValue, specify } from '../../language/index.ts'
import { append, emptyLog, fsync, type LogFile } from '../../parts/disk.ts'
import { budget } from '../../parts/faults.ts'
import { isAcknowledgedBy } from '../parts/acknowledgement.ts'
import { type NodeStatus, restarted } from '../parts/broker-node.ts'
import { recordAt } from '../parts/commit-log.ts'
import { computedConfirmOffset, visibleEnd } from '../parts/confirm-offset.ts'
import {
  asMaster,
  consistentPoint,
  cutTo,
  type EmptyEpochs,
  type EpochEntry,
  epochAt,
  withEpoch,
} from '../parts/epoch-file.ts'
import { messagesFrom, type SendStatus, timeoutStatus } from '../parts/send.ts'
import { aboutController } from './about.ts'
import type { ControllerConfiguration } from './configuration.ts'
import { type Broker, union, without } from './members.ts'
import { asking, isAcceptable, mayShrink, reducersOf } from './sync-state-set.ts'
import { contentsOf, setName } from './words.ts'

export type Message = string
/** One record of the commit log: a message with the offset that it got in its queue. */
export interface Stored {
  readonly message: Message
  readonly queueOffset: number
}
export type Log = LogFile<Stored>

/** `waiting at A`: broker A appended the message and has not answered yet. */
export type Send = Exclude<SendStatus, 'waiting'> | `waiting at ${Broker}`

/** What a broker has in its memory about its place in the group. */
export interface Role {
  readonly status: NodeStatus
  /** `unregistered`: it has started, is fenced, and waits for the controller to say who is master. */
  readonly role: 'master' | 'slave' | 'unregistered'
  /** The master epoch that it knows of. */
  readonly epoch: number
  /** Its master; null for a master and before it knows one. */
  readonly follows: Broker | null
  /** The SyncStateSet as the master has it, and its epoch; empty for others. */
  readonly syncStateSet: readonly Broker[]
  readonly syncStateSetEpoch: number
  /** The set that the master has asked the controller for, and has no answer about: `remoteSyncStateSet`. */
  readonly remoteSyncStateSet: readonly Broker[] | null
}

export interface ControllerState {
  readonly isUp: boolean
  readonly master: Broker | null
  readonly masterEpoch: number
  readonly syncStateSet: readonly Broker[]
  readonly syncStateSetEpoch: number
}

/** What a broker that has no role knows of one. */
export const noRole = { follows: null, syncStateSet: [], syncStateSetEpoch: 0, remoteSyncStateSet: null } as const

export function brokersOf({ brokers }: ControllerConfiguration): readonly Broker[] {
  return (['A', 'B', 'C'] as const).slice(0, brokers)
}

export function messagesOf({ messages }: ControllerConfiguration): readonly Message[] {
  return messagesFrom(1, messages)
}

/** The end of a broker's log. */
const endOf = (log: Log): number => log.written

export const indexIn = (log: Log, message: Message): number =>
  log.records.findIndex((stored) => stored.message === message)

/** The first message of a log that nobody has read. */
function unread({ records }: Log, reads: Readonly<Record<Message, number>>): Message | undefined {
  return records.find(({ message }) => reads[message] === 0)?.message
}

export function protocol(config: ControllerConfiguration) {
  const brokers = brokersOf(config)
  const messages = messagesOf(config)
  const isSync = config.flushDiskType === 'SYNC_FLUSH'
  const isAllAck = config.allAckInSyncStateSet
  const waits = isAllAck || config.inSyncReplicas > 1
  const hasGroup = config.groups > 0
  const { processCrash, masterPowerCut, slavePowerCut, diskLoss, partition, slowSlave, lostReply, controllerCrash } =
    config
  const { nowHas, heardFrom } = reducersOf(config)
  const noAcks = atAll(brokers, null)

  return (
    specify('rocketmq/controller', {
      sends: each(messages, 'unsent' as Send),
      /** The leader of the controllers. What it knows is replicated among them and outlives it. */
      controller: record<ControllerState>({
        isUp: true,
        master: 'A',
        masterEpoch: 1,
        syncStateSet: ['A'],
        syncStateSetEpoch: 1,
      }),
      broker: each(brokers, (broker) =>
        record<Role>(
          broker === 'A'
            ? { ...noRole, status: 'running', role: 'master', epoch: 1, syncStateSet: ['A'], syncStateSetEpoch: 1 }
            : { ...noRole, status: 'running', role: 'slave', epoch: 1, follows: 'A' },
        ),
      ),
      log: each(brokers, record<Log>(emptyLog<Stored>())),
      epochFile: each(brokers, (broker) => (broker === 'A' ? [{ epoch: 1, start: 0 }] : []) as readonly EpochEntry[]),
      /** `confirmOffset` of a master; kept over a restart in its checkpoint file. */
      confirmOffset: each(brokers, 0),
      /** The queue offset of the next message at a master: the table that is rebuilt when a broker becomes master. */
      nextQueueOffset: each(brokers, 0),
      /** What a master heard last over the HA connection of a slave, by master and slave; null without one. */
      ack: each(brokers, each(brokers, null as number | null)),
      /** Brokers on the side of a partition where no controller is. */
      isFar: each(brokers, false),
      /** How often each message was read; more than twice is like twice. */
      reads: each(messages, 0),
      /** Where the consumer of the group reads next; it asks the master again after a restart. */
      position: 0,
      groupOffset: each(brokers, 0),
      faults: budget({
        processCrash,
        masterPowerCut,
        slavePowerCut,
        diskLoss,
        partition,
        slowSlave,
        lostReply,
        controllerCrash,
      }),
    })
      .about(aboutController)
      /** Whom a master waits for besides itself. */
      .derive('members', brokers, (s, broker) => {
        const { syncStateSet, remoteSyncStateSet } = s.broker[broker]
        const isBoth = config.ackWhileSynchronizing === 'both sets' && remoteSyncStateSet !== null
        return without(isBoth ? union(syncStateSet, remoteSyncStateSet) : syncStateSet, broker)
      })
      .derive('visible', brokers, (s, broker) => {
        const { syncStateSet, remoteSyncStateSet } = s.broker[broker]
        const looksAtBoth = config.visibleWhileSynchronizing === 'both sets' && remoteSyncStateSet !== null
        const { length } = looksAtBoth ? union(syncStateSet, remoteSyncStateSet) : syncStateSet
        return visibleEnd(endOf(s.log[broker]), s.confirmOffset[broker], length, isAllAck)
      })
      /** The master whom the controller knows, if it is at work. */
      .derive('serving', (s) => {
        const { master, masterEpoch } = s.controller
        if (master === null) return null
        const { status, role, epoch } = s.broker[master]
        return status === 'running' && role === 'master' && epoch === masterEpoch ? master : null
      })
      .derive('isAlive', brokers, (s, broker) => s.broker[broker].status === 'running' && !s.isFar[broker])

      // Producers.

      .action(
        'send',
        'A producer sends its next message to a broker that acts as master. Where the SyncStateSet, or the one that is asked for, is ' +
          'smaller than minInSyncReplicas it is refused before it is appended (S/CommitLog#asyncPutMessage, ' +
          'S/ha/autoswitch/AutoSwitchHAService#inSyncReplicasNums). What waits for nothing is answered SEND_OK at once.',
      )
      .over('broker', brokers)
      .given('message', (s) => messages.find((message) => s.sends[message] === 'unsent'))
      .by('producer')
      .says((before, { broker, message }, after) => {
        const status = after.sends[message] ?? ''
        if (status === 'IN_SYNC_REPLICAS_NOT_ENOUGH') return `${message} is refused by master ${broker}: ${status}`
        const answer = status.startsWith('waiting') ? 'waits' : `is answered ${status}`
        return `${message} is appended at offset ${before.log[broker].written} of master ${broker} and ${answer}`
      })
      .when((s, { broker }) => s.broker[broker].status === 'running' && s.broker[broker].role === 'master')
      .changes((s, { broker, message }) => {
        const { syncStateSet, remoteSyncStateSet } = s.broker[broker]
        const asked = remoteSyncStateSet?.length ?? syncStateSet.length
        const counted = {
          'the larger set': Math.max(syncStateSet.length, asked),
          'the smaller set': Math.min(syncStateSet.length, asked),
          'the local set': syncStateSet.length,
        }
        const rule = config.ackWhileSynchronizing === 'both sets' ? config.inSyncReplicasNums : 'the local set'
        if (counted[rule] < config.minInSyncReplicas) return { sends: at(message, 'IN_SYNC_REPLICAS_NOT_ENOUGH') }
        return {
          log: at(broker, append(s.log[broker], { message, queueOffset: s.nextQueueOffset[broker] })),
          nextQueueOffset: at(broker, s.nextQueueOffset[broker] + 1),
          sends: at(message, isSync || waits ? (`waiting at ${broker}` as const) : 'SEND_OK'),
        }
      })

      .action('flush', 'GroupCommitService fsyncs the log of a master under SYNC_FLUSH (b.1).')
      .over('broker', brokers)
      .by('disk')
      .says((_before, { broker }) => `master ${broker} fsyncs its commit log`)
      .when(
        (s, { broker }) =>
          isSync &&
          s.broker[broker].status === 'running' &&
          s.broker[broker].role === 'master' &&
          s.log[broker].flushed < s.log[broker].written,
      )
      .changes((s, { broker }) => ({ log: at(broker, fsync(s.log[broker])) }))

      .derive('answer', messages, (s, message) => {
        const broker = brokers.find((each) => s.sends[message] === `waiting at ${each}`)
        if (broker === undefined || s.broker[broker].status !== 'running') return null
        const log = s.log[broker]
        const index = indexIn(log, message)
        if (index === -1 || s.broker[broker].role !== 'master') return 'FLUSH_SLAVE_TIMEOUT'
        const heard = isAllAck ? s.members[broker] : without(brokers, broker)
        const acks = heard.flatMap((slave) => s.ack[broker][slave] ?? [])
        const replicas = isAllAck ? 1 + s.members[broker].length : config.inSyncReplicas
        return timeoutStatus(!isSync || index < log.flushed, isAcknowledgedBy(acks, index + 1, replicas))
      })
      .action(
        'acknowledge',
        'All that is waited for is there: every member of the SyncStateSet, or inSyncReplicas, and the flush under SYNC_FLUSH ' +
          '(S/ha/GroupTransferService#doWaitTransfer).',
      )
      .over('message', messages)
      .by('broker')
      .says((before, { message }) => `master ${before.sends[message]?.at(-1)} answers SEND_OK for ${message}`)
      .when((s, { message }) => s.answer[message] === 'SEND_OK')
      .changes((_s, { message }) => ({ sends: at(message, 'SEND_OK') }))

      .action('time out', 'slaveTimeout (3 s) or syncFlushTimeout (5 s) is over; the message stays in the log (c.3).')
      .over('message', messages)
      .given('status', (s, { message }) => s.answer[message])
      .by('broker')
      .says(
        (before, { message, status }) =>
          `broker ${before.sends[message]?.at(-1)} answers ${status} for ${message}, which stays in its log`,
      )
      .when((_s, { status }) => status !== 'SEND_OK')
      .changes((_s, { message, status }) => ({ sends: at(message, status) }))

      // Slaves.

      .action(
        'follow',
        'A slave connects to its master, compares epoch files and cuts its log where they part (S/ha/autoswitch/AutoSwitchHAClient#' +
          'doTruncate, EpochFileCache#findConsistentPoint). It reports what is left.',
      )
      .over('slave', brokers)
      .given('master', (s, { slave }) => s.broker[slave].follows)
      .given('kept', (s, { slave, master }) =>
        s.epochFile[slave].length === 0
          ? 0
          : consistentPoint(s.epochFile[slave], endOf(s.log[slave]), s.epochFile[master], endOf(s.log[master])),
      )
      .by(({ slave }) => slave)
      .says((before, { slave, master, kept }) => {
        const lost = before.log[slave].records.slice(kept).map(({ message }) => message)
        const cut = lost.length === 0 ? '' : `, cuts ${lost.join(', ')} from its log`
        return `slave ${slave} connects to master ${master}${cut} and reports ${kept}`
      })
      .when(
        (s, { slave, master }) =>
          s.broker[slave].status === 'running' &&
          s.broker[slave].role === 'slave' &&
          s.broker[master].status === 'running' &&
          s.broker[master].role === 'master' &&
          s.isFar[slave] === s.isFar[master] &&
          s.ack[master][slave] === null,
      )
      .changes((s, { slave, master, kept }) => {
        const epochs = cutTo(s.epochFile[slave], kept)
        return {
          log: at(slave, kept < endOf(s.log[slave]) ? cut(s.log[slave], kept) : s.log[slave]),
          epochFile: at(
            slave,
            kept === endOf(s.log[master]) ? received(epochs, s.epochFile[master], kept, config.emptyEpochs) : epochs,
          ),
          ...heardFrom(s, master, slave, kept),
        }
      })

      .action(
        'transfer',
        "A slave gets the next record and appends it to its page cache; with the first of an epoch, the epoch's entry " +
          '(S/ha/autoswitch/AutoSwitchHAClient$HAClientReader).',
      )
      .over('slave', brokers)
      .given('master', (s, { slave }) => s.broker[slave].follows)
      .given('stored', (s, { slave, master }) => recordAt(s.log[master], 0, endOf(s.log[slave])))
      .by(({ slave }) => slave)
      .says(
        (before, { slave, master, stored }) =>
          `slave ${slave} gets ${stored.message} from master ${master}, at offset ${before.log[slave].written}, into its page cache`,
      )
      .when(
        (s, { slave, master }) =>
          s.ack[master][slave] !== null &&
          s.broker[slave].status === 'running' &&
          s.broker[master].status === 'running' &&
          s.isFar[slave] === s.isFar[master],
      )
      .changes((s, { slave, master, stored }) => ({
        log: at(slave, append(s.log[slave], stored)),
        epochFile: at(
          slave,
          received(s.epochFile[slave], s.epochFile[master], endOf(s.log[slave]), config.emptyEpochs),
        ),
      }))

      .action(
        'report',
        'A slave reports the end of its log. A slave outside the SyncStateSet that has everything up to the confirm offset, and to ' +
          'where the epoch began, is to be a member (S/ha/autoswitch/AutoSwitchHAService#maybeExpandInSyncStateSet).',
      )
      .over('slave', brokers)
      .given('master', (s, { slave }) => s.broker[slave].follows)
      .by(({ slave }) => slave)
      .says((before, { slave, master }, after) => {
        const { remoteSyncStateSet } = after.broker[master]
        const asks = sameValue(before.broker[master].remoteSyncStateSet, remoteSyncStateSet)
          ? ''
          : `; ${master} asks the controller for SyncStateSet ${setName(remoteSyncStateSet ?? [])}`
        return `slave ${slave} reports ${before.log[slave].written} to master ${master}${asks}`
      })
      .when(
        (s, { slave, master }) =>
          s.ack[master][slave] !== null &&
          s.broker[slave].status === 'running' &&
          s.broker[master].status === 'running' &&
          s.isFar[slave] === s.isFar[master],
      )
      .changes((s, { slave, master }) => heardFrom(s, master, slave, endOf(s.log[slave])))

      .action(
        'close connection',
        'An HA connection ends: its slave is gone, follows another master, or was not heard of for haHousekeepingInterval. A member is ' +
          'then to leave the SyncStateSet (S/ha/autoswitch/AutoSwitchHAService#removeConnection).',
      )
      .over('master', brokers)
      .over('slave', brokers)
      .by(({ master }) => master)
      .says((_before, { master, slave }) => `master ${master} closes the HA connection of ${slave}`)
      .when(
        (s, { master, slave }) =>
          s.ack[master][slave] !== null &&
          (s.broker[slave].status !== 'running' ||
            s.broker[slave].follows !== master ||
            s.isFar[slave] !== s.isFar[master]),
      )
      .changes((s, { master, slave }) => ({
        ack: at(master, at(slave, null)),
        ...(s.broker[master].syncStateSet.includes(slave) ? asking(s, master, slave, 'shrink') : {}),
      }))

      // The SyncStateSet.

      .action(
        'shrink',
        'A member without an HA connection is to leave the SyncStateSet (S/ha/autoswitch/AutoSwitchHAService#maybeShrinkSyncStateSet).',
      )
      .over('master', brokers)
      .over('slave', brokers)
      .by(({ master }) => master)
      .says(
        (_before, { master, slave }, after) =>
          `${slave} is not connected; master ${master} asks the controller for SyncStateSet ${setName(after.broker[master].remoteSyncStateSet ?? [])}`,
      )
      .when(
        (s, { master, slave }) =>
          slave !== master && mayShrink(s.broker[master], slave) && s.ack[master][slave] === null,
      )
      .changes((s, { master, slave }) => asking(s, master, slave, 'shrink'))

      .action(
        'alter SyncStateSet',
        'The controller accepts a change of the set, and the master hears of it. The caller must be the master, both epochs the ' +
          "controller's, and all members alive (X/impl/manager/ReplicasInfoManager#alterSyncStateSet).",
      )
      .over('master', brokers)
      .given('asked', (s, { master }) => s.broker[master].remoteSyncStateSet)
      .by('controller')
      .says(
        (_before, { master, asked }) =>
          `the controller makes the SyncStateSet ${setName(asked)}, and master ${master} gets the answer`,
      )
      .when((s, { master, asked }) => isAcceptable(s, master, asked))
      .changes((s, { master, asked }) => ({
        controller: change(s.controller, {
          syncStateSet: asked,
          syncStateSetEpoch: s.controller.syncStateSetEpoch + 1,
        }),
        ...nowHas(s, master, asked, s.controller.syncStateSetEpoch + 1),
      }))

      .action(
        'fetch metadata',
        "A master asks for the controller's view every 5 s, and takes over a SyncStateSet of a larger epoch " +
          '(B/controller/ReplicasManager#schedulingSyncBrokerMetadata).',
      )
      .over('master', brokers)
      .by(({ master }) => master)
      .says(
        (before, { master }) =>
          `master ${master} learns from the controller that the SyncStateSet is ${setName(before.controller.syncStateSet)}`,
      )
      .when(
        (s, { master }) =>
          s.controller.isUp &&
          s.isAlive[master] &&
          s.broker[master].role === 'master' &&
          s.broker[master].epoch === s.controller.masterEpoch &&
          s.broker[master].syncStateSetEpoch < s.controller.syncStateSetEpoch,
      )
      .changes((s, { master }) => nowHas(s, master, s.controller.syncStateSet, s.controller.syncStateSetEpoch))

      // Elections and roles.

      .action(
        'elect',
        'The controller finds the master dead and makes an alive member of the SyncStateSet the master, of a new epoch and a set of its ' +
          'own (X/impl/manager/ReplicasInfoManager#electMaster, X/elect/impl/DefaultElectPolicy). With enableElectUncleanMaster any ' +
          'alive replica will do where no member is. It takes the longest by heartbeats that may be a second old, so that it may be any.',
      )
      .over('broker', brokers)
      .by('controller')
      .says((before, { broker }, after) => {
        const isClean = before.controller.syncStateSet.includes(broker)
        return `the controller elects ${broker} master of epoch ${after.controller.masterEpoch}${isClean ? '' : ', which is not in the SyncStateSet'}`
      })
      .when((s, { broker }) => {
        const { isUp, master, syncStateSet } = s.controller
        if (!isUp || !s.isAlive[broker] || (master !== null && s.isAlive[master])) return false
        if (syncStateSet.includes(broker)) return true
        return (
          config.enableElectUncleanMaster &&
          !syncStateSet.some((member) => brokers.includes(member) && s.isAlive[member])
        )
      })
      .changes((s, { broker }) => ({
        controller: change(s.controller, {
          master: broker,
          masterEpoch: s.controller.masterEpoch + 1,
          syncStateSet: [broker],
          syncStateSetEpoch: s.controller.syncStateSetEpoch + 1,
        }),
      }))

      .action(
        'find no master',
        'The master is dead, and nobody may be elected: the group has no master, and the SyncStateSet stays as it is ' +
          '(X/impl/manager/ReplicasInfoManager#handleElectMaster).',
      )
      .by('controller')
      .says(
        (before) =>
          `the controller finds nobody to elect: the SyncStateSet is ${setName(before.controller.syncStateSet)}`,
      )
      .when((s) => {
        const { isUp, master, syncStateSet } = s.controller
        const candidates = config.enableElectUncleanMaster ? brokers : syncStateSet
        return isUp && master !== null && !s.isAlive[master] && !candidates.some((broker) => s.isAlive[broker])
      })
      .changes((s) => ({
        controller: change(s.controller, { master: null, masterEpoch: s.controller.masterEpoch + 1 }),
      }))

      .action(
        'become master',
        'A broker hears that it is the master: it begins an epoch at the end of its log, takes the SyncStateSet over and rebuilds the ' +
          'table of queue offsets (S/ha/autoswitch/AutoSwitchHAService#changeToMaster). One that restarts and is still the master for the ' +
          'controller does the same, in the same epoch. One that never stopped keeps its connections (#changeToMasterWhenLastRoleIsMaster).',
      )
      .over('broker', brokers)
      .by(({ broker }) => broker)
      .says(
        (before, { broker }) =>
          `${broker} becomes master of epoch ${before.controller.masterEpoch}, with ${contentsOf(before.log[broker])}`,
      )
      .when(
        (s, { broker }) =>
          s.controller.isUp &&
          s.isAlive[broker] &&
          s.controller.master === broker &&
          s.broker[broker].epoch < s.controller.masterEpoch,
      )
      .changes((s, { broker }) => {
        const { masterEpoch, syncStateSet, syncStateSetEpoch } = s.controller
        const goesOn = s.broker[broker].role === 'master'
        const end = endOf(s.log[broker])
        const slaves = without(syncStateSet, broker)
        const confirmOffset = computedConfirmOffset(
          end,
          slaves.map((slave) => (goesOn ? s.ack[broker][slave] : null)),
          config.memberWithoutConnection,
          Math.min(s.confirmOffset[broker], end),
        )
        return {
          broker: at(
            broker,
            change(s.broker[broker], {
              role: 'master',
              epoch: masterEpoch,
              follows: null,
              syncStateSet,
              syncStateSetEpoch,
              remoteSyncStateSet: null,
            }),
          ),
          epochFile: at(broker, asMaster(s.epochFile[broker], { epoch: masterEpoch, start: end }, config.emptyEpochs)),
          confirmOffset: at(broker, confirmOffset),
          ...(goesOn
            ? {}
            : {
                ack: at(broker, noAcks),
                nextQueueOffset: at(
                  broker,
                  nextQueueOffset(s.log[broker], config.queueOffsets === 'from the commit log' ? end : confirmOffset),
                ),
              }),
        }
      })

      .action(
        'become slave',
        'A broker hears of another master of a larger epoch and follows it (B/controller/ReplicasManager#changeToSlave).',
      )
      .over('broker', brokers)
      .given('master', (s) => s.controller.master)
      .by(({ broker }) => broker)
      .says(
        (before, { broker, master }) =>
          `${broker} becomes slave of ${master}, in epoch ${before.controller.masterEpoch}`,
      )
      .when(
        (s, { broker, master }) =>
          s.controller.isUp &&
          s.isAlive[broker] &&
          master !== broker &&
          s.broker[broker].epoch < s.controller.masterEpoch,
      )
      .changes((s, { broker, master }) => ({
        broker: at(
          broker,
          change(s.broker[broker], { ...noRole, role: 'slave', epoch: s.controller.masterEpoch, follows: master }),
        ),
        ack: at(broker, noAcks),
        // Both are computed anew when it becomes master.
        confirmOffset: at(broker, 0),
        nextQueueOffset: at(broker, 0),
      }))

      .action(
        'restart',
        'A broker that is down starts again, fenced until it has registered with the controller (B/controller/ReplicasManager#start). A ' +
          'controller that is up has noticed by then that it was gone: its connection closed, and a start takes longer.',
      )
      .over('broker', brokers)
      .by('operator')
      .says((before, { broker }) => `${broker} restarts with ${contentsOf(before.log[broker])}`)
      .when(
        (s, { broker }) =>
          s.broker[broker].status === 'down' &&
          !(s.controller.isUp && !s.isFar[broker] && s.controller.master === broker) &&
          // A broker that is to leave the set has to reach the controller when it registers.
          (config.uncleanRestart === 'stays in the set' || (s.controller.isUp && !s.isFar[broker])),
      )
      .changes((s, { broker }) => {
        const { syncStateSet, syncStateSetEpoch } = s.controller
        const leaves = config.uncleanRestart === 'leaves the set'
        return {
          broker: at(broker, { ...noRole, status: 'running', role: 'unregistered', epoch: 0 }),
          log: at(broker, restarted(s.log[broker], config.flushDiskType)),
          ...(leaves
            ? {
                controller: change(s.controller, {
                  syncStateSet: without(syncStateSet, broker),
                  syncStateSetEpoch: syncStateSetEpoch + 1,
                }),
              }
            : {}),
        }
      })

      .action('restart controller', 'A controller takes over, with what the controllers have agreed on.')
      .by('controller')
      .says(() => 'a controller takes over')
      .when((s) => !s.controller.isUp)
      .changes((s) => ({ controller: change(s.controller, { isUp: true }) }))

      .action('heal', 'The partition ends.')
      .by('network')
      .says(() => 'the network is whole again')
      .when((s) => brokers.some((broker) => s.isFar[broker]))
      .changes(() => ({ isFar: atAll(brokers, false) }))

      // Consumers.

      .action(
        'read',
        'A consumer reads the next message at a broker that acts as master, up to the confirm offset (b.1, S/CommitLog#getConfirmOffset). One ' +
          'of a group commits its offset at once, to the memory of the master; any other passes over nothing.',
      )
      .over('broker', brokers)
      .over('message', messages)
      .by('consumer')
      .says((_before, { broker, message }, after) => {
        const again = (after.reads[message] ?? 0) > 1 ? ' again' : ''
        const commits = hasGroup ? ` and commits offset ${after.groupOffset[broker]}` : ''
        return `a consumer reads ${message}${again} at master ${broker}${commits}`
      })
      .when((s, { broker, message }) => {
        const { status, role } = s.broker[broker]
        const index = indexIn(s.log[broker], message)
        return (
          status === 'running' &&
          role === 'master' &&
          index !== -1 &&
          index < s.visible[broker] &&
          (hasGroup ? index === s.position : message === unread(s.log[broker], s.reads))
        )
      })
      .changes((s, { broker, message }) => ({
        reads: at(message, Math.min(2, (s.reads[message] ?? 0) + 1)),
        ...(hasGroup ? { position: s.position + 1, groupOffset: committed(broker, s.position + 1) } : {}),
      }))

      .action(
        'copy offsets',
        'A slave asks its master for the group offsets every 10 s (B/slave/SlaveSynchronize#syncAll).',
      )
      .over('slave', brokers)
      .given('master', (s, { slave }) => s.broker[slave].follows)
      .by(({ slave }) => slave)
      .says(
        (before, { slave, master }) =>
          `slave ${slave} copies the group offset ${before.groupOffset[master]} of master ${master}`,
      )
      .when(
        (s, { slave, master }) =>
          hasGroup &&
          s.broker[slave].status === 'running' &&
          s.broker[master].status === 'running' &&
          s.broker[master].role === 'master' &&
          s.isFar[slave] === s.isFar[master] &&
          s.groupOffset[slave] !== s.groupOffset[master],
      )
      .changes((s, { slave, master }) => ({ groupOffset: at(slave, s.groupOffset[master]) }))

      .action(
        'restart consumer',
        'Another consumer of the group takes over, from the group offset of the master (d.3).',
      )
      .given('broker', (s) => s.serving)
      .by('consumer')
      .says(
        (before, { broker }) =>
          `a consumer takes over from the group offset ${before.groupOffset[broker]} of master ${broker}`,
      )
      .when((s, { broker }) => hasGroup && s.position !== s.groupOffset[broker])
      .changes((s, { broker }) => ({ position: s.groupOffset[broker] }))
  )

  function committed(broker: Broker, offset: number) {
    return config.groupOffsets === 'in the log' ? atAll(brokers, offset) : at(broker, offset)
  }
}

/** A log that is cut back to its first `kept` records. */
function cut(log: Log, kept: number): Log {
  return change(log, {
    records: log.records.slice(0, kept),
    written: kept,
    flushed: Math.min(log.flushed, kept),
    durable: Math.min(log.durable, kept),
  })
}

/** The epochs of a slave that gets what lies at `offset` of its master. */
function received(
  own: readonly EpochEntry[],
  masters: readonly EpochEntry[],
  offset: number,
  emptyEpochs: EmptyEpochs,
): readonly EpochEntry[] {
  const entry = epochAt(masters, offset)
  return entry === undefined ? own : withEpoch(own, entry, emptyEpochs)
}

/** The queue offset behind the first `upTo` records. */
function nextQueueOffset(log: Log, upTo: number): number {
  const last = log.records[upTo - 1]
  return last === undefined ? 0 : last.queueOffset + 1
}
