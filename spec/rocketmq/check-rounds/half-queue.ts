/** The half queue of a broker and the walk of a check round over it: reducers over plain values (a.1 "Check-back"). */
import { sameValue } from '../../language/index.ts'
import type { CheckRoundsConfiguration } from './configuration.ts'

export const orderNames = ['t1', 't2', 't3'] as const
export type OrderName = (typeof orderNames)[number]

/** An op mark: none, in memory (`deleteContext`), or in the op topic. */
export type OpMark = 'none' | 'buffered' | 'written'

/** A record of RMQ_SYS_TRANS_HALF_TOPIC: the half of an order, or a copy of it. */
export interface Copy {
  readonly order: OrderName
  /** The property TRANSACTION_CHECK_TIMES: put-backs so far. */
  readonly checks: number
  /** It has the property TRAN_PREPARED_QUEUE_OFFSET: it was put back within its immunity. */
  readonly isPutBack: boolean
  readonly mark: OpMark
}

export interface HalfQueue {
  /** From the half offset that is saved on, without what is settled for good. */
  readonly halves: readonly Copy[]
  /** How many of these the half offset in memory has passed. */
  readonly halfOffset: number
}

/** Where a round is. */
export interface Walk {
  /** The index of the copy that it looks at next. */
  readonly at: number
  /** How many copies there were when it began: what comes behind was stored since. */
  readonly end: number
  /** It has asked about a half already. */
  readonly hasAsked: boolean
}

/** What a round does with the copy that it has come to. */
export type Deed = 'ends' | 'discards' | 'puts back' | 'asks' | 'discards or ends'

/**
 * The order of the questions in `TransactionalMessageServiceImpl#check`: discard, stored since the round began, too young or immune,
 * else ask. A copy that was stored by the round itself may be seen by it or not (its ConsumeQueue entry comes a moment later);
 * `needDiscard` is asked first, so that the last copy may be discarded by the round that asked its last question.
 */
export function deedFor(
  { at, end }: Pick<Walk, 'at' | 'end'>,
  copy: Copy,
  age: number,
  config: CheckRoundsConfiguration,
): Deed {
  const isFresh = at >= end
  // The first look at a half finds no count and discards nothing, whatever the limit is.
  if (copy.checks > 0 && copy.checks >= config.transactionCheckMax) return isFresh ? 'discards or ends' : 'discards'
  if (isFresh) return 'ends'
  if (config.checkImmunityTime !== null) return age < config.checkImmunityTime ? 'puts back' : 'asks'
  return age < config.transactionTimeOut ? 'ends' : 'asks'
}

/** Equal copies that wait to be looked at: more of them would only be asked about in the same way once more. */
const mostEqualCopies = 2

/**
 * A copy goes to the end of the queue. Where two equal ones wait behind the round already, it counts as one of them, so that a round
 * that fails for ever does not fill the queue without limit.
 */
export function stored(halves: readonly Copy[], walk: Walk, copy: Copy): readonly Copy[] {
  const equal = halves.flatMap((other, index) =>
    index > walk.at && sameValue(other, { ...copy, mark: 'none' }) ? [index] : [],
  )
  if (equal.length < mostEqualCopies) return [...halves, copy]
  return halves.map((other, index) => (index === equal.at(-1) ? copy : other))
}

/**
 * The queue without what no round looks at again: copies with an op mark, which every round passes over, and, once the half offset is saved,
 * what lies before it.
 */
export function folded({ halves, halfOffset }: HalfQueue, isOffsetSaved: boolean): HalfQueue {
  const open = halves.slice(halfOffset).filter(({ mark }) => mark !== 'written')
  return isOffsetSaved
    ? { halves: open, halfOffset: 0 }
    : { halves: [...halves.slice(0, halfOffset), ...open], halfOffset }
}
