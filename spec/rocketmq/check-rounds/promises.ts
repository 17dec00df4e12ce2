/** What check rounds promise, and what must be able to happen in them. */
import { spendsOnly } from '../../parts/faults.ts'
import type { CheckRoundsConfiguration } from './configuration.ts'
import { faultyProtocol } from './faults.ts'
import { isDecided } from './order.ts'
import { ordersOf } from './protocol.ts'

export function checkRounds(config: CheckRoundsConfiguration) {
  const orders = ordersOf(config)

  return (
    faultyProtocol(config)
      // P10. Whatever waits is done; that a user pays is not assumed.
      .fair('weak', 'create order')
      .fair('weak', 'local transaction ends', 'order')
      .fair('weak', 'deliver delayed message', 'order')
      .fair('weak', 'time passes')
      .fair('weak', 'write op batch')
      .fair('weak', 'write offset files')
      .fair('weak', 'begin round')
      // Wherever a read of a round may fail, the first one of a round succeeds again and again: the store is not broken for good.
      .fair(
        'strong',
        ['put back immune half', 'check back', 'discard half', 'end round'],
        (s) => s.walk?.at === s.halfOffset,
      )
      .fair('weak', ['put back immune half', 'check back', 'discard half', 'end round'])

      .eventually('each order is finally paid or closed', orders, (s, order) => {
        const { row, finals } = s.order[order]
        return row === 'closed' || (row === 'paid' && finals > 0)
      })
      // P6. Nothing that waits could bring the message any more.
      .always('a paid order gets its final message', orders, (s, order) => {
        const { row, finals } = s.order[order]
        return !(row === 'paid' && finals === 0 && s.isOver)
      })
      .always('no half disappears', orders, (s, order) => {
        const { row, isParked } = s.order[order]
        if (row === 'absent' || isParked || isDecided(s.order[order])) return true
        const reached = s.walk?.at ?? s.halfOffset
        return s.halves.some((copy, index) => copy.order === order && index >= reached)
      })
      .alwaysStep('a half is never discarded without being asked', (before, step) =>
        step.action === 'discard half' ? before.order[step.args.copy.order].wasAsked : true,
      )
      .leadsTo(
        'every half is eventually checked',
        orders,
        (s, order) => s.order[order].row !== 'absent',
        (s, order) => s.order[order].wasAsked || isDecided(s.order[order]),
      )
      // a.5, PR#1543: no half is renewed for ever.
      .eventually('the rounds come to an end', (s) => s.isOver)
      // P6a.
      .always('one final message per half', orders, (s, order) => s.order[order].finals < 2)
      .alwaysStep('a decision of the local transaction is accepted', (before, step, after) => {
        if (step.action !== 'local transaction ends') return true
        const { order } = step.args
        return after.order[order].finals > before.order[order].finals || after.order[order].isRolledBack
      })
      // P6b.
      .alwaysStep('no final message after rollback', (before, _step, after) =>
        orders.every(
          (order) => after.order[order].finals <= before.order[order].finals || !before.order[order].isRolledBack,
        ),
      )
      .alwaysStep('a paid order stays paid', (before, _step, after) =>
        orders.every((order) => before.order[order].row !== 'paid' || after.order[order].row === 'paid'),
      )
      .always('an order is closed once', orders, (s, order) => {
        const { row, closed } = s.order[order]
        return closed === (row === 'closed' ? 1 : 0)
      })
      // A new process waits for a whole interval, as after any round (TransactionalMessageCheckService#run).
      .alwaysStep('no round goes on after a crash or an exception', (_before, step, after) => {
        const isEnd = ['process crash', 'store read error', 'executor is full'].includes(step.action)
        return !isEnd || (after.walk === null && after.untilRound === config.transactionCheckInterval)
      })
      .alwaysStep('every fault counts against its budget', (before, step, after) =>
        spendsOnly(
          before.faults,
          step.action === 'process crash'
            ? 'processCrash'
            : step.action === 'fail to discard'
              ? 'discardPutFailure'
              : null,
          after.faults,
        ),
      )
      .deadlockFree((s) => s.isOver)

      .reachable('a final message is stored', (s) => orders.some((order) => s.order[order].finals > 0))
      .reachable('every order is closed', (s) => orders.every((order) => s.order[order].row === 'closed'))
      .reachable('a half is asked about as often as it may be', (s) =>
        s.halves.some(({ checks }) => checks === config.transactionCheckMax),
      )
      .reachableStep('a half is discarded', (_before, step) => step.action === 'discard half')
      .reachableStep('an immune half is put back', (_before, step) => step.action === 'put back immune half')
      .reachableStep('a user pays after the discard', (before, step) =>
        step.action === 'pay' ? before.order[step.args.order].isParked : false,
      )
      // rmq#8311: the last copy is looked at before its op mark is read.
      .reachableStep('a decided half is discarded all the same', (_before, step) =>
        step.action === 'discard half' ? step.args.copy.mark !== 'none' : false,
      )
      .reachableStep('a delayed message comes twice', (before, step) =>
        step.action === 'deliver delayed message' ? before.order[step.args.order].closed > 0 : false,
      )
      .reachableStep(
        'a put into TRANS_CHECK_MAX_TIME_TOPIC fails',
        (_before, step) => step.action === 'fail to discard',
      )
      .reachableStep(
        'a read fails behind a question',
        (before, step) => step.action === 'store read error' && before.walk?.hasAsked === true,
      )
      .reachableStep(
        'the executor is full once a half is put back',
        (before, step, after) => step.action === 'executor is full' && after.halves.length > before.halves.length,
      )
      .reachableStep(
        'a crash sets the half offset back',
        (before, step, after) => step.action === 'process crash' && after.halfOffset < before.halfOffset,
      )
      .reachableStep('a crash takes an op mark', (before, step) => step.action === 'process crash' && before.isBuffered)
  )
}
