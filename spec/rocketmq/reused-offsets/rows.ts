/** The suite `rocketmq/reused-offsets`: row T25 of rocketmq.md section i.1, with its neighbours. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { shipped } from './configuration.ts'
import { reusedOffsets } from './promises.ts'

const committedOnly = 'no final message for a transaction that is not committed'
const own = 'a decision is carried out on its own transaction'
const getsFinal = 'a committed local transaction gets its final message'
const oneFinal = 'one final message per half'
const derived = 'Derived from the code, not confirmed by a report.'

/** Every promise is kept, and every ordinary thing happens, so that nothing holds because nothing happens. */
const usual = {
  [committedOnly]: holds,
  [own]: holds,
  [getsFinal]: holds,
  [oneFinal]: holds,
  'a call that has returned decides nothing more': holds,
  'both transactions come to their end': holds,
  'the half offset stays within the half queue': holds,
  'two transactions take a bounded part of the log': holds,
  'every fault counts against its budget': holds,
  'no deadlock': holds,
  'a final message is stored': reachable(),
  'a ROLLBACK is carried out': reachable(),
  'a power cut takes messages under way': reachable(),
  'a check-back is asked': reachable(),
  'an answer to a check is accepted': reachable(),
  'a power cut takes a half': reachable(),
  'a decision finds the half of another transaction': reachable(),
  'a decision finds nothing at its offset': reachable(),
  'every fault of the budget strikes': reachable(),
} as const

export const reusedOffsetsSuite = rows(suite('rocketmq/reused-offsets', reusedOffsets, shipped), usual, [
  {
    id: 'T25',
    title: 'ASYNC_FLUSH, 1 power cut',
    counts: { distinct: 1271, generated: 2331, depth: 16 },
    about: `The half of t1 is acknowledged and cut off by the power cut; the half of t2 takes its commit log offset and its queue offset. The COMMIT of
      t1, which was late, finds the half of t2 there: the consumer gets the message of a transaction that is rolled back or still runs. ${derived}`,
    headline: committedOnly,
    config: { powerCut: 1 },
    expect: { [committedOnly]: violated(7), [own]: violated(7), [getsFinal]: violated(8), [oneFinal]: violated(10) },
    neighbours: [
      {
        title: 'T25 neighbour: SYNC_FLUSH, 1 power cut',
        counts: { distinct: 650, generated: 1088, depth: 16 },
        about: 'An acknowledged half is never cut off, and decisions arrive before a renewed copy is made.',
        but: { flushDiskType: 'SYNC_FLUSH' },
        expect: {
          [committedOnly]: holds,
          [own]: holds,
          [getsFinal]: holds,
          [oneFinal]: holds,
          'a power cut takes a half': unreachable,
          'a decision finds the half of another transaction': unreachable,
          'a decision finds nothing at its offset': unreachable,
        },
      },
      {
        title: 'T25 neighbour: the broker compares the transaction id, 1 power cut',
        counts: { distinct: 1239, generated: 2291, depth: 16 },
        about:
          'A repair that RocketMQ does not have: the request has the id, and so has the half. The half of t1 is lost all the same.',
        but: { checkPrepareMessage: 'compares the transaction id too' },
        expect: { [committedOnly]: holds, [own]: holds, [oneFinal]: holds },
      },
      {
        title: 'T25 neighbour: a producer group for each transaction, 1 power cut',
        counts: { distinct: 1239, generated: 2291, depth: 16 },
        about:
          'The group is compared. Between two transactions of one group, which share their application, that is no help.',
        but: { producerGroups: 'one each' },
        expect: { [committedOnly]: holds, [own]: holds, [oneFinal]: holds },
      },
    ],
  },
  {
    title: 'SYNC_FLUSH, 1 lost oneway and 1 power cut',
    counts: { distinct: 3486, generated: 5600, depth: 22 },
    about: `The decision of t1 is lost, and a check is asked. A renewed copy does not wait for the disk: the power cut takes it, the half of t2 takes
      its offsets, and the answer to the check commits it. ${derived}`,
    headline: committedOnly,
    config: { flushDiskType: 'SYNC_FLUSH', transactionCheckMax: 2, oneWayLoss: 1, powerCut: 1 },
    expect: { [committedOnly]: violated(10), [own]: violated(10), [oneFinal]: violated(12) },
    neighbours: [
      {
        title: 'SYNC_FLUSH, 1 lost oneway and 1 power cut, the broker compares the transaction id',
        counts: { distinct: 3428, generated: 5534, depth: 22 },
        but: { checkPrepareMessage: 'compares the transaction id too' },
        expect: { [committedOnly]: holds, [own]: holds },
      },
    ],
  },
])
