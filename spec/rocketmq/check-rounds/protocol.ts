/** Check rounds without faults: state, what is derived from it, and the steps of broker, application and users. */
import { at, change, each, record, specify } from '../../language/index.ts'
import { budget, mayHappen } from '../../parts/faults.ts'
import { aboutCheckRounds } from './about.ts'
import type { CheckRoundsConfiguration } from './configuration.ts'
import {
  type Copy,
  type Deed,
  deedFor,
  folded,
  type HalfQueue,
  type OrderName,
  orderNames,
  stored,
  type Walk,
} from './half-queue.ts'
import {
  checkLocalTransaction,
  closedByDelayedMessage,
  decided,
  noOrder,
  type Order,
  type OrderChange,
} from './order.ts'
import { ageOf, checks, copyName, rowName } from './words.ts'

export function ordersOf({ orders }: CheckRoundsConfiguration): readonly OrderName[] {
  return orderNames.slice(0, orders)
}

/** The age at which a round may ask about a half, or put it back for the last time. */
function firstQuestion({ checkImmunityTime, transactionTimeOut }: CheckRoundsConfiguration): number {
  return checkImmunityTime ?? transactionTimeOut
}

export function protocol(config: CheckRoundsConfiguration) {
  const orders = ordersOf(config)
  const { transactionCheckInterval, transactionCheckMax, processCrash, discardPutFailure } = config
  /** An age that no comparison tells from a higher one. */
  const oldest = Math.max(config.paymentWindow, config.transactionTimeOut, config.checkImmunityTime ?? 0)

  return (
    specify('rocketmq/check-rounds', {
      order: each(orders, record<Order>(noOrder)),
      halves: [] as readonly Copy[],
      halfOffset: 0,
      walk: null as Walk | null,
      /** Ticks until the next round is due. */
      untilRound: 0,
      faults: budget({ processCrash, discardPutFailure }),
    })
      .about(aboutCheckRounds)
      // A half may be sent at any time between two rounds.
      .startingFrom(Array.from({ length: transactionCheckInterval + 1 }, (_, untilRound) => ({ untilRound })))

      .derive('mayCrash', (s) => mayHappen(s.faults, 'processCrash'))
      .derive('isBuffered', (s) => s.halves.some(({ mark }) => mark === 'buffered'))
      // Offsets that are in memory only, while a crash could take them.
      .derive(
        'isUnsaved',
        (s) => s.halfOffset > 0 || orders.some((order) => s.order[order].delayedMessage === 'delivered'),
      )
      // There is a half that the next round would look at.
      .derive('isRoundDue', (s) => s.untilRound === 0 && s.halves.length > s.halfOffset)
      // Nothing waits for time to pass.
      .derive('isOver', (s) => {
        if (s.walk !== null || s.isBuffered || s.halves.length > s.halfOffset) return false
        return orders.every(
          (order) =>
            s.order[order].row !== 'absent' &&
            !s.order[order].isCallRunning &&
            s.order[order].delayedMessage !== 'scheduled',
        )
      })

      // The application.

      .action(
        'create order',
        'The half is sent and stored, executeLocalTransaction creates the order (a.1 steps 1 to 3). It returns UNKNOWN, or COMMIT ' +
          'where a delayed message will close the order, or it waits for the payment.',
      )
      .over('order', orders)
      .by('order service')
      .says((before, { order }) => {
        const returns = {
          'check-back': 'executeLocalTransaction returns UNKNOWN',
          'delayed message': 'COMMIT, the final message is stored, and its consumer sends a delayed message',
          'end request': 'executeLocalTransaction waits for the payment',
        }[config.orderIsDecidedBy]
        return `the half of ${order} is stored, ${nextRound(before.untilRound)}; the order is created; ${returns}`
      })
      .when((s, { order }) => {
        const next = orders.find((each) => s.order[each].row === 'absent')
        return order === next && s.walk === null
      })
      .changes((s, { order }) => {
        const created: Order = { ...noOrder, row: 'open', isCallRunning: config.orderIsDecidedBy === 'end request' }
        const half: Copy = { order, checks: 0, isPutBack: false, mark: 'none' }
        const queue = { halves: [...s.halves, half], halfOffset: s.halfOffset }
        if (config.orderIsDecidedBy !== 'delayed message' || isRefused(created, config)) {
          return { order: at(order, created), halves: queue.halves }
        }
        const { halves } = endRequest(queue, order, s.mayCrash, config)
        return { order: at(order, { ...created, ...decided(created, 'COMMIT', config) }), halves }
      })

      .action('pay', 'A user pays an order that is open, at any time, or never (a.4).')
      .over('order', orders)
      .by('user')
      .says((before, { order }) => `a user pays ${order} (${ageOf(before.order[order], config)})`)
      .when((s, { order }) => s.order[order].row === 'open' && !s.order[order].isCallRunning)
      .changes((s, { order }) => ({ order: at(order, change(s.order[order], { row: 'paid' })) }))

      .action(
        'local transaction ends',
        'executeLocalTransaction returns COMMIT for an order that was paid, ROLLBACK for one that was cancelled. The end request ' +
          'names the half itself. Since 5.1.1 it is refused where the half has an immunity that is over, and nobody learns of it: it is ' +
          'oneway (PR#6402, EndTransactionProcessor#rejectCommitOrRollback).',
      )
      .over('order', orders)
      .over('row', ['paid', 'closed'])
      .by('order service')
      .says((before, { order, row }, after) => {
        const decision = row === 'paid' ? 'COMMIT' : 'ROLLBACK'
        const { finals, isRolledBack } = before.order[order]
        const isAccepted = after.order[order].finals > finals || after.order[order].isRolledBack !== isRolledBack
        return `${order} is ${row === 'paid' ? 'paid' : 'cancelled'}, and executeLocalTransaction returns ${decision}: the broker ${
          isAccepted ? 'accepts' : 'refuses'
        } it`
      })
      .when((s, { order }) => s.order[order].isCallRunning && s.walk === null)
      .changes((s, { order, row }) => {
        const ended: OrderChange = { row, isCallRunning: false, ...(row === 'closed' ? { closed: 1 } : {}) }
        if (isRefused(s.order[order], config)) return { order: at(order, change(s.order[order], ended)) }
        const decision = decided(s.order[order], row === 'paid' ? 'COMMIT' : 'ROLLBACK', config)
        const { halves } = endRequest({ halves: s.halves, halfOffset: s.halfOffset }, order, s.mayCrash, config)
        return { order: at(order, change(s.order[order], { ...ended, ...decision })), halves }
      })

      .action(
        'deliver delayed message',
        'It is level 14, 10 minutes: the order is closed if it is unpaid (a.4). The offsets that say so are in memory at first ' +
          '(B/schedule/ScheduleMessageService, d.2).',
      )
      .over('order', orders)
      .by('order service')
      .says((before, { order }, after) => {
        const deed = after.order[order].closed === before.order[order].closed ? 'stays as it is' : 'is closed'
        return `the delayed message of ${order} arrives: the order, ${rowName(before.order[order])}, ${deed}`
      })
      .when((s, { order }) => {
        const { delayedMessage, age } = s.order[order]
        return delayedMessage === 'scheduled' && age >= config.paymentWindow
      })
      .changes((s, { order }) => ({
        order: at(
          order,
          change(s.order[order], {
            ...closedByDelayedMessage(s.order[order], config),
            delayedMessage: s.mayCrash ? 'delivered' : 'done',
          }),
        ),
      }))

      // Time.

      .action(
        'time passes',
        'One tick. What is due in a tick is done in it: rounds, op batches (3 s), offset files (5 s and 10 s).',
      )
      .by('clock')
      .says((_before, _args, after) => `time passes: ${nextRound(after.untilRound)}`)
      .when((s) => {
        if (s.walk !== null || s.isBuffered || s.isUnsaved || s.isOver || s.isRoundDue) return false
        // Where local transactions end in time, time waits for them.
        const isInTime = config.localTransaction === 'ends before the first question'
        return !(isInTime && orders.some((order) => isLastTick(s.order[order], config)))
      })
      .changes((s) => {
        const waits = (order: OrderName) =>
          s.halves.some((copy) => copy.order === order) ||
          s.order[order].isCallRunning ||
          s.order[order].delayedMessage === 'scheduled'
        const older = (order: OrderName) =>
          change(s.order[order], { age: waits(order) ? Math.min(s.order[order].age + 1, oldest) : 0 })
        return {
          order: Object.assign({}, ...orders.map((order) => at(order, older(order)))),
          untilRound: (s.untilRound === 0 ? transactionCheckInterval : s.untilRound) - 1,
        }
      })

      .action(
        'write op batch',
        'Op marks go from memory to the op topic within 3 s (a.1 "Op message", TransactionalMessageServiceImpl#batchSendOpMessage).',
      )
      .by('broker')
      .says(() => 'the op batch is written')
      .when((s) => s.isBuffered)
      .changes((s) => {
        const halves = s.halves.map((copy) => (copy.mark === 'buffered' ? { ...copy, mark: 'written' as const } : copy))
        return { halves: s.walk === null ? folded({ halves, halfOffset: s.halfOffset }, !s.mayCrash).halves : halves }
      })

      .action(
        'write offset files',
        'consumerOffset.json is written every 5 s, delayOffset.json every 10 s (a.2, b.2). Left out where no crash can come any more.',
      )
      .by('broker')
      .says(() => 'the offsets are written to consumerOffset.json and delayOffset.json')
      .when((s) => s.walk === null && s.isUnsaved)
      .changes((s) => {
        const { halves, halfOffset } = s
        const delivered = orders.filter((order) => s.order[order].delayedMessage === 'delivered')
        return {
          ...folded({ halves, halfOffset }, true),
          order: Object.assign(
            {},
            ...delivered.map((order) => at(order, change(s.order[order], { delayedMessage: 'done' }))),
          ),
        }
      })

      // The broker: a round.

      .action(
        'begin round',
        'The check service wakes up, and takes the half offset (TransactionalMessageCheckService#onWaitEnd, ' +
          'TransactionalMessageServiceImpl#check). Where there is nothing to look at, the round is left out. It begins when op marks are ' +
          'written, and passes over the copies that they name (#fillOpRemoveMap).',
      )
      .by('broker')
      .says((before) => `a check round begins at ${copyName(before.halves[before.halfOffset])}`)
      .when((s) => {
        if (s.walk !== null || !s.isRoundDue || s.isBuffered) return false
        const isInTime = config.localTransaction === 'ends before the first question'
        return !(isInTime && orders.some((order) => isPastFirstQuestion(s.order[order], config)))
      })
      .changes((s) => ({ walk: { at: s.halfOffset, end: s.halves.length, hasAsked: false } }))

      .action(
        'put back immune half',
        'Within its immunity a half goes to the end of the queue with one check more, and nobody is asked ' +
          '(TransactionalMessageServiceImpl#checkPrepareQueueOffset, TransactionalMessageBridge#renewImmunityHalfMessageInner). ' +
          'The op mark of the original is looked for in what the round has read, where it is not any more.',
      )
      .given('walk', (s) => s.walk)
      .given('copy', (s, { walk }) => (deedOf(s, walk, config) === 'puts back' ? s.halves[walk.at] : null))
      .by('broker')
      .says((_before, { copy }) => {
        const count = config.immunityRounds === 'use up a check' ? copy.checks + 1 : copy.checks
        return `${copyName(copy)} is immune: it is put back with TRANSACTION_CHECK_TIMES ${count}, nobody is asked`
      })
      .changes((s, { walk, copy }) => {
        const count = config.immunityRounds === 'use up a check' ? copy.checks + 1 : copy.checks
        const next: Copy = { ...copy, checks: count, isPutBack: true, mark: 'none' }
        return { halves: stored(s.halves, walk, next), walk: stepped(walk) }
      })

      .action(
        'check back',
        'A copy is put back with one check more (#putBackHalfMsgQueue), then an instance of the group is asked ' +
          '(AbstractTransactionalMessageCheckListener#resolveHalfMsg), and its listener answers from the database. The answer names the ' +
          'new copy. UNKNOWN stores nothing (a.1).',
      )
      .given('walk', (s) => s.walk)
      .given('copy', (s, { walk }) => (deedOf(s, walk, config) === 'asks' ? s.halves[walk.at] : null))
      .by('broker')
      .says((before, { copy }) => {
        const asked = before.order[copy.order]
        const { answer, change: done } = checkLocalTransaction(asked, config)
        const closes = done.row === 'closed' ? ', closes it' : ''
        return `${copyName(copy)} is put back (check ${copy.checks + 1} of ${transactionCheckMax}), the listener is asked; it finds ${
          copy.order
        } ${rowName(asked)} (${ageOf(asked, config)})${closes}, and answers ${answer}`
      })
      .changes((s, { walk, copy }) => {
        const asked = s.order[copy.order]
        const { answer, change: done } = checkLocalTransaction(asked, config)
        const mark = answer === 'UNKNOWN' ? 'none' : markAtOnce(s.mayCrash)
        const next: Copy = { ...copy, checks: copy.checks + 1, mark }
        return {
          order: at(copy.order, change(asked, { ...done, ...decided(asked, answer, config), wasAsked: true })),
          halves: stored(s.halves, walk, next),
          walk: { ...stepped(walk), hasAsked: true },
        }
      })

      .action(
        'executor is full',
        'A copy is put back, and the executor that is to send its question throws, out of the round (4.5.2, rmq#1519, ' +
          'AbstractTransactionalMessageCheckListener#resolveHalfMsg).',
      )
      .given('walk', (s) => s.walk)
      .given('copy', (s, { walk }) => (deedOf(s, walk, config) === 'asks' && walk.hasAsked ? s.halves[walk.at] : null))
      .by('broker')
      .says(
        (_before, { copy }) =>
          `${copyName(copy)} is put back (check ${copy.checks + 1} of ${transactionCheckMax}), but the executor is full: ${exception(config)}`,
      )
      .when(() => config.checkExecutor === 'throws when it is full')
      .changes((s, { walk, copy }) => {
        const halves = stored(s.halves, walk, { ...copy, checks: copy.checks + 1, mark: 'none' })
        return afterException({ halves, halfOffset: s.halfOffset }, walk, s.mayCrash, config)
      })

      .action(
        'discard half',
        'A copy with transactionCheckMax put-backs goes to TRANS_CHECK_MAX_TIME_TOPIC (#needDiscard, ' +
          'DefaultTransactionalMessageCheckListener#resolveDiscardMsg).',
      )
      .given('walk', (s) => s.walk)
      .given('copy', (s, { walk }) => (mayDiscard(deedOf(s, walk, config)) ? s.halves[walk.at] : null))
      .by('broker')
      .says(
        (_before, { copy }) =>
          `the half of ${copy.order} is discarded after ${checks(copy.checks)}, to TRANS_CHECK_MAX_TIME_TOPIC`,
      )
      .changes((s, { walk, copy }) => {
        return { order: at(copy.order, change(s.order[copy.order], { isParked: true })), walk: stepped(walk) }
      })

      .action(
        'end round',
        'At the end of the queue, at a copy that was stored since the round began, or at a half that is too young. The half offset moves ' +
          'to where the round has come (TransactionalMessageServiceImpl#check).',
      )
      .given('walk', (s) => s.walk)
      .by('broker')
      .says((before, { walk }) => `the round ends at ${copyName(before.halves[walk.at])}`)
      .when((s, { walk }) => ['ends', 'discards or ends'].includes(deedOf(s, walk, config)))
      .changes((s, { walk }) => {
        return {
          ...folded({ halves: s.halves, halfOffset: walk.at }, !s.mayCrash),
          walk: null,
          untilRound: transactionCheckInterval,
        }
      })
  )

  function nextRound(untilRound: number): string {
    if (untilRound === 0) return 'a check round is due'
    return `the next check round is due in ${untilRound === 1 ? '1 tick' : `${untilRound} ticks`}`
  }
}

