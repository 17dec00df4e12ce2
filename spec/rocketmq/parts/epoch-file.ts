/**
 * The epoch file of a broker in controller mode: for each master epoch the offset at which it began. It says how far two logs
 * agree without looking at their records (S/ha/autoswitch/EpochFileCache).
 */

export interface EpochEntry {
  readonly epoch: number
  readonly start: number
}

/**
 * What becomes of an epoch that begins where the last one did, or before: it is not recorded (EpochFileCache#appendEntry refuses it,
 * also in `develop`), or it is, in place of those that begin behind it. The latter is a repair (rmq#9689, PR#9942).
 */
export type EmptyEpochs = 'are not recorded' | 'are recorded'

/** The entries with one more. */
export function withEpoch(
  entries: readonly EpochEntry[],
  entry: EpochEntry,
  emptyEpochs: EmptyEpochs,
): readonly EpochEntry[] {
  const last = entries.at(-1)
  if (last !== undefined && last.epoch >= entry.epoch) return entries
  if (emptyEpochs === 'are recorded') return [...entries.filter(({ start }) => start <= entry.start), entry]
  return last !== undefined && last.start >= entry.start ? entries : [...entries, entry]
}

/**
 * The entries of a broker that becomes master of an epoch at the end of its log; one that has this epoch already, since it
 * restarted in it, loses where it began (S/ha/autoswitch/AutoSwitchHAService#changeToMaster).
 */
export function asMaster(
  entries: readonly EpochEntry[],
  entry: EpochEntry,
  emptyEpochs: EmptyEpochs,
): readonly EpochEntry[] {
  return withEpoch(
    entries.filter(({ epoch }) => epoch < entry.epoch),
    entry,
    emptyEpochs,
  )
}

/** The entries of a log that is cut to `end` records (EpochFileCache#truncateSuffixByOffset). */
export function cutTo(entries: readonly EpochEntry[], end: number): readonly EpochEntry[] {
  return entries.filter(({ start }) => start < end)
}

/** The epoch in which the record at an offset was written: the last that began there or before. */
export function epochAt(entries: readonly EpochEntry[], offset: number): EpochEntry | undefined {
  return entries.filter(({ start }) => start <= offset).at(-1)
}

/**
 * Up to where two logs agree: the last epoch that both began at the same offset, up to the nearer of its ends
 * (EpochFileCache#findConsistentPoint). Null where there is no such epoch.
 */
export function consistentPoint(
  own: readonly EpochEntry[],
  ownEnd: number,
  others: readonly EpochEntry[],
  otherEnd: number,
): number | null {
  for (const entry of own.toReversed()) {
    const same = others.find(({ epoch, start }) => epoch === entry.epoch && start === entry.start)
    if (same !== undefined) return Math.min(endOf(own, entry, ownEnd), endOf(others, same, otherEnd))
  }
  return null
}

function endOf(entries: readonly EpochEntry[], entry: EpochEntry, end: number): number {
  const next = entries.find(({ epoch }) => epoch > entry.epoch)
  // An epoch that begins behind the end of the log has no end (EpochFileCache#setLastEpochEntryEndOffset).
  return next?.start ?? (entry.start <= end ? end : Number.MAX_SAFE_INTEGER)
}
