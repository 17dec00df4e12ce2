/** What the application promises its users, and what must be able to happen with it. */
import type { CheckListenerConfiguration } from './configuration.ts'
import { instancesOf, protocol } from './protocol.ts'

export function checkListener(config: CheckListenerConfiguration) {
  const instances = instancesOf(config)

  return (
    protocol(config)
      // Whoever can go on does; nothing is assumed about whom the broker asks. No fault has to come.
      .fair('weak', 'send half')
      .fair('weak', ['insert order', 'fail to insert', 'keep order', 'refuse order'])
      .fair('weak', 'send end request')
      .fair('weak', 'database comes back')
      .fair('weak', 'check back')
      .fair('weak', 'look for the row', 'instance')
      .fair('weak', 'insert kept order', 'instance')

      .leadsTo(
        'an accepted order is created',
        (s) => s.isAccepted,
        (s) => s.rows > 0,
      )
      .always('one row per order', (s) => s.rows < 2)
      // P6, in both directions.
      .leadsTo(
        'a created order gets its message',
        (s) => s.rows > 0,
        (s) => s.isPublished,
      )
      .always('a message only for a created order', (s) => !s.isPublished || s.rows > 0)
      .alwaysStep('only a database that is up has rows inserted', (before, _step, after) => {
        return before.rows === after.rows || before.database === 'up'
      })
      .always('a half is asked about as often as it may be, and no more', (s) => s.checks <= config.transactionCheckMax)
      .always('nobody answers unasked', instances, (s, instance) => s.asked[instance] >= 0)
      .eventually('the transaction comes to its end', (s) => s.isOver)
      .deadlockFree((s) => s.isOver)

      .reachable('the local transaction creates the order', (s) => s.call === 'sends COMMIT')
      .reachable('an order is kept while the database is down', (s) => s.kept !== 'nowhere' && s.isAccepted)
      .reachableStep(
        'the listener creates the order',
        (before, step) => step.action === 'insert kept order' && before.rows === 0,
      )
      .reachable(
        'both instances are about to insert the order',
        (s) => instances.length > 1 && instances.every((each) => s.isInserting[each]),
      )
      .reachableStep(
        'an order is inserted that is there already',
        (before, step) => (step.action === 'insert kept order' || step.action === 'insert order') && before.rows > 0,
      )
      .reachable('a transaction is rolled back', (s) => s.half === 'rolled back')
      .reachable('the checks are used up', (s) => s.half === 'open' && s.checks === config.transactionCheckMax)
      .reachable('every crash of the budget happens', (s) => s.producerCrashes === 0)
  )
}
