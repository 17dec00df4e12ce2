/** What was seen of one queue of a real broker, by its files and by one consumer and its producers. */

import type { Recording } from '../../recording/recording.ts'
import type { SendStatus } from '../../remoting/client.ts'

export interface QueueRecord {
  readonly body: string
  readonly queueOffset: number
}

/** In the order in which they were made. What each says was so at its place; `nothing new` was so from there on for a while. */
export type StoreSighting =
  /** The commit log as it was read from its files: records of this queue. */
  | { readonly seen: 'log'; readonly records: readonly QueueRecord[] }
  /** A producer has got its answer, some time after the broker gave it. */
  | { readonly seen: 'answer'; readonly body: string; readonly status: SendStatus }
  | { readonly seen: 'message'; readonly body: string; readonly from: number }
  /** A pull found that the queue does not go on. */
  | { readonly seen: 'nothing new'; readonly from: number }
  /** A pull beyond the end of the queue, and where the broker sent the consumer. */
  | { readonly seen: 'correction'; readonly from: number; readonly to: number }
  /** The consumer committed its position; what the broker answers to a question for it afterwards. */
  | { readonly seen: 'commit'; readonly groupOffset: number | null }
  | { readonly seen: 'group offset'; readonly groupOffset: number | null }
  /** What `consumerOffset.json` has for the group; null where it has nothing. */
  | { readonly seen: 'offset file'; readonly offset: number | null }
  /** A new consumer, and the group offset that it was told. */
  | { readonly seen: 'new consumer'; readonly groupOffset: number | null }
  /** The broker was killed with -9; then its files were read. */
  | { readonly seen: 'kill'; readonly offset: number | null }
  /** The power was cut; what came back of its files. */
  | { readonly seen: 'power cut'; readonly records: readonly QueueRecord[]; readonly offset: number | null }
  | { readonly seen: 'start'; readonly groupOffset: number | null }

/** What is known of the whole run. */
export interface StoreFacts {
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  /** Whether fsyncs were made to fail for some time. */
  readonly hasFailingFsyncs: boolean
}

export type StoreRecording = Recording<StoreFacts, StoreSighting>
