/**
 * What happens to the SyncStateSet at a master and at the controller, as changes of the state: asking for another set, the answer, and
 * what a report of a slave does.
 */
import { at, change, type Each } from '../../language/index.ts'
import { computedConfirmOffset, visibleEnd } from '../parts/confirm-offset.ts'
import type { EpochEntry } from '../parts/epoch-file.ts'
import type { ControllerConfiguration } from './configuration.ts'
import { type Broker, isSameSet, union, without } from './members.ts'
import type { ControllerState, Log, Role } from './protocol.ts'

/** The part of the state that these are about. */
export interface Group {
  readonly controller: ControllerState
  readonly broker: Each<Broker, Role>
  readonly log: Each<Broker, Log>
  readonly epochFile: Each<Broker, readonly EpochEntry[]>
  readonly confirmOffset: Each<Broker, number>
  readonly ack: Each<Broker, Each<Broker, number | null>>
  readonly isAlive: Each<Broker, boolean>
}

/** A master asks for another set (AutoSwitchHAService#markSynchronizingSyncStateSet): the last request is the one that counts. */
export function asking(s: Pick<Group, 'broker'>, master: Broker, slave: Broker, how: 'expand' | 'shrink') {
  const { syncStateSet } = s.broker[master]
  const remoteSyncStateSet = how === 'expand' ? union(syncStateSet, [slave]) : without(syncStateSet, slave)
  return { broker: at(master, change(s.broker[master], { remoteSyncStateSet })) }
}

/** Whether a broker acts as master and has a member that may be told to leave. */
export function mayShrink({ status, role, syncStateSet }: Role, slave: Broker): boolean {
  return status === 'running' && role === 'master' && syncStateSet.includes(slave)
}

/** Whether the controller accepts what a master asks for. */
export function isAcceptable(
  s: Pick<Group, 'controller' | 'broker' | 'isAlive'>,
  master: Broker,
  asked: readonly Broker[],
): boolean {
  const { role, epoch, syncStateSetEpoch } = s.broker[master]
  return (
    s.controller.isUp &&
    s.isAlive[master] &&
    role === 'master' &&
    s.controller.master === master &&
    s.controller.masterEpoch === epoch &&
    s.controller.syncStateSetEpoch === syncStateSetEpoch &&
    !isSameSet(asked, s.controller.syncStateSet) &&
    asked.every((member) => s.isAlive[member])
  )
}

export function reducersOf(config: ControllerConfiguration) {
  const rule = config.memberWithoutConnection

  /** A master learns its set, and computes the confirm offset anew (AutoSwitchHAService#setSyncStateSet). */
  function nowHas(
    s: Pick<Group, 'broker' | 'log' | 'ack' | 'confirmOffset'>,
    master: Broker,
    syncStateSet: readonly Broker[],
    syncStateSetEpoch: number,
  ) {
    const reported = without(syncStateSet, master).map((slave) => s.ack[master][slave])
    return {
      broker: at(master, change(s.broker[master], { syncStateSet, syncStateSetEpoch, remoteSyncStateSet: null })),
      confirmOffset: at(master, computedConfirmOffset(s.log[master].written, reported, rule, s.confirmOffset[master])),
    }
  }

  /**
   * A master hears what a slave has: it may ask for it as a member, and a member moves the confirm offset
   * (S/ha/autoswitch/AutoSwitchHAConnection$ReadSocketService).
   */
  function heardFrom(
    s: Pick<Group, 'broker' | 'log' | 'ack' | 'confirmOffset' | 'epochFile'>,
    master: Broker,
    slave: Broker,
    end: number,
  ) {
    const heard = { ack: at(master, at(slave, end)) }
    const { syncStateSet, remoteSyncStateSet } = s.broker[master]
    const masterEnd = s.log[master].written
    if (!syncStateSet.includes(slave)) {
      const confirmed = visibleEnd(masterEnd, s.confirmOffset[master], syncStateSet.length, config.allAckInSyncStateSet)
      const isCaughtUp = end >= confirmed && end >= (s.epochFile[master].at(-1)?.start ?? 0)
      return isCaughtUp ? { ...heard, ...asking(s, master, slave, 'expand') } : heard
    }
    const isBoth = config.ackWhileSynchronizing === 'both sets' && remoteSyncStateSet !== null
    const slaves = without(isBoth ? union(syncStateSet, remoteSyncStateSet) : syncStateSet, master)
    const reported = slaves.map((member) => (member === slave ? end : s.ack[master][member]))
    const confirmOffset = computedConfirmOffset(masterEnd, reported, rule, s.confirmOffset[master])
    return { ...heard, confirmOffset: at(master, confirmOffset) }
  }

  return { nowHas, heardFrom }
}