/** Where no crash can come any more, an op mark in memory is as good as written. */
function markAtOnce(mayCrash: boolean): 'buffered' | 'written' {
  return mayCrash ? 'buffered' : 'written'
}

/**
 * An end request names the half itself: its mark settles the half where a round has not passed it, and, with the repair of T12, what
 * was put back from it (EndTransactionProcessor#processRequest).
 */
function endRequest(
  { halves, halfOffset }: HalfQueue,
  order: OrderName,
  mayCrash: boolean,
  { opMarksBelowHalfOffset }: CheckRoundsConfiguration,
): HalfQueue {
  const isNamed = (copy: Copy) =>
    copy.isPutBack ? opMarksBelowHalfOffset === 'settle what was put back' : copy.checks === 0
  const mark = markAtOnce(mayCrash)
  const marked = halves.map((copy) => (copy.order === order && isNamed(copy) ? { ...copy, mark } : copy))
  return folded({ halves: marked, halfOffset }, !mayCrash)
}

/** `valueOfCurrentMinusBorn > checkImmunityTime`, for a half that has such a time. */
function isRefused({ age }: Order, { checkImmunityTime, lateDecision }: CheckRoundsConfiguration): boolean {
  return lateDecision === 'is refused' && checkImmunityTime !== null && age >= checkImmunityTime
}

