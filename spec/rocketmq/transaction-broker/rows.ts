/** The suite `rocketmq/transaction-broker`: rows T18, T19, T26 and T27 of rocketmq.md section i.1, each with its neighbours. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { stockBroker } from './configuration.ts'
import { transactionBroker } from './promises.ts'

const getsFinal = 'a committed local transaction gets its final message'
const oneFinal = 'one final message per half'
const oneCopy = 'each check makes one copy'
const derived = 'Derived from the code, not confirmed by a report.'

/** Every promise is kept, and every ordinary thing happens, so that nothing holds because nothing happens. */
const usual = {
  [getsFinal]: holds,
  [oneFinal]: holds,
  'a final message only for a committed local transaction': holds,
  [oneCopy]: holds,
  'the half offset stays within the half queue': holds,
  'a clean restart takes nothing from the log': holds,
  'one transaction takes a bounded part of the log': holds,
  'every fault counts against its budget': holds,
  'the transaction comes to its end': holds,
  'no deadlock': holds,
  'a final message is stored': reachable(),
  'a ROLLBACK is accepted': reachable(),
  'a check-back is asked': reachable(),
  'a check-back brings the final message': reachable(),
  'a half is discarded': unreachable,
  'a decision does not find its half': unreachable,
  'a slave refuses a decision': unreachable,
  'op marks in memory are lost': unreachable,
  'the log loses its end': unreachable,
  'messages are lost with their connection': unreachable,
  'a copy waits for its quorum': unreachable,
  'every fault of the budget strikes, and every restart happens': reachable(),
} as const

const nobodyIsAsked = {
  'a check-back is asked': unreachable,
  'a check-back brings the final message': unreachable,
} as const
const connectionsBreak = { 'messages are lost with their connection': reachable() } as const
const failsOver = {
  ...connectionsBreak,
  'a slave refuses a decision': reachable(),
  'op marks in memory are lost': reachable(),
  'the log loses its end': reachable(),
} as const

export const transactionBrokerSuite = rows(
  suite('rocketmq/transaction-broker', transactionBroker, stockBroker),
  usual,
  [
    {
      id: 'T26',
      title: 'the transient pool',
      counts: { distinct: 71, generated: 82, depth: 17 },
      about: `A half is in direct memory for up to 200 ms, and a decision that is faster does not find it (rmq#2098). A renewed copy is as young when
      its question is answered, so that every quick answer is dropped, and the half discarded. It takes no fault.`,
      headline: getsFinal,
      config: { transientStorePoolEnable: true },
      expect: {
        [getsFinal]: violated(15),
        'a decision does not find its half': reachable(),
        'a half is discarded': reachable(),
      },
      neighbours: [
        {
          title: 'T26 neighbour: no transient pool',
          counts: { distinct: 12, generated: 12, depth: 7 },
          but: { transientStorePoolEnable: false },
          expect: {
            ...nobodyIsAsked,
            [getsFinal]: holds,
            'a decision does not find its half': unreachable,
            'a half is discarded': unreachable,
          },
        },
      ],
    },
    {
      id: 'T27',
      title: 'a clean restart',
      counts: { distinct: 42, generated: 54, depth: 11 },
      about: `The batch service is woken once when the broker stops, and skips marks of a queue whose last batch is less than 3 s ago. The half is asked
      about after the start, and committed again. ${derived}`,
      headline: oneFinal,
      config: { cleanRestart: 1 },
      expect: { ...connectionsBreak, [oneFinal]: violated(9), 'op marks in memory are lost': reachable() },
      neighbours: [
        {
          title: 'T27 neighbour: a clean restart writes every mark',
          counts: { distinct: 36, generated: 47, depth: 10 },
          about:
            'A repair that RocketMQ does not have. A decision on its way may still be lost with its connection; a check finds it.',
          but: { close: 'writes every mark' },
          expect: { [oneFinal]: holds, 'op marks in memory are lost': unreachable },
        },
      ],
    },
    {
      id: 'T19',
      title: 'a master that becomes a slave, 1 failover',
      counts: { distinct: 52, generated: 66, depth: 11 },
      about: `The slave refuses the decision, and nobody reads that: it was oneway. The new master has the half, and asks. The op marks of the old one are
      gone, so that what was committed may be committed again (T05).`,
      headline: getsFinal,
      config: { failover: 1 },
      expect: { ...failsOver, [oneFinal]: violated(9) },
      neighbours: [
        {
          title: 'T19 neighbour: SEND_OK does not wait for the slave, 1 failover',
          counts: { distinct: 85, generated: 115, depth: 11 },
          about: 'inSyncReplicas=1, as shipped: the new master may not have the half, and nobody asks about it.',
          but: { inSyncReplicas: 1 },
          expect: {
            [getsFinal]: violated(5),
            'the half offset stays within the half queue': violated(9),
            'a decision does not find its half': reachable(),
          },
        },
        {
          title: 'T19 neighbour: DLedger, 1 failover',
          counts: { distinct: 50, generated: 60, depth: 11 },
          about:
            'What a quorum has is not lost. Op marks and offsets are outside of the Raft log, and go the same way.',
          headline: 'the log loses its end',
          but: { enableDLegerCommitLog: true },
          expect: { 'the log loses its end': unreachable },
        },
      ],
    },
    {
      title: 'the half offset is ahead of the log of the slave, 1 lost oneway and 1 failover',
      counts: { distinct: 236, generated: 326, depth: 19 },
      about: `The decision is lost, and the half renewed. The renewed copy does not wait for the slave, and the slave takes over the half offset on another
      connection: the new master has h0 alone, and looks behind it (a.6, as T17). ${derived}`,
      headline: getsFinal,
      config: { oneWayLoss: 1, failover: 1 },
      expect: {
        ...failsOver,
        [getsFinal]: violated(8),
        [oneFinal]: violated(9),
        [oneCopy]: violated(8),
        'a decision does not find its half': reachable(),
        'the half offset stays within the half queue': violated(12),
      },
      neighbours: [
        {
          title: 'the half offset is behind the log of the slave, 1 lost oneway and 1 failover',
          counts: { distinct: 229, generated: 314, depth: 19 },
          about: 'A repair that RocketMQ does not have.',
          but: { slaveOffsets: 'behind the log' },
          expect: { [getsFinal]: holds, 'the half offset stays within the half queue': holds },
        },
      ],
    },
    {
      id: 'T18',
      title: 'DLedger without its quorum, 1 partition',
      counts: { distinct: 138, generated: 173, depth: 24 },
      about: `A put that times out is an error, and the record stays: once the quorum is back it commits. A final message that was answered with an error has
      no mark and is asked about again; a copy that was put back in vain is put back once more, and both are asked about. ${derived}`,
      headline: oneFinal,
      config: { enableDLegerCommitLog: true, partition: 1 },
      expect: { [oneFinal]: violated(10), [oneCopy]: violated(9), 'a copy waits for its quorum': reachable() },
      neighbours: [
        {
          title: 'T18 neighbour: a master with a slave, 1 partition',
          counts: { distinct: 52, generated: 78, depth: 9 },
          about: 'A renewed copy does not wait for the slave, and the time-out of a final message counts as success.',
          but: { enableDLegerCommitLog: false },
          expect: { ...nobodyIsAsked, [oneFinal]: holds, [oneCopy]: holds, 'a copy waits for its quorum': unreachable },
        },
      ],
    },
  ],
)
