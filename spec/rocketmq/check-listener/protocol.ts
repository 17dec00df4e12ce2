/** One order of an application with two instances, and the checks about it. */
import { at, disabled, each, specify } from '../../language/index.ts'
import { isDuplicateKey, type RowsOfKey, withRow } from '../parts/database.ts'
import { aboutCheckListener } from './about.ts'
import type { CheckListenerConfiguration } from './configuration.ts'

export type Instance = 'A' | 'B'

/** Instances of the group. A sends the half; any may be asked. */
export function instancesOf({ groupSize }: CheckListenerConfiguration): readonly Instance[] {
  return groupSize === 1 ? ['A'] : ['A', 'B']
}

/** Where `sendMessageInTransaction` is in instance A. */
type Call = 'not begun' | 'inserts the order' | 'cannot insert' | 'sends COMMIT' | 'sends ROLLBACK' | 'returned'
/** The half at the broker. A discarded one counts as open: a late decision is accepted all the same. */
type Half = 'not sent' | 'open' | 'committed' | 'rolled back'
/** Who has been told of the order and can insert it. */
type Kept = 'nowhere' | Instance | 'everywhere'

export function protocol(config: CheckListenerConfiguration) {
  const { orderCache, uniqueKey, rowAbsentAnswer, transactionCheckMax, outage, listener, producerCrash } = config
  const instances = instancesOf(config)
  const knows = (kept: Kept, instance: Instance): boolean => kept === 'everywhere' || kept === instance

  return (
    specify('rocketmq/check-listener', {
      call: 'not begun' as Call,
      database: 'up' as 'up' | 'down',
      /** Rows of the order. */
      rows: 0 as RowsOfKey,
      /** Where the order is kept besides. */
      kept: 'nowhere' as Kept,
      /** The user was told that there will be an order, though the database does not have it. */
      isAccepted: false,
      half: 'not sent' as Half,
      /** A final message is stored, once or more. */
      isPublished: false,
      checks: 0,
      /** Questions that an instance has not begun with. */
      asked: each(instances, 0),
      /** The instance has found no row, and is about to insert it. */
      isInserting: each(instances, false),
    })
      .about(aboutCheckListener)
      .startingFrom([{ database: 'up' }, { database: 'down' }])

      .derive('isBusy', instances, (s, instance) => s.asked[instance] > 0 || s.isInserting[instance])
      .derive('mayAsk', (s) => {
        if (s.half !== 'open' || s.checks === transactionCheckMax) return false
        if (listener === 'answers before the next round' && instances.some((each) => s.isBusy[each])) return false
        // Enough checks come after the outage and the local transaction.
        if (outage === 'may outlast every check' || s.checks < transactionCheckMax - 1 - producerCrash) return true
        return s.database === 'up' && s.call !== 'inserts the order' && s.call !== 'cannot insert'
      })
      .derive('isOver', (s) => {
        if (s.call !== 'returned' || s.database === 'down' || instances.some((each) => s.isBusy[each])) return false
        return s.half !== 'open' || s.checks === transactionCheckMax
      })

      // The call.

      .action('send half', 'The half is stored, then executeLocalTransaction runs (a.1 steps 1 to 3).')
      .by('producer A')
      .says(() => 'the half of the order is stored, executeLocalTransaction runs')
      .when((s) => s.call === 'not begun')
      .changes(() => ({
        call: 'inserts the order',
        half: 'open',
        kept: orderCache === 'half message' ? 'everywhere' : 'nowhere',
      }))

      .action(
        'insert order',
        'executeLocalTransaction inserts the order and returns COMMIT. A row that a listener was first to insert counts as its own.',
      )
      .by('producer A')
      .says(({ rows }) => `${insertion(rows)}; executeLocalTransaction returns COMMIT`)
      .when((s) => s.call === 'inserts the order' && s.database === 'up')
      .changes((s) => ({ call: 'sends COMMIT', rows: withRow(s.rows, uniqueKey) }))

      .action(
        'fail to insert',
        'The database is down, which executeLocalTransaction learns from an exception or a time-out.',
      )
      .by('producer A')
      .says(() => 'the database is down: the order cannot be inserted')
      .when((s) => s.call === 'inserts the order' && s.database === 'down')
      .changes(() => ({ call: 'cannot insert' }))

      .action(
        'keep order',
        'executeLocalTransaction keeps the order elsewhere and returns UNKNOW, for which nothing is stored (0.5, a.1).',
      )
      .by('producer A')
      .says(() => `the order is accepted all the same (${keptIn(orderCache)}), and UNKNOW is returned`)
      .when((s) => orderCache !== 'none' && s.call === 'cannot insert')
      .changes((s) => ({
        call: 'returned',
        isAccepted: true,
        kept: orderCache === 'shared store' ? 'everywhere' : orderCache === 'half message' ? s.kept : 'A',
      }))

      .action('refuse order', 'The user is told to come back later, and ROLLBACK is returned.')
      .by('producer A')
      .says(() => 'the order is refused, and ROLLBACK is returned')
      .when((s) => orderCache === 'none' && s.call === 'cannot insert')
      .changes(() => ({ call: 'sends ROLLBACK' }))

      .action(
        'send end request',
        'The decision of the local transaction arrives, and is accepted whatever was decided before (a.1, rmq#8158).',
      )
      .by('producer A')
      .says(({ call }) => `the ${call === 'sends COMMIT' ? 'COMMIT' : 'ROLLBACK'} of the local transaction arrives`)
      .changes((s) => {
        if (s.call === 'sends COMMIT') return { call: 'returned', half: 'committed', isPublished: true }
        if (s.call === 'sends ROLLBACK') return { call: 'returned', half: 'rolled back' }
        return disabled
      })

      .action('database comes back', 'The outage ends.')
      .by('database')
      .says(() => 'the database comes back')
      .when((s) => s.database === 'down')
      .changes(() => ({ database: 'up' }))

      // Checks.

      .action(
        'check back',
        'Any instance is asked about a half without a decision, without waiting for earlier answers (a.1 "Check-back", a.4, ' +
          'AbstractTransactionalMessageCheckListener#sendCheckMessage, ProducerManager#getAvailableChannel).',
      )
      .over('instance', instances)
      .by('broker')
      .says(
        ({ checks }, { instance }) => `check ${checks + 1} of ${transactionCheckMax}: producer ${instance} is asked`,
      )
      .when((s) => s.mayAsk)
      .changes((s, { instance }) => ({ checks: s.checks + 1, asked: at(instance, s.asked[instance] + 1) }))

      .action(
        'look for the row',
        'checkLocalTransaction: COMMIT where the row is, UNKNOWN where the database is down. A row that is missing is inserted, where the ' +
          'instance knows the order; else the answer is the one for an absent row (0.5, a.4).',
      )
      .over('instance', instances)
      .by(({ instance }) => `producer ${instance}`)
      .says((before, { instance }) => {
        if (before.database === 'down') return 'the database is down: it answers UNKNOWN'
        if (before.rows > 0) return 'it sees the row, and answers COMMIT'
        return knows(before.kept, instance)
          ? 'it finds no row, and is going to insert the order'
          : `it finds no row and knows nothing of the order: it answers ${rowAbsentAnswer}`
      })
      .when((s, { instance }) => s.asked[instance] > 0 && !s.isInserting[instance])
      .changes((s, { instance }) => {
        const asked = at(instance, s.asked[instance] - 1)
        if (s.database === 'down') return { asked }
        if (s.rows > 0) return { asked, half: 'committed', isPublished: true }
        if (knows(s.kept, instance)) return { asked, isInserting: at(instance, true) }
        return rowAbsentAnswer === 'ROLLBACK' ? { asked, half: 'rolled back' } : { asked }
      })

      .action(
        'insert kept order',
        'The listener inserts the order that was kept, and answers COMMIT. Where the unique key refuses the row, it is there (0.5).',
      )
      .over('instance', instances)
      .by(({ instance }) => `producer ${instance}`)
      .says(({ rows }) => `${insertion(rows)}; it answers COMMIT`)
      .when((s, { instance }) => s.isInserting[instance])
      .changes((s, { instance }) => ({
        rows: withRow(s.rows, uniqueKey),
        isInserting: at(instance, false),
        half: 'committed',
        isPublished: true,
      }))

      .action(
        'producer crashes',
        'The process of an instance dies and is back at once: its questions are gone, an open local transaction is rolled back, a decision ' +
          'is not sent, and what it kept in memory is lost.',
      )
      .over('instance', instances)
      .fault({ spends: 'producerCrashes', of: producerCrash })
      .by(({ instance }) => `producer ${instance}`)
      .says((before, { instance }) => {
        const lost = [
          ...(instance === 'A' && before.call !== 'returned' ? ['its call'] : []),
          ...(before.kept === instance ? ['the order in its memory'] : []),
          ...(before.isBusy[instance] ? ['what it was asked'] : []),
        ]
        return `producer ${instance} crashes and restarts${lost.length === 0 ? '' : `: ${lost.join(', ')} gone`}`
      })
      .when((s) => s.call !== 'not begun')
      .changes((s, { instance }) => ({
        call: instance === 'A' ? 'returned' : s.call,
        kept: s.kept === instance ? 'nowhere' : s.kept,
        asked: at(instance, 0),
        isInserting: at(instance, false),
      }))
  )

  function insertion(rows: RowsOfKey): string {
    if (isDuplicateKey(rows, uniqueKey)) return 'the unique key refuses a second row'
    return rows === 0 ? 'the order is inserted' : 'the order is inserted a second time'
  }
}

function keptIn(cache: CheckListenerConfiguration['orderCache']): string {
  if (cache === 'half message') return 'it stands in the half'
  return cache === 'shared store' ? 'it is kept in a shared store' : "it is kept in A's memory"
}
