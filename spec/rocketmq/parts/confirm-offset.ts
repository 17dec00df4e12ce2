/** Up to where a master in controller mode shows its log to consumers (table of b.1, S/CommitLog#getConfirmOffset). */

/**
 * The least of what the members have, the master with a log up to `end` included: `reported` is what each of the others has
 * reported, null where it has no HA connection (S/ha/autoswitch/AutoSwitchHAService#computeConfirmOffset). Such a member is
 * passed over (before rmq#6662), or holds the offset where it was `before` (since 5.1.1).
 */
export function computedConfirmOffset(
  end: number,
  reported: readonly (number | null)[],
  memberWithoutConnection: 'is passed over' | 'holds the offset',
  before: number,
): number {
  if (memberWithoutConnection === 'holds the offset' && reported.includes(null)) return before
  return Math.min(end, ...reported.filter((ack) => ack !== null))
}

/**
 * Where consumers stop: everything appended where the set is the master alone or acknowledgements do not wait for all of it, the
 * confirm offset else. The flush type plays no part.
 */
export function visibleEnd(
  end: number,
  confirmOffset: number,
  sizeOfSet: number,
  allAckInSyncStateSet: boolean,
): number {
  return sizeOfSet === 1 || !allAckInSyncStateSet ? end : Math.min(confirmOffset, end)
}
