/** What was seen of one transaction of a real broker, by its files and by two producers of one group. */
import type { HalfSendOutcome, TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import type { Producer } from '../../../spec/rocketmq/transaction/producer.ts'
import type { Recording } from '../../recording/recording.ts'

/** A record of this transaction in the commit log. Copies of the half are told by where they stand in it. */
export type TransactionRecord =
  | { readonly type: 'half'; readonly at: number; readonly checks: number }
  /** `of`: the copy that was decided. */
  | { readonly type: 'final'; readonly of: number }
  | { readonly type: 'op'; readonly of: readonly number[] }
  | { readonly type: 'discarded'; readonly checks: number }

/**
 * In the order in which they were made. Producer A is the one that began the transaction. `halfOffset`: how many copies of this
 * transaction the broker will not look at again, by its offset file; more than there are where the offset lies beyond the half queue.
 */
export type TransactionSighting =
  /** The commit log as it was read from its files: records of this transaction. */
  | { readonly seen: 'log'; readonly records: readonly TransactionRecord[] }
  /** Producer A sends the half. */
  | { readonly seen: 'send' }
  | { readonly seen: 'local transaction'; readonly row: 'committed' | 'rolled back' }
  | { readonly seen: 'end request' }
  /** A producer was asked about a copy, and has answered, if only that it does not know. */
  | { readonly seen: 'answer'; readonly of: number; readonly by: Producer }
  /** The request that has decided this copy was not answered yet, though its final message is in the log, and long after that. */
  | { readonly seen: 'unanswered'; readonly of: number }
  | { readonly seen: 'producer stops'; readonly producer: Producer }
  | { readonly seen: 'kill'; readonly halfOffset: number }
  | { readonly seen: 'power cut'; readonly records: readonly TransactionRecord[]; readonly halfOffset: number }

export interface TransactionFacts
  extends Pick<TransactionConfiguration, 'flushDiskType' | 'transactionCheckMax' | 'rowAbsentAnswer'> {
  readonly outcome: HalfSendOutcome
  /** Who was asked about the copy that stands at a place of the log, as far as a question has come. */
  readonly asked: readonly { readonly of: number; readonly producer: Producer }[]
}

export type TransactionRecording = Recording<TransactionFacts, TransactionSighting>