type Running = Pick<Order, 'isCallRunning' | 'age'>
const isLastTick = ({ isCallRunning, age }: Running, config: CheckRoundsConfiguration): boolean =>
  isCallRunning && age + 1 >= firstQuestion(config)
const isPastFirstQuestion = ({ isCallRunning, age }: Running, config: CheckRoundsConfiguration): boolean =>
  isCallRunning && age >= firstQuestion(config)

/** The round goes on to the next copy. */
export const stepped = (walk: Walk): Walk => ({ ...walk, at: walk.at + 1 })

/** What the round does with the copy that it has come to. */
export function deedOf(
  {
    halves,
    order,
  }: { readonly halves: readonly Copy[]; readonly order: Readonly<Record<OrderName, Pick<Order, 'age'>>> },
  walk: Walk,
  config: CheckRoundsConfiguration,
): Deed {
  const copy = halves[walk.at]
  return copy === undefined ? 'ends' : deedFor(walk, copy, order[copy.order].age, config)
}

export function mayDiscard(deed: Deed): boolean {
  return deed === 'discards' || deed === 'discards or ends'
}

/** The round is over. Its offsets are saved at its end only, which an exception skips (rmq#9500). */
export function afterException(
  { halves, halfOffset }: HalfQueue,
  walk: Walk,
  mayCrash: boolean,
  { offsetsAfterException, transactionCheckInterval }: CheckRoundsConfiguration,
) {
  const reached = offsetsAfterException === 'are saved' ? walk.at : halfOffset
  return {
    ...folded({ halves, halfOffset: reached }, !mayCrash),
    walk: null,
    untilRound: transactionCheckInterval,
  }
}

export function exception({ offsetsAfterException }: CheckRoundsConfiguration): string {
  return offsetsAfterException === 'are saved'
    ? 'an exception ends the round, its offset is saved'
    : 'an exception ends the round, its offset is not saved'
}
