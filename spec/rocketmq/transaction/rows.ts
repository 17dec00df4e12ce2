/** The suite `rocketmq/transaction`: rows T01 to T08, T17, T23 and T24 of rocketmq.md section i.1, each with its neighbours. */
import { holds, reachable, rows, suite, unreachable, upTo, violated } from '../../language/index.ts'
import { defaults } from './configuration.ts'
import { transaction } from './promises.ts'

const seen = 'Seen on real brokers (0.9).'
const derived = 'Derived from the code, not confirmed by a report.'

/** Every promise is kept, and every ordinary thing happens, so that nothing holds because nothing happens. */
const usual = {
  'one final message per half': holds,
  'no final message after rollback': holds,
  'a committed local transaction gets its final message': holds,
  'a final message only for a committed local transaction': holds,
  'op mark durable implies final durable': holds,
  'the half offset stays within the half queue': holds,
  'a process crash takes nothing that was appended': holds,
  'nobody who has stopped answers': holds,
  'one transaction takes a bounded part of the log': holds,
  'every transaction comes to its end': holds,
  'it publishes once what was committed': holds,
  'it publishes what was committed in the end, perhaps several times': holds,
  'no deadlock': holds,
  'a final message is stored': reachable(),
  'a check-back is asked': reachable(),
  'a check finds nobody to ask': unreachable,
  'a crash sets the half offset back': unreachable,
  'a check-back brings the final message': reachable(),
  'an op mark is written': reachable(),
  'a half is discarded': reachable(),
  'a half gets more than two final messages': unreachable,
  'a COMMIT after the discard is accepted': unreachable,
  'every fault of the budget strikes': reachable(),
} as const

/** Where every decision arrives and is marked before the next round, no producer needs to be asked. */
const nobodyIsAsked = {
  'a check-back is asked': unreachable,
  'a check-back brings the final message': unreachable,
  'a half is discarded': unreachable,
} as const

/** What a COMMIT that is slower than the whole series of checks does, in any configuration, and where none is so slow. */
const lateCommits = { 'a COMMIT after the discard is accepted': reachable() } as const
const noLateCommit = { 'a COMMIT after the discard is accepted': unreachable } as const

/** What breaks, in any configuration without the guard, as soon as a check may overtake a decision (T01). */
const moreThanTwo = { 'a half gets more than two final messages': reachable() } as const
const decisionsCross = { ...lateCommits, ...moreThanTwo, 'one final message per half': violated(8) } as const
const onlyOneFinal = {
  'one final message per half': holds,
  'a half gets more than two final messages': unreachable,
} as const

/**
 * In how many states the contracts of publishing are broken, or null: the strict one, and the one that allows several messages
 * and their loss, as long as one is there in the end.
 */
const publishes = (once: number | null, inTheEnd: number | null) =>
  ({
    'it publishes once what was committed': once === null ? holds : violated(once),
    'it publishes what was committed in the end, perhaps several times': inTheEnd === null ? holds : violated(inTheEnd),
  }) as const

const offsetIsSetBack = { 'a crash sets the half offset back': reachable() } as const

const calm = { checkRounds: 'after op marks are written' } as const
const anyCrash = { ...calm, flushDiskType: 'SYNC_FLUSH', processCrash: 1, powerCut: 1 } as const
const powerCutUnderSyncFlush = { ...calm, flushDiskType: 'SYNC_FLUSH', powerCut: 1 } as const
const lossAndPowerCut = { ...powerCutUnderSyncFlush, oneWayLoss: 1 } as const

/**
 * Budgets of the frontiers. No frontier rests on three faults: what only these break, by wasting a decision and both
 * checks (`transactionCheckMax` is 2), takes fifteen wasted checks in RocketMQ.
 */
const lostOneway = { oneWayLoss: upTo(1, 'lost oneway message') } as const
const powerCuts = { powerCut: upTo(1, 'power cut') } as const

const overtakenAfterCrash =
  'it takes a crash of a broker whose rounds may overtake decisions, which has too many states for a row; logs of real brokers that were killed are held against it'

