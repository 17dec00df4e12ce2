/**
 * Offsets of a commit log. One record is one message and one offset, so that the end of a log is its number of records and
 * those that it never had. A log whose first files are missing begins at its minimum offset.
 */
import type { LogFile } from '../../parts/disk.ts'

/** `getMaxPhyOffset`: where the next record will stand. */
export function endOffset(log: LogFile<unknown>, minOffset: number): number {
  return minOffset + log.written
}

/** Where the last file of a log begins that ends at `end` (S/ha/DefaultHAConnection$WriteSocketService#run). */
export function startOfLastFile(end: number, mappedFileSizeCommitLog: number): number {
  return end - (end % mappedFileSizeCommitLog)
}

/** The record at an offset; nothing where the log does not reach, before its first file or behind its end. */
export function recordAt<Record>(log: LogFile<Record>, minOffset: number, offset: number): Record | undefined {
  return offset < minOffset || offset >= endOffset(log, minOffset) ? undefined : log.records[offset - minOffset]
}

/** Whether two logs have the same records wherever both reach. */
export function agreesWith<Record>(
  log: LogFile<Record>,
  minOffset: number,
  other: LogFile<NoInfer<Record>>,
  otherMinOffset: number,
): boolean {
  return log.records.every((record, index) => {
    const there = recordAt(other, otherMinOffset, minOffset + index)
    return there === undefined || there === record
  })
}
