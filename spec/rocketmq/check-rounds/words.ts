/** Words for the stories of check rounds. */
import type { CheckRoundsConfiguration } from './configuration.ts'
import type { Copy } from './half-queue.ts'
import type { Order } from './order.ts'

/** `the half of t1`, or `the copy of t1 with TRANSACTION_CHECK_TIMES 2`. */
export function copyName(copy: Copy | undefined): string {
  if (copy === undefined) return 'the end of the half queue'
  return copy.checks === 0 && !copy.isPutBack
    ? `the half of ${copy.order}`
    : `the copy of ${copy.order} with TRANSACTION_CHECK_TIMES ${copy.checks}`
}

/** `paid`, `not paid yet`, `closed`. */
export function rowName({ row }: Order): string {
  return row === 'open' ? 'not paid yet' : row
}

/** `age 2 of 4`: how old an order is, and when it is to be closed. */
export function ageOf({ age }: Order, { paymentWindow }: CheckRoundsConfiguration): string {
  return age >= paymentWindow ? 'its payment window over' : `age ${age} of ${paymentWindow}`
}

/** `1 check`, `2 checks`. */
export function checks(count: number): string {
  return count === 1 ? '1 check' : `${count} checks`
}
