/** The suite `rocketmq/check-listener`: rows T20 and T21 of rocketmq.md section i.1, each with its neighbours. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { careful } from './configuration.ts'
import { checkListener } from './promises.ts'

const created = 'an accepted order is created'
const oneRow = 'one row per order'
const published = 'a created order gets its message'

/** Every promise is kept, and every ordinary thing happens, so that nothing holds because nothing happens. */
const usual = {
  [created]: holds,
  [oneRow]: holds,
  [published]: holds,
  'a message only for a created order': holds,
  'only a database that is up has rows inserted': holds,
  'a half is asked about as often as it may be, and no more': holds,
  'nobody answers unasked': holds,
  'the transaction comes to its end': holds,
  'no deadlock': holds,
  'the local transaction creates the order': reachable(),
  'an order is kept while the database is down': reachable(),
  'the listener creates the order': reachable(),
  'both instances are about to insert the order': unreachable,
  'an order is inserted that is there already': unreachable,
  'a transaction is rolled back': unreachable,
  'the checks are used up': reachable(),
  'every crash of the budget happens': reachable(),
} as const

/** Two instances know the order, and one is asked while the other is still slow. */
const bothInsert = {
  'both instances are about to insert the order': reachable(),
  'an order is inserted that is there already': reachable(),
} as const

const crash = { producerCrash: 1, transactionCheckMax: 3 } as const

export const checkListenerSuite = rows(suite('rocketmq/check-listener', checkListener, careful), usual, [
  {
    id: 'T20',
    title: 'an order in the memory of one instance, 1 producer crash',
    counts: { distinct: 151, generated: 335, depth: 13 },
    about: `What is often advised (0.5). The database is down, instance A keeps the order and tells the user that it is accepted. The checks go
      to B, which knows nothing of it, or A crashes: the order is never created, and nobody finds out.`,
    headline: created,
    config: { orderCache: 'memory of the instance', ...crash },
    expect: { [created]: violated(11) },
    neighbours: [
      {
        title: 'T20 neighbour: the order is kept in a shared store, 1 producer crash',
        counts: { distinct: 132, generated: 307, depth: 12 },
        about:
          'Whoever is asked finds it. The store must be as durable as the database, and the outage shorter than the checks.',
        but: { orderCache: 'shared store' },
        expect: { [created]: holds },
        neighbours: [
          {
            title: 'T20 neighbour: a shared store, and ROLLBACK where nothing is found, 1 producer crash',
            counts: { distinct: 139, generated: 317, depth: 12 },
            about: `The check comes between the insert that failed and the order's being kept: B finds nothing, and its
              ROLLBACK ends the checks. Then the order is kept, and nobody asks for it.`,
            but: { rowAbsentAnswer: 'ROLLBACK' },
            expect: { [created]: violated(7), [published]: violated(6), 'a transaction is rolled back': reachable() },
          },
          {
            title: 'T20 neighbour: a shared store, and listeners that are slower than a round, 1 producer crash',
            counts: { distinct: 300, generated: 839, depth: 12 },
            about: 'Several questions wait at one instance, and one crash takes them all.',
            but: { listener: 'may be slower than a round' },
            expect: { ...bothInsert, [created]: violated(9), [published]: violated(7) },
          },
          {
            title: 'T20 neighbour: a shared store, and an outage that outlasts every check, 1 producer crash',
            counts: { distinct: 216, generated: 593, depth: 12 },
            about:
              'Every listener finds the database down. After about 8 minutes by default nobody asks any more (a.4).',
            but: { outage: 'may outlast every check' },
            expect: { [created]: violated(11), [published]: violated(9) },
          },
        ],
      },
      {
        title: 'T20 neighbour: the order stands in the half, 1 producer crash',
        counts: { distinct: 153, generated: 360, depth: 12 },
        about: `The listener is given the half message and creates the order from its body: the broker keeps it. It may also create an order
          whose local transaction failed, so the application must mean that.`,
        but: { orderCache: 'half message' },
        expect: { [created]: holds, 'an order is inserted that is there already': reachable() },
      },
      {
        title: 'T20 neighbour: an order is refused while the database is down, 1 producer crash',
        counts: { distinct: 150, generated: 377, depth: 12 },
        about: 'ROLLBACK, and the user is told at once. What cannot be written is not accepted.',
        but: { orderCache: 'none' },
        expect: {
          [created]: holds,
          'an order is kept while the database is down': unreachable,
          'the listener creates the order': unreachable,
          'a transaction is rolled back': reachable(),
        },
      },
    ],
  },
  {
    title: 'an order in the memory of the only instance, 1 producer crash',
    counts: { distinct: 68, generated: 116, depth: 11 },
    about: 'Every check reaches whoever keeps the order, until it crashes.',
    headline: created,
    config: { orderCache: 'memory of the instance', groupSize: 1, ...crash },
    expect: { [created]: violated(11) },
    neighbours: [
      {
        title: 'the only instance keeps the order in a shared store, 1 producer crash',
        counts: { distinct: 71, generated: 119, depth: 12 },
        but: { orderCache: 'shared store' },
        expect: { [created]: holds },
      },
    ],
  },
  {
    id: 'T21',
    title: 'the listener inserts what is missing, without a unique key',
    counts: { distinct: 70, generated: 128, depth: 11 },
    about: `A round does not wait for the answer to the last one. One check is slow at A, the next reaches B: both find no row, and both
      insert it. It takes no fault. Derived from the code, not confirmed by a report.`,
    headline: oneRow,
    config: { orderCache: 'shared store', uniqueKey: false, listener: 'may be slower than a round' },
    expect: { ...bothInsert, [oneRow]: violated(11) },
    neighbours: [
      {
        title: 'T21 neighbour: a unique key',
        counts: { distinct: 69, generated: 128, depth: 10 },
        about: 'The database refuses the second row, and the listener takes that for "it is there".',
        but: { uniqueKey: true },
        expect: { [oneRow]: holds },
      },
      {
        title: 'T21 neighbour: an order in the memory of one instance, without a unique key',
        counts: { distinct: 63, generated: 117, depth: 10 },
        about: 'One instance alone can insert it, and has one thread for questions. What breaks instead is T20.',
        but: { orderCache: 'memory of the instance' },
        expect: {
          [oneRow]: holds,
          [created]: violated(9),
          'both instances are about to insert the order': unreachable,
          'an order is inserted that is there already': unreachable,
        },
      },
    ],
  },
])
