/**
 * Which replicas must have a message before SEND_OK, by what the master knows of them. Offsets are ends of the log, as the
 * slaves reported them over their HA connections (c.1, c.3).
 */

/**
 * The replication wait of a classic master: none, `push2SlaveMaxOffset` (4.x, R498 S/ha/HAService$GroupTransferService), or
 * a count of HA connections (5.x, S/ha/GroupTransferService#doWaitTransfer).
 */
export type ReplicationWait =
  | { readonly kind: 'none' }
  | { readonly kind: 'any one slave' }
  | { readonly kind: 'count'; readonly inSyncReplicas: number }

/** `needAckNums` 0 and 1 wait for nobody: the master counts itself (S/CommitLog#handleHA). */
export function replicationWait(
  brokerRole: 'ASYNC_MASTER' | 'SYNC_MASTER',
  rule: 'any one slave' | 'inSyncReplicas',
  inSyncReplicas: number,
): ReplicationWait {
  if (brokerRole === 'ASYNC_MASTER') return { kind: 'none' }
  if (rule === 'any one slave') return { kind: 'any one slave' }
  return inSyncReplicas <= 1 ? { kind: 'none' } : { kind: 'count', inSyncReplicas }
}

/** Brokers, the master among them, that have a message when it is answered SEND_OK, as the setting promises it. */
export function copiesAskedFor(wait: ReplicationWait): number {
  if (wait.kind === 'none') return 1
  return wait.kind === 'any one slave' ? 2 : wait.inSyncReplicas
}

/**
 * What the master remembers of the reports of its slaves as `push2SlaveMaxOffset`: the largest of all since it started. It
 * never goes back (R498 S/ha/HAService#notifyTransferSome).
 */
export function pushedMax(before: number, reported: number): number {
  return Math.max(before, reported)
}

/** Whether so many replicas have everything up to `end`, the master counted as one. `acks`: what each connection or slave reported. */
export function isAcknowledgedBy(acks: readonly number[], end: number, replicas: number): boolean {
  return 1 + acks.filter((ack) => ack >= end).length >= replicas
}
