/** A synchronous send, as the producer sees it. */

/**
 * `waiting`: the message is appended, and the broker waits for the disk or for slaves. `failed`: the producer gets an
 * exception, whether the message is stored or not. All others come back as a normal `SendResult`
 * (`SEND_OK` is a promise; the rest say what the broker waited for in vain).
 */
export type SendStatus =
  | 'unsent'
  | 'waiting'
  | 'SEND_OK'
  | 'FLUSH_DISK_TIMEOUT'
  | 'FLUSH_SLAVE_TIMEOUT'
  | 'SLAVE_NOT_AVAILABLE'
  | 'IN_SYNC_REPLICAS_NOT_ENOUGH'
  | 'failed'

/** `m1`, `m2`, …: `count` messages, the first of them number `first`. */
export function messagesFrom(first: number, count: number): readonly string[] {
  return Array.from({ length: count }, (_, index) => `m${first + index}`)
}

/**
 * The status that is answered when the time to wait is over: that of the replication wait goes over that of the flush
 * (S/CommitLog#handleDiskFlushAndHA sets the flush status first, and the replica status over it).
 */
export function timeoutStatus(
  isFlushed: boolean,
  isReplicated: boolean,
): 'FLUSH_DISK_TIMEOUT' | 'FLUSH_SLAVE_TIMEOUT' | 'SEND_OK' {
  if (!isReplicated) return 'FLUSH_SLAVE_TIMEOUT'
  return isFlushed ? 'SEND_OK' : 'FLUSH_DISK_TIMEOUT'
}
