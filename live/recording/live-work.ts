/** Random work on one broker, which serves many runs at a time. */
import { orDiskFull } from '../machine/full-disk.ts'
import { DiedAtStart } from '../processes/java-process.ts'
import type { Chance } from './chance.ts'
import type { AnyRecording } from './recording.ts'

export interface Batch extends Pick<AnyRecording, 'version' | 'seed' | 'sources'> {
  /** Numbers of the runs. */
  readonly runs: readonly number[]
  /** An empty folder for all that the broker writes. Whoever made it takes it away. */
  readonly folder: string
  readonly chance: Chance
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  /** Is called after each turn. */
  readonly watch?: (progress: Progress) => void
}

/** How far the work has come. */
export interface Progress {
  /** Turns that were taken, and all. */
  readonly done: number
  readonly of: number
  /** What was seen so far, by itself a recording of each run: faults and work may come to an end at any place. */
  readonly recordings: () => readonly AnyRecording[]
}

/** What is done on a broker, turn by turn. */
export interface Work<R extends AnyRecording> {
  readonly turns: number
  /** Starts the broker, for the first time. */
  begin(): Promise<void>
  turn(number: number): Promise<void>
  /** What is under way comes to its end, and is looked at once more. */
  end(): Promise<void>
  /** Called whatever happened. */
  close(): Promise<void>
  recordings(): readonly R[]
}

/** A broker does not start again after a fault: no story about what it had done before. */
export class DidNotComeBack extends Error {
  override readonly name = 'DidNotComeBack'
}

/** Throws `DiedAtStart` where the broker dies at its first start, and `DidNotComeBack` where it does so later. */
export async function workThrough<R extends AnyRecording>(work: Work<R>, batch: Batch): Promise<readonly R[]> {
  const { folder, watch = () => {} } = batch
  try {
    await work.begin()
    for (let turn = 0; turn < work.turns; turn++) {
      await work.turn(turn).catch((error: unknown) => {
        throw error instanceof DiedAtStart ? new DidNotComeBack(error.message) : error
      })
      watch({ done: turn + 1, of: work.turns, recordings: () => work.recordings() })
    }
    await work.end()
  } catch (error) {
    // While all that the broker has written is still there.
    throw orDiskFull(error, folder)
  } finally {
    await work.close()
  }
  return work.recordings()
}
