/** Check rounds and what the environment may do to them, each fault against its budget. */
import { at, change } from '../../language/index.ts'
import type { CheckRoundsConfiguration } from './configuration.ts'
import { folded } from './half-queue.ts'
import { afterException, deedOf, exception, mayDiscard, ordersOf, protocol, stepped } from './protocol.ts'
import { copyName } from './words.ts'

export function faultyProtocol(config: CheckRoundsConfiguration) {
  const orders = ordersOf(config)

  return protocol(config)
    .action(
      'fail to discard',
      'The put into TRANS_CHECK_MAX_TIME_TOPIC fails: that is logged, and the half offset moves on ' +
        '(DefaultTransactionalMessageCheckListener#resolveDiscardMsg).',
    )
    .given('walk', (s) => s.walk)
    .given('copy', (s, { walk }) => (mayDiscard(deedOf(s, walk, config)) ? s.halves[walk.at] : null))
    .fault({ spends: 'faults.discardPutFailure' })
    .by('disk')
    .says((_before, { copy }) => {
      const next = config.failedDiscard === 'is tried again' ? 'the round tries again' : 'the round goes on'
      return `${copyName(copy)} is to be discarded, but the put fails: ${next}`
    })
    .changes((_s, { walk }) => (config.failedDiscard === 'is tried again' ? {} : { walk: stepped(walk) }))

    .action(
      'store read error',
      'The half queue cannot be read (a null result of S/DefaultMessageStore#getMessage is used as one that is there). The exception ' +
        'is caught outside the round, which skips the end where offsets are saved (rmq#9500).',
    )
    .given('walk', (s) => s.walk)
    .fault()
    .by('disk')
    .says((before, { walk }) => `reading ${copyName(before.halves[walk.at])} fails: ${exception(config)}`)
    .when(() => config.readErrorPerRound > 0)
    .changes((s, { walk }) => afterException({ halves: s.halves, halfOffset: s.halfOffset }, walk, s.mayCrash, config))

    .action(
      'process crash',
      'The broker process dies and is back at once. Op marks in memory are gone, and so are the offsets that no file has yet: the half offset ' +
        'and those of the delayed messages (a.2, d.2). What is written stays.',
    )
    .fault({ spends: 'faults.processCrash' })
    .by('broker')
    .says((before) => {
      const isAgain = orders.some((order) => before.order[order].delayedMessage === 'delivered')
      const gone = [
        ...(before.isBuffered ? ['op marks are gone'] : []),
        ...(before.halfOffset > 0 ? ['the half offset goes back'] : []),
        ...(isAgain ? ['a delayed message will be delivered again'] : []),
      ]
      return `the broker process crashes and restarts${gone.length === 0 ? '' : `: ${gone.join(', ')}`}`
    })
    .changes((s) => {
      const halves = s.halves.map((copy) => (copy.mark === 'buffered' ? { ...copy, mark: 'none' as const } : copy))
      const again = orders.filter((order) => s.order[order].delayedMessage === 'delivered')
      return {
        order: Object.assign(
          {},
          ...again.map((order) => at(order, change(s.order[order], { delayedMessage: 'scheduled' }))),
        ),
        ...folded({ halves, halfOffset: 0 }, false),
        walk: null,
        untilRound: config.transactionCheckInterval,
      }
    })
}
