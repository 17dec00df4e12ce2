/** HA connections, as the master sees them: one that a slave uses, and one that broke without the master noticing it. */
import { startOfLastFile } from '../parts/commit-log.ts'

export interface HaConnection {
  /** `slaveAckOffset`: the end that the slave reported last. */
  readonly ack: number
  /** `nextTransferFromWhere` of a slave that has nothing yet; else its end, which the slave insists on. */
  readonly next: number
}

/** What a slave's first report makes of a new connection (S/ha/DefaultHAConnection$WriteSocketService#run). */
export function connected(
  slaveEnd: number,
  masterEnd: number,
  {
    syncFromLastFile,
    mappedFileSizeCommitLog,
  }: { readonly syncFromLastFile: boolean; readonly mappedFileSizeCommitLog: number },
  masterMinOffset: number,
): HaConnection {
  if (slaveEnd > 0) return { ack: slaveEnd, next: slaveEnd }
  return { ack: 0, next: syncFromLastFile ? startOfLastFile(masterEnd, mappedFileSizeCommitLog) : masterMinOffset }
}

/** What every connection of a slave has reported, a broken one that is not noticed included. */
export function acksOf(connection: HaConnection | null, halfOpen: number | null): readonly number[] {
  return [...(connection === null ? [] : [connection.ack]), ...(halfOpen === null ? [] : [halfOpen])]
}
