/** The application: an order, its payment, and what the producer's listener answers about it. */
import type { CheckRoundsConfiguration } from './configuration.ts'

export interface Order {
  /** The row in the database. */
  readonly row: 'absent' | 'open' | 'paid' | 'closed'
  /** Ticks since its half was sent. It stops where nothing compares it any more. */
  readonly age: number
  /** executeLocalTransaction has not returned yet. */
  readonly isCallRunning: boolean
  /** Final messages of its half; 2 is two or more. */
  readonly finals: 0 | 1 | 2
  readonly isRolledBack: boolean
  /** A copy of its half is in TRANS_CHECK_MAX_TIME_TOPIC. */
  readonly isParked: boolean
  /** A question about it has been sent. */
  readonly wasAsked: boolean
  /** How often it was closed; 2 is twice or more. */
  readonly closed: 0 | 1 | 2
  /** `delivered`: the offsets that say so are in memory only. */
  readonly delayedMessage: 'none' | 'scheduled' | 'delivered' | 'done'
}

export const noOrder: Order = {
  row: 'absent',
  age: 0,
  isCallRunning: false,
  finals: 0,
  isRolledBack: false,
  isParked: false,
  wasAsked: false,
  closed: 0,
  delayedMessage: 'none',
}

export type Answer = 'COMMIT' | 'ROLLBACK' | 'UNKNOWN'

/** Whether the broker has a decision on its half. */
export function isDecided({ finals, isRolledBack }: Pick<Order, 'finals' | 'isRolledBack'>): boolean {
  return finals > 0 || isRolledBack
}

/** Fields of an order that change. */
export type OrderChange = Partial<Order>

/** `TransactionListener#checkLocalTransaction`: what the row says, after the order is closed where its window is over. */
export function checkLocalTransaction(
  order: Order,
  { orderIsDecidedBy, paymentWindow }: CheckRoundsConfiguration,
): { readonly answer: Answer; readonly change: OrderChange } {
  if (orderIsDecidedBy === 'delayed message' || order.row === 'paid') return { answer: 'COMMIT', change: {} }
  if (order.row === 'closed') return { answer: 'ROLLBACK', change: {} }
  const isOverdue = orderIsDecidedBy === 'check-back' && order.age >= paymentWindow
  return isOverdue ? { answer: 'ROLLBACK', change: closed(order) } : { answer: 'UNKNOWN', change: {} }
}

/** What a decision makes of an order at the broker: COMMIT stores a final message, whatever was decided before (rmq#8158). */
export function decided(
  { finals }: Pick<Order, 'finals'>,
  answer: Answer,
  { orderIsDecidedBy }: CheckRoundsConfiguration,
): OrderChange {
  if (answer === 'UNKNOWN') return {}
  if (answer === 'ROLLBACK') return { isRolledBack: true }
  const stored = { finals: finals === 0 ? 1 : 2 } as const
  return orderIsDecidedBy === 'delayed message' ? { ...stored, delayedMessage: 'scheduled' } : stored
}

/** The consumer of a delayed message. */
export function closedByDelayedMessage(
  order: Pick<Order, 'row' | 'closed'>,
  { delayedClose }: CheckRoundsConfiguration,
): OrderChange {
  return delayedClose === 'without looking' || order.row === 'open' ? closed(order) : {}
}

function closed({ closed }: Pick<Order, 'closed'>): OrderChange {
  return { row: 'closed', closed: closed === 0 ? 1 : 2 }
}
