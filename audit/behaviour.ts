/** What a broker does with its settings in its version: the facts that questions, notes and advice share. */
import type { BrokerSettings } from './settings.ts'
import { has, type RocketmqVersion } from './versions.ts'

export interface SetUp {
  readonly settings: BrokerSettings
  readonly version: RocketmqVersion
  readonly group: ReplicaGroup
}

/** What the other files say about the replicas of a broker. */
export interface ReplicaGroup {
  /** Slaves of a classic master. */
  readonly slaves: number
  /** Replicas in controller mode, the broker itself among them. */
  readonly replicas: number
  /** Members of the DLedger group, as `dLegerPeers` names them. */
  readonly peers: number
  /** `enableElectUncleanMaster` of the controllers. */
  readonly enableElectUncleanMaster: boolean
}

export const noReplicas: ReplicaGroup = { slaves: 0, replicas: 1, peers: 0, enableElectUncleanMaster: false }

export function withSettings(setUp: SetUp, change: Partial<BrokerSettings>): SetUp {
  return { ...setUp, settings: { ...setUp.settings, ...change } }
}

/**
 * 4.x allows the pool only with ASYNC_FLUSH, 5.x with SYNC_FLUSH too (b.2, #isTransientStorePoolEnable);
 * `writeWithoutMmap` switches it off.
 */
export function usesTransientPool({ settings, version }: SetUp): boolean {
  if (!settings.transientStorePoolEnable || settings.writeWithoutMmap) return false
  return has('poolUnderSyncFlush', version) || settings.flushDiskType === 'ASYNC_FLUSH'
}

/** What SYNC_FLUSH lets be read: S/CommitLog#getConfirmOffset since 5.3.0 (PR#8240); readUnCommitted goes round it (b.1). */
export function visibleRecords({ settings, version }: SetUp): 'flushed' | 'appended' {
  return has('flushedIsVisible', version) && !settings.readUnCommitted ? 'flushed' : 'appended'
}

/**
 * Whether a failed fsync ends all writing. With `enableRunningFlagsInFlush` the broker looks for an `IOException`; since
 * JDK 16 `MappedByteBuffer#force` wraps it in an `UncheckedIOException`, so that only what is forced through a file
 * channel counts: the transient pool, or `writeWithoutMmap` (S/logfile/DefaultMappedFile#flush).
 */
export function stopsOnFailedFsync(setUp: SetUp): boolean {
  const { settings, version } = setUp
  if (!has('runningFlagsInFlush', version) || !settings.enableRunningFlagsInFlush) return false
  return settings.writeWithoutMmap || usesTransientPool(setUp)
}

/** How much later than the decision its op mark may reach the log, in milliseconds (a.3; rmq#10199 before 5.4.0). */
export function opMarkDelayMs({ settings, version }: SetUp): number {
  if (!has('opBatches', version)) return 0
  return settings.transactionOpBatchInterval * (has('promptOpBatches', version) ? 1 : 2)
}

/** Whether a mark can be late however quick the decision: the grace period or the next round is no further than the batch. */
export function isTooShortForBatch(setUp: SetUp): boolean {
  const { transactionTimeOut, transactionCheckInterval } = setUp.settings
  return opMarkDelayMs(setUp) > 0 && Math.min(transactionTimeOut, transactionCheckInterval) <= opMarkDelayMs(setUp)
}

/** Whether a SYNC_MASTER waits for a slave: in 4.x for any one, since 5.0 for `inSyncReplicas` less itself (c.1). */
export function waitsForReplica({ settings, version }: SetUp): boolean {
  if (settings.brokerRole !== 'SYNC_MASTER') return false
  return !has('inSyncReplicas', version) || settings.inSyncReplicas > 1
}

/**
 * Replicas that must have a message before SEND_OK, the master counted. 4.x: any one slave. 5.x: `inSyncReplicas`; with
 * `enableSlaveActingMaster` and `enableAutoInSyncReplicas` the master goes down to `minInSyncReplicas` while fewer keep up
 * (S/CommitLog#calcNeedAckNums).
 */
export function copiesWaitedFor(setUp: SetUp): number {
  const { settings, version } = setUp
  if (!waitsForReplica(setUp)) return 1
  if (!has('inSyncReplicas', version)) return 2
  return lowersInSyncReplicas(setUp)
    ? Math.min(settings.inSyncReplicas, Math.max(1, settings.minInSyncReplicas))
    : settings.inSyncReplicas
}

/** Whether the master waits for fewer replicas than `inSyncReplicas` where fewer keep up. */
export function lowersInSyncReplicas(setUp: SetUp): boolean {
  const { settings, version } = setUp
  if (!has('inSyncReplicas', version) || !waitsForReplica(setUp)) return false
  return (
    settings.enableSlaveActingMaster &&
    settings.enableAutoInSyncReplicas &&
    settings.minInSyncReplicas < settings.inSyncReplicas
  )
}
