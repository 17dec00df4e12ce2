/** Random work on one broker, which serves many runs at a time. */
import type { Chance } from './chance.ts'
import type { AnyRecording } from './recording.ts'

export interface Batch extends Pick<AnyRecording, 'version' | 'seed' | 'sources'> {
  /** Numbers of the runs. */
  readonly runs: readonly number[]
  /** An empty folder for all that the broker writes. Whoever made it takes it away. */
  readonly folder: string
  readonly chance: Chance
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
}