export const transactionSuite = rows(suite('rocketmq/transaction', transaction, defaults), usual, [
  {
    id: 'T01',
    title: 'a check overtakes the decision',
    about: `
      The default set-up without any fault. The end request of h0 is slower than the first check; the answer to the check
      commits the renewed copy h1, then h0 is committed as well, since the broker does not look at earlier decisions
      (rmq#8158, rmq#5574).
    `,
    headline: 'one final message per half',
    expect: { ...decisionsCross, ...publishes(8, null) },
    counts: { distinct: 8909, generated: 11183, depth: 15 },
    neighbours: [
      {
        title: 'T01 neighbour: checks come after op marks',
        about: 'Local transaction, request and op batch together take less than the 6 s of transactionTimeOut.',
        but: { checkRounds: 'after op marks are written' },
        expect: { ...publishes(null, null), ...onlyOneFinal, ...noLateCommit, ...nobodyIsAsked },
        counts: { distinct: 12, generated: 12, depth: 7 },
        faults: { ...lostOneway, producerStop: upTo(2, 'producer stop') },
        // T08: as long as one instance lives, it is asked.
        frontier: {
          'one final message per half':
            'holds with up to 1 lost oneway message and 2 producer stops (all that was tried)',
          'a committed local transaction gets its final message':
            'holds with any 1 lost oneway message + 1 producer stop; broken by 2 producer stops',
        },
      },
      {
        title: 'T01 neighbour: the broker refuses a second decision',
        about: `
          A repair that RocketMQ does not have. A COMMIT after the discard is still accepted: the discard is no decision,
          and that COMMIT the first.
        `,
        but: { duplicateDecisionGuard: true },
        expect: { ...onlyOneFinal, ...publishes(null, null) },
        counts: { distinct: 864, generated: 1998, depth: 13 },
      },
      {
        title: 'T01 neighbour: the listener answers COMMIT without looking',
        about: 'Negative control: the final message of a transaction that is not committed, or never will be.',
        headline: 'a final message only for a committed local transaction',
        but: { rowAbsentAnswer: 'COMMIT' },
        expect: {
          ...publishes(5, 5),
          'no final message after rollback': violated(8),
          'a final message only for a committed local transaction': violated(5),
        },
        counts: { distinct: 10933, generated: 13930, depth: 15 },
      },
      {
        title: 'SYNC_MASTER since 5.0 with inSyncReplicas=2, without its slave',
        about: `
          Every half send returns FLUSH_SLAVE_TIMEOUT (seen on 5.1.4 to 5.4.0): no transaction can commit as long as the slave
          is down, as in T23. With the default, inSyncReplicas=1, it is SEND_OK.
        `,
        headline: 'a final message is stored',
        but: { halfSend: ['FLUSH_SLAVE_TIMEOUT'] },
        expect: {
          ...publishes(null, null),
          ...onlyOneFinal,
          ...noLateCommit,
          'a final message is stored': unreachable,
          'a check-back brings the final message': unreachable,
        },
        counts: { distinct: 138, generated: 327, depth: 10 },
      },
    ],
  },
  {
    id: 'T02',
    title: 'the listener answers ROLLBACK while the local transaction runs',
    about: `
      The check comes while executeLocalTransaction still runs; the row is not visible and the listener says ROLLBACK.
      Then the local transaction commits, and its COMMIT is accepted after the ROLLBACK (rmq#2694). That saves the message:
      the promise that is broken is that a decision is final.
    `,
    headline: 'no final message after rollback',
    config: { rowAbsentAnswer: 'ROLLBACK' },
    expect: { ...publishes(8, null), ...decisionsCross, 'no final message after rollback': violated(8) },
    counts: { distinct: 11118, generated: 14252, depth: 15 },
    neighbours: [
      {
        title: 'T02 neighbour: the listener writes a fence row first',
        about: 'The fence row makes the local transaction fail, so that ROLLBACK is the truth from then on (a.4).',
        but: { rowAbsentAnswer: 'ROLLBACK behind a fence row' },
        expect: { ...publishes(8, null), 'no final message after rollback': holds },
        counts: { distinct: 9296, generated: 11953, depth: 15 },
      },
      {
        title: 'T02 neighbour: the broker refuses a second decision',
        about: `
          The repair of T01 keeps the ROLLBACK final, and so loses the message of a committed local transaction without any
          fault: a guard at the broker is safe only with a listener that never says ROLLBACK too early.
        `,
        but: { duplicateDecisionGuard: true },
        expect: {
          ...publishes(10, 10),
          ...onlyOneFinal,
          'no final message after rollback': holds,
          'a committed local transaction gets its final message': violated(10),
        },
        counts: { distinct: 1273, generated: 2978, depth: 13 },
      },
    ],
  },
  {
    id: 'T04',
    title: 'the listener answers UNKNOWN, 1 lost oneway',
    about:
      'A later check sees the row. It needs producers that live, and a local transaction that ends before the last check.',
    headline: 'a committed local transaction gets its final message',
    config: { oneWayLoss: 1 },
    expect: { ...decisionsCross, ...publishes(8, null) },
    counts: { distinct: 10025, generated: 15294, depth: 15 },
    neighbours: [
      {
        id: 'T03',
        title: 'a ROLLBACK too early, 1 lost oneway',
        about: `
          As T02, but the COMMIT is lost: the half is settled by the ROLLBACK, nobody asks again, the row is committed and
          the message gone. ${seen} Mend the listener: answer UNKNOWN (T04) or write a fence row.
        `,
        but: { rowAbsentAnswer: 'ROLLBACK' },
        expect: {
          ...publishes(8, 10),
          'no final message after rollback': violated(8),
          'a committed local transaction gets its final message': violated(10),
        },
        counts: { distinct: 12589, generated: 19860, depth: 15 },
        faults: { ...lostOneway, producerStop: upTo(1, 'producer stop') },
        // Anything that keeps the COMMIT from the broker will do; T02 needs no fault at all.
        frontier: {
          'no final message after rollback': 'broken without any fault',
          'a committed local transaction gets its final message':
            'holds without faults; broken by 1 lost oneway message, or by 1 producer stop',
        },
        neighbours: [
          {
            title: 'T03 neighbour: the listener writes a fence row first, 1 lost oneway',
            about: 'The other way to mend T03: after a ROLLBACK the local transaction can commit no more.',
            but: { rowAbsentAnswer: 'ROLLBACK behind a fence row' },
            expect: {
              ...publishes(8, null),
              'no final message after rollback': holds,
              'a committed local transaction gets its final message': holds,
            },
            counts: { distinct: 10624, generated: 16795, depth: 15 },
          },
        ],
      },
      {
        title: 'T04 neighbour: the local transaction outlasts every check',
        about: `
          Both checks find no row, then the local transaction commits and its COMMIT is lost: nobody asks again. By default
          the checks end after about 8 minutes (a.4).
        `,
        but: { localTransaction: 'may outlast every check' },
        expect: { ...publishes(8, 10), 'a committed local transaction gets its final message': violated(10) },
        counts: { distinct: 10210, generated: 15662, depth: 15 },
      },
      {
        title: 'T01 neighbour: checks come after op marks, 1 lost oneway',
        about:
          'Checks are asked and answered here, and still there is one final message: an answer is in time as well.',
        headline: 'one final message per half',
        but: { checkRounds: 'after op marks are written' },
        expect: { ...publishes(null, null), ...onlyOneFinal, ...noLateCommit },
        counts: { distinct: 27, generated: 30, depth: 10 },
      },
    ],
  },
  {
    id: 'T05',
    title: 'buffered op marks, 1 process crash',
    about: `
      Since 5.1.0 (RIP-50) op marks wait in memory. The final message is in the log, the crash takes the mark, the check
      after the restart commits again. ${seen}
    `,
    headline: 'one final message per half',
    config: { ...calm, processCrash: 1 },
    expect: { ...publishes(9, null), ...offsetIsSetBack, 'one final message per half': violated(9) },
    counts: { distinct: 50, generated: 64, depth: 11 },
    neighbours: [
      {
        title: 'T05 neighbour: the final message is the op mark',
        about:
          'A repair that RocketMQ does not have: one record, so that no crash comes between final message and op mark.',
        but: { opMarks: 'atomic' },
        expect: { ...onlyOneFinal, ...publishes(null, null) },
        counts: { distinct: 38, generated: 50, depth: 10 },
      },
    ],
  },
  {
    id: 'T05b',
    title: 'the op mark is still buffered when the check comes',
    about: `
      No fault: the decision arrives at an age of 3 to 6 s, the op batch is due 3 s later, a check round in between finds a
      half without a mark, older than 6 s. ${seen} It fits the 1 % of duplicates of rmq#7933 and the late batches of
      rmq#10199.
    `,
    headline: 'one final message per half',
    config: { checkRounds: 'after decisions have arrived' },
    expect: {
      ...publishes(8, null),
      'one final message per half': violated(8),
      'a half gets more than two final messages': reachable(11),
    },
    counts: { distinct: 267, generated: 308, depth: 15 },
    neighbours: [
      {
        title: 'T05b neighbour: 4.x writes the op mark at once',
        about: 'A request counts as arrived when its thread has appended both records.',
        but: { opMarks: 'direct' },
        expect: { ...publishes(null, null), ...onlyOneFinal, ...nobodyIsAsked },
        counts: { distinct: 11, generated: 11, depth: 7 },
      },
    ],
  },
  {
    id: 'T06',
    title: '4.x op marks, 1 process crash',
    about: `The crash comes between the appends of final message and op record: as T05, in a shorter time. ${seen}`,
    headline: 'one final message per half',
    config: { ...calm, opMarks: 'direct', processCrash: 1 },
    expect: { ...publishes(9, null), ...offsetIsSetBack, 'one final message per half': violated(9) },
    counts: { distinct: 48, generated: 61, depth: 11 },
    neighbours: [
      {
        title: 'T06 neighbour: no crash',
        but: { processCrash: 0 },
        expect: {
          ...publishes(null, null),
          ...onlyOneFinal,
          ...nobodyIsAsked,
          'a crash sets the half offset back': unreachable,
        },
        counts: { distinct: 11, generated: 11, depth: 7 },
      },
    ],
  },
  {
    id: 'T07',
    title: '1 process crash and 1 power cut',
    about: `
      One log, the final message before its op record, recovery that keeps a prefix: an op mark never outlives its final
      message (a.2). Checks that overtake decisions make no difference (a slow test says so). What breaks nevertheless is
      T05, and T17 where the process crash takes the decision.
    `,
    headline: 'op mark durable implies final durable',
    config: anyCrash,
    expect: {
      ...publishes(6, 10),
      ...offsetIsSetBack,
      ...moreThanTwo,
      'one final message per half': violated(9),
      'a committed local transaction gets its final message': violated(8),
    },
    counts: { distinct: 691, generated: 1298, depth: 22 },
    neighbours: [
      {
        title: 'T07 neighbour: the op record comes before the final message',
        about: 'Negative control: with the two appends exchanged, a crash between them loses the message.',
        but: { opMarks: 'before the final message' },
        expect: {
          ...publishes(7, 7),
          'a half gets more than two final messages': unreachable,
          'one final message per half': violated(14),
          'a committed local transaction gets its final message': violated(6),
          'op mark durable implies final durable': violated(5),
        },
        counts: { distinct: 526, generated: 1018, depth: 20 },
      },
    ],
  },
  {
    id: 'T08',
    title: 'the whole group stops, 1 lost oneway',
    about: `
      The row is committed, the decision never arrives and nobody is left to ask: every round uses up a check all the same,
      then the half is discarded silently, after about 8 minutes by default (a.4).
    `,
    headline: 'a committed local transaction gets its final message',
    config: { ...calm, oneWayLoss: 1, producerStop: 2 },
    expect: {
      ...publishes(8, 8),
      'a check finds nobody to ask': reachable(),
      'a committed local transaction gets its final message': violated(8),
    },
    counts: { distinct: 170, generated: 298, depth: 13 },
    neighbours: [
      {
        title: 'T08 neighbour: one instance lives on, 1 lost oneway',
        about: 'One fault takes the decision, the other one check; the second check reaches the instance that lives.',
        but: { producerStop: 1 },
        expect: {
          ...publishes(null, null),
          'a check finds nobody to ask': unreachable,
          'a committed local transaction gets its final message': holds,
        },
        counts: { distinct: 116, generated: 167, depth: 12 },
      },
    ],
  },
  {
    id: 'T17',
    title: 'SYNC_FLUSH, 1 lost oneway and 1 power cut, the half offset outlives the renewed copy',
    about: `
      Only the half waits for the disk, the renewed copy does not, and consumerOffset.json is a file of its own: after the
      power cut the half offset may point behind h0, the only copy that is left, which nobody looks at again. The decision
      must be missing as well: lost before, or with its connection in the power cut where a check overtakes it. The write
      of the offset (every 5 s) must fall between append and flush, which is milliseconds under SYNC_FLUSH. ${seen}
    `,
    headline: 'a committed local transaction gets its final message',
    config: lossAndPowerCut,
    expect: {
      ...publishes(6, 8),
      ...offsetIsSetBack,
      ...moreThanTwo,
      'one final message per half': violated(9),
      'a committed local transaction gets its final message': violated(8),
    },
    counts: { distinct: 311, generated: 592, depth: 21 },
    faults: { ...lostOneway, processCrash: upTo(1, 'process crash'), ...powerCuts },
    // T05, T07 and this row.
    frontier: {
      'one final message per half':
        'holds with any 1 lost oneway message; broken by 1 process crash, or by 1 power cut',
      'a committed local transaction gets its final message':
        'holds with any 1 lost oneway message + 1 process crash; ' +
        'broken by 1 lost oneway message + 1 power cut, or by 1 process crash + 1 power cut',
      'op mark durable implies final durable':
        'holds with up to 1 lost oneway message, 1 process crash and 1 power cut (all that was tried)',
    },
    neighbours: [
      {
        title: 'T17 neighbour: the log is flushed before the half offset is written',
        about: 'A repair that RocketMQ does not have. Final messages may still be repeated, as in T05.',
        but: { offsetFile: 'behind the log' },
        expect: { ...publishes(6, null), 'a committed local transaction gets its final message': holds },
        counts: { distinct: 302, generated: 530, depth: 21 },
        faults: { ...lostOneway, ...powerCuts },
        frontier: {
          'one final message per half': 'holds with any 1 lost oneway message; broken by 1 power cut',
          'a committed local transaction gets its final message':
            'holds with up to 1 lost oneway message and 1 power cut (all that was tried)',
        },
        neighbours: [
          {
            title: 'T17 neighbour: the same with ASYNC_FLUSH loses the half itself',
            about:
              'SEND_OK came before the flush (b.1): the power cut takes the half, and with it all that could be asked about.',
            but: { flushDiskType: 'ASYNC_FLUSH' },
            expect: { ...publishes(6, 5), 'a committed local transaction gets its final message': violated(5) },
            counts: { distinct: 563, generated: 887, depth: 21 },
          },
          {
            title: 'T17 neighbour: the same with a half that does not wait loses the half itself',
            about: `
              The producer set waitStoreMsgOK to false: neither the half nor its final message waits for the disk, and
              SYNC_FLUSH is as good as ASYNC_FLUSH (b.1, 0.9).
            `,
            but: { waitStoreMsgOK: false },
            expect: { ...publishes(6, 5), 'a committed local transaction gets its final message': violated(5) },
            counts: { distinct: 303, generated: 549, depth: 20 },
          },
        ],
      },
      {
        title: 'T17 neighbour: since 5.3.0, SYNC_FLUSH, 1 lost oneway, 1 process crash and 1 power cut',
        about: `
          The recovery after the process crash takes a renewed copy for flushed that was never fsynced (b.3, B14), so that
          rounds read it and the half offset moves past it. The power cut takes it: the half offset is beyond the end of the
          half queue, as before 5.3.0. Seen on 5.3.3, 2/2, with a check that came before the decision was sent.
        `,
        headline: 'the half offset stays within the half queue',
        but: { processCrash: 1 },
        expect: { ...publishes(6, 10), 'the half offset stays within the half queue': violated(11) },
        counts: { distinct: 8396, generated: 21464, depth: 35 },
      },
      {
        title: 'T17 neighbour: before 5.3.0, SYNC_FLUSH, 1 lost oneway and 1 power cut',
        about: `
          Rounds read copies that are not flushed yet, so that the power cut may take more than one: the half offset is then
          beyond the end of the half queue. It hides the halves that are stored before the next round; that round takes it
          back to the end of the queue (seen on 5.2.0).
        `,
        headline: 'the half offset stays within the half queue',
        but: { visibility: 'appended' },
        expect: { ...publishes(6, 8), 'the half offset stays within the half queue': violated(10) },
        counts: { distinct: 350, generated: 723, depth: 21 },
      },
    ],
  },
  {
    title: 'T17 neighbour: since 5.3.0, SYNC_FLUSH and 1 power cut, a flush that may be late',
    about: `
      The wait for the final message may time out, and the half is marked all the same. A round that reads the op record
      finds it flushed, and the final message with it (PR#8240).
    `,
    headline: 'a committed local transaction gets its final message',
    config: { ...powerCutUnderSyncFlush, syncFlushTimeout: 'may expire' },
    expect: { ...publishes(6, null), ...offsetIsSetBack, 'one final message per half': violated(9) },
    counts: { distinct: 64, generated: 93, depth: 12 },
    neighbours: [
      {
        title: 'T17 neighbour: before 5.3.0, SYNC_FLUSH and 1 power cut, a flush that may be late',
        about: `
          Check rounds read op records that are not flushed yet, so that the half offset may outlive the op record and the
          final message before it: no request need be lost. ${derived}
        `,
        but: { visibility: 'appended' },
        expect: { ...publishes(6, 10), 'a committed local transaction gets its final message': violated(10) },
        counts: { distinct: 86, generated: 119, depth: 13 },
        neighbours: [
          {
            title: 'T17 neighbour: before 5.3.0, SYNC_FLUSH and 1 power cut, a flush in time',
            about: `
              There is no op mark before the final message is on disk (0.9): the power cut may take the op record from
              under the half offset, but not the message.
            `,
            but: { syncFlushTimeout: 'never expires' },
            expect: { ...publishes(6, null), 'a committed local transaction gets its final message': holds },
            counts: { distinct: 65, generated: 88, depth: 12 },
          },
        ],
      },
      {
        title: 'T17 neighbour: the op mark is still buffered, SYNC_FLUSH and 1 power cut, a flush that may be late',
        about: `
          Nothing is lost on the way: the decision has arrived, but a round comes before its op mark is written, renews the
          half and moves on. The power cut takes the final message, whose flush is late, and the renewed copy; the half
          offset stays. ${derived}
        `,
        but: { checkRounds: 'after decisions have arrived' },
        expect: {
          ...publishes(6, 10),
          ...lateCommits,
          ...moreThanTwo,
          'one final message per half': violated(9),
          'a committed local transaction gets its final message': violated(9),
        },
        counts: { distinct: 5608, generated: 16249, depth: 33 },
        neighbours: [
          {
            title: 'T17 neighbour: the op mark is still buffered, SYNC_FLUSH and 1 power cut, a flush in time',
            about:
              'A decision that has arrived has its final message on disk (0.9), whatever the power cut takes then.',
            but: { syncFlushTimeout: 'never expires' },
            expect: { ...publishes(6, null), 'a committed local transaction gets its final message': holds },
            counts: { distinct: 3263, generated: 7188, depth: 33 },
          },
        ],
      },
    ],
  },
  {
    title: 'T17 neighbour: the log is flushed before the half offset is written, 2 power cuts',
    about: 'Each power cut may break the connection of a decision or of a question; the second question is answered.',
    headline: 'a committed local transaction gets its final message',
    config: { ...powerCutUnderSyncFlush, offsetFile: 'behind the log', powerCut: 2 },
    expect: { ...publishes(6, null), ...offsetIsSetBack, ...moreThanTwo, 'one final message per half': violated(9) },
    counts: { distinct: 400, generated: 714, depth: 22 },
    neighbours: [
      {
        title: 'T17 neighbour: the log is flushed before the half offset is written, 2 power cuts, 1 check',
        about: 'The first power cut breaks the connection of the decision, the second one that of the only question.',
        but: { transactionCheckMax: 1 },
        expect: { ...publishes(6, 9), 'a committed local transaction gets its final message': violated(9) },
        counts: { distinct: 260, generated: 461, depth: 19 },
      },
    ],
  },
  {
    id: 'T24',
    title: 'the final message is the op mark, 1 lost oneway and 1 process crash',
    about: `
      The repair of T05 is in place, and a crash still brings a second final message. It sets the half offset back to h0,
      which no mark names: what settled the transaction was the answer about its copy h1. So h0 is renewed once more, and
      that copy is committed as well. The lost oneway is what leads to h1; a first crash does the same. ${derived}
    `,
    headline: 'one final message per half',
    config: { ...calm, opMarks: 'atomic', oneWayLoss: 1, processCrash: 1 },
    expect: { ...publishes(12, null), ...offsetIsSetBack, 'one final message per half': violated(12) },
    counts: { distinct: 217, generated: 312, depth: 20 },
    faults: { ...lostOneway, processCrash: upTo(2, 'process crash') },
    frontier: {
      'one final message per half':
        'broken by 1 lost oneway message + 1 process crash, or by 2 process crashes; holds with anything less',
    },
    neighbours: [
      {
        title: 'T24 neighbour: the broker refuses a second decision, 1 lost oneway and 1 process crash',
        about:
          'The other repair of T01 does not rest on the half offset: a decision on any copy counts for the transaction.',
        but: { duplicateDecisionGuard: true },
        expect: { ...publishes(null, null), ...onlyOneFinal },
        counts: { distinct: 221, generated: 317, depth: 20 },
      },
    ],
  },
  {
    id: 'T23',
    title: 'SYNC_MASTER of 4.x without its slave',
    about: `
      Every half send returns SLAVE_NOT_AVAILABLE: the local transaction never runs and ROLLBACK is sent (a.1 step 3). All
      promises hold, and no transaction can commit as long as the slave is down (rmq#1390).
    `,
    headline: 'a final message is stored',
    config: { halfSend: ['SLAVE_NOT_AVAILABLE'], opMarks: 'direct' },
    expect: {
      ...publishes(null, null),
      'a final message is stored': unreachable,
      'a check-back brings the final message': unreachable,
    },
    counts: { distinct: 116, generated: 262, depth: 9 },
    neighbours: [
      {
        title: 'T23 neighbour: the slave may be back',
        about: 'Progress, and with it the duplicates of T01.',
        but: { halfSend: ['SLAVE_NOT_AVAILABLE', 'SEND_OK'] },
        expect: {
          ...publishes(8, null),
          ...decisionsCross,
          'a final message is stored': reachable(),
          'a check-back brings the final message': reachable(),
        },
        counts: { distinct: 7027, generated: 9059, depth: 15 },
      },
    ],
  },
  {
    title: 'every outcome of the half send, 1 lost oneway',
    about: `
      The table of a.1, step 3, in 4.x, which alone answers SLAVE_NOT_AVAILABLE. A half that was stored although the send failed is asked about, and discarded: no row, no
      final message.
    `,
    headline: 'a final message only for a committed local transaction',
    config: {
      halfSend: [
        'SEND_OK',
        'FLUSH_DISK_TIMEOUT',
        'FLUSH_SLAVE_TIMEOUT',
        'SLAVE_NOT_AVAILABLE',
        'exception, half stored',
        'exception, half not stored',
      ],
      opMarks: 'direct',
      oneWayLoss: 1,
    },
    expect: { ...decisionsCross, ...publishes(8, null) },
    counts: { distinct: 8079, generated: 12924, depth: 15 },
  },
])
  .accept({
    finding: 'never-changes',
    of: 'commitLog.hasHole',
    because: 'it is a field of every log; no fsync fails here, which is what rocketmq/store is about',
  })
  .accept({
    finding: 'branch-never-ran',
    of: "the first side of `configuration.checkRounds === 'may overtake a decision' ? ……`",
    because: overtakenAfterCrash,
  })
  .accept({ finding: 'never-changes', of: 'logAtStart', because: overtakenAfterCrash })
