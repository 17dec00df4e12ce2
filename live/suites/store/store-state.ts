/** States of `rocketmq/store`, as traces have them. */
import type { LogFile, WholeFile } from '../../../spec/parts/disk.ts'

export interface StoreState {
  readonly broker: 'running' | 'read-only' | 'down'
  readonly sends: Readonly<Record<string, string>>
  readonly log: LogFile<string>
  readonly queue: readonly string[]
  readonly position: number
  readonly groupOffset: number | null
  readonly offsetFile: WholeFile<number | null>
  readonly topicFile: WholeFile<boolean>
}
