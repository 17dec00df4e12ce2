/** The suite `rocketmq/check-rounds`: rows T09 to T14, T16 and T22 of rocketmq.md section i.1, each with its neighbours. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { stockRounds } from './configuration.ts'
import { checkRounds } from './promises.ts'

const paidOrClosed = 'each order is finally paid or closed'
const paidGetsMessage = 'a paid order gets its final message'
const notUnasked = 'a half is never discarded without being asked'
const isChecked = 'every half is eventually checked'
const oneFinal = 'one final message per half'
const accepted = 'a decision of the local transaction is accepted'
const overAndOver = 'the rounds come to an end'

/** Every promise is kept, and every ordinary thing happens, so that nothing holds because nothing happens. */
const usual = {
  [paidOrClosed]: holds,
  [paidGetsMessage]: holds,
  'no half disappears': holds,
  [notUnasked]: holds,
  [isChecked]: holds,
  [overAndOver]: holds,
  [oneFinal]: holds,
  [accepted]: holds,
  'no final message after rollback': holds,
  'a paid order stays paid': holds,
  'an order is closed once': holds,
  'no round goes on after a crash or an exception': holds,
  'every fault counts against its budget': holds,
  'no deadlock': holds,
  'a final message is stored': reachable(),
  'every order is closed': reachable(),
  'a half is asked about as often as it may be': reachable(),
  'a half is discarded': reachable(),
  'a decided half is discarded all the same': reachable(),
  'an immune half is put back': unreachable,
  'a user pays after the discard': unreachable,
  'a delayed message comes twice': unreachable,
  'a put into TRANS_CHECK_MAX_TIME_TOPIC fails': unreachable,
  'a read fails behind a question': unreachable,
  'the executor is full once a half is put back': unreachable,
  'a crash sets the half offset back': unreachable,
  'a crash takes an op mark': unreachable,
} as const

/** The checks are used up before the payment window ends: nobody closes the order, and who pays then pays for nothing. */
const windowTooLong = (discarded: number, lost: number) =>
  ({
    [paidOrClosed]: violated(discarded),
    [paidGetsMessage]: violated(lost),
    'every order is closed': unreachable,
    'a user pays after the discard': reachable(discarded),
  }) as const
/** Checks are left when the window ends, or are not needed. */
const windowFits = {
  [paidOrClosed]: holds,
  [paidGetsMessage]: holds,
  'every order is closed': reachable(),
  'a user pays after the discard': unreachable,
} as const

/** The half is decided before it is asked about for the last time. */
const fewQuestions = {
  'a half is asked about as often as it may be': unreachable,
  'a half is discarded': unreachable,
  'a decided half is discarded all the same': unreachable,
} as const

const immune = { 'an immune half is put back': reachable(4) } as const
const crashes = {
  'a crash takes an op mark': reachable(3),
  // T05: the mark of a decision is gone, and the half is asked about again.
  [oneFinal]: violated(6),
} as const

/** Rounds whose first question comes in the tick after the sending, and two put-backs that reach the end of the window. */
const twoOrders = { paymentWindow: 2, transactionCheckMax: 2, orders: 2 } as const

export const checkRoundsSuite = rows(suite('rocketmq/check-rounds', checkRounds, stockRounds), usual, [
  {
    id: 'T09',
    title: 'a payment window of 10 minutes by UNKNOWN',
    counts: { distinct: 52, generated: 72, depth: 19 },
    about: `Seed s6 with the rounds of 5.1.1 and later, every 30 s. The last of 15 questions comes at an age below 8 minutes; a user who
      pays in minute 9 gets an order without its message, and one who never pays leaves an order that nobody closes. The half is
      in TRANS_CHECK_MAX_TIME_TOPIC, and nobody is told (a.4).`,
    headline: paidOrClosed,
    expect: windowTooLong(15, 16),
    neighbours: [
      {
        id: 'T10',
        title: 'a payment window of 10 minutes by UNKNOWN, rounds every 60 s',
        counts: { distinct: 67, generated: 92, depth: 18 },
        about:
          'As in 4.x, or with transactionCheckInterval 60000: the last question comes after 14 minutes, and finds the window over.',
        but: { transactionCheckInterval: 2 },
        expect: windowFits,
      },
      {
        title: 'T09 neighbour: more checks',
        counts: { distinct: 46, generated: 62, depth: 19 },
        about: 'transactionCheckMax 30 instead of 15 does as well.',
        but: { transactionCheckMax: 6 },
        expect: { ...windowFits, ...fewQuestions },
      },
      {
        title: 'T09 neighbour: a delayed message closes the order',
        counts: { distinct: 16, generated: 26, depth: 8 },
        about: 'Level 14, 10 minutes, instead of check-backs: the half is decided at once, and is never asked about.',
        but: { orderIsDecidedBy: 'delayed message' },
        expect: { ...windowFits, ...fewQuestions },
      },
    ],
  },
  {
    title: 'T09 in numbers of RocketMQ: 15 checks, 30 s, 10 minutes',
    counts: { distinct: 172, generated: 228, depth: 67 },
    about: 'One tick is 30 s here. Nothing changes but the length of the story.',
    headline: paidOrClosed,
    config: { transactionCheckMax: 15, paymentWindow: 20 },
    expect: windowTooLong(63, 64),
    neighbours: [
      {
        title: 'T10 in numbers of RocketMQ: 15 checks, 60 s, 10 minutes',
        counts: { distinct: 255, generated: 344, depth: 56 },
        but: { transactionCheckInterval: 2 },
        expect: { ...windowFits, ...fewQuestions },
      },
    ],
  },
  {
    id: 'T11',
    title: 'a delayed message closes the order if it is unpaid, 1 process crash',
    counts: { distinct: 68, generated: 124, depth: 12 },
    about: `The crash sets back the offsets of the delayed message, which comes twice: the order is closed once, and one that was paid stays
      paid. The message of the order itself may come twice: the crash takes its op mark, as in T05.`,
    headline: paidOrClosed,
    config: { orderIsDecidedBy: 'delayed message', processCrash: 1 },
    expect: { ...fewQuestions, ...crashes, 'a delayed message comes twice': reachable(10) },
    neighbours: [
      {
        title: 'T11 neighbour: the consumer closes without looking, 1 process crash',
        counts: { distinct: 65, generated: 121, depth: 11 },
        about: 'It takes no crash to close a paid order, and one to close an order twice.',
        headline: 'a paid order stays paid',
        but: { delayedClose: 'without looking' },
        expect: { 'a paid order stays paid': violated(9), 'an order is closed once': violated(10) },
      },
      {
        title: 'T11 neighbour: a payment window of 10 minutes by UNKNOWN, 1 process crash',
        counts: { distinct: 268, generated: 427, depth: 24 },
        about: `As T09. The crash adds a second final message: the half offset goes back, a half is put back twice, and both copies are asked
          about (T24).`,
        but: { orderIsDecidedBy: 'check-back' },
        expect: {
          ...windowTooLong(16, 17),
          'a half is asked about as often as it may be': reachable(),
          'a half is discarded': reachable(),
          'a decided half is discarded all the same': reachable(),
          'a user pays after the discard': reachable(17),
          // The crash comes before a put-back is saved: its question comes once more, when the window is over.
          'every order is closed': reachable(),
          'a delayed message comes twice': unreachable,
          'a crash sets the half offset back': reachable(7),
          'a crash takes an op mark': reachable(7),
          [oneFinal]: violated(10),
        },
        neighbours: [
          {
            title: 'T11 neighbour: a payment window of 10 minutes by UNKNOWN, rounds every 60 s, 1 process crash',
            counts: { distinct: 347, generated: 553, depth: 25 },
            about: 'As T10: a crash takes no question away. It may only ask one twice.',
            but: { transactionCheckInterval: 2 },
            expect: { ...windowFits, [oneFinal]: violated(11) },
          },
        ],
      },
    ],
  },
  {
    id: 'T12',
    title: 'an immunity longer than the check interval',
    counts: { distinct: 51, generated: 59, depth: 15 },
    about: `CHECK_IMMUNITY_TIME_IN_SECONDS 60, rounds every 30 s. The first round puts the half back. Then the COMMIT arrives, for the half itself,
      which lies below the half offset now: its op mark is dropped, and once the immunity is over the copy is asked about. Derived from
      the code; related: rmq#7240.`,
    headline: oneFinal,
    config: {
      orderIsDecidedBy: 'end request',
      localTransaction: 'ends before the first question',
      checkImmunityTime: 2,
    },
    expect: { ...immune, [oneFinal]: violated(10) },
    neighbours: [
      {
        title: 'T12 neighbour: no immunity',
        counts: { distinct: 9, generated: 12, depth: 3 },
        about: 'A half that is too young ends the round, and stays where it is. So its op mark is found.',
        but: { checkImmunityTime: null },
        expect: { ...fewQuestions, 'an immune half is put back': unreachable, [oneFinal]: holds },
      },
      {
        title: 'T12 neighbour: the op mark of the half settles what was put back',
        counts: { distinct: 23, generated: 31, depth: 9 },
        about: 'A repair that RocketMQ does not have.',
        but: { opMarksBelowHalfOffset: 'settle what was put back' },
        expect: { ...fewQuestions, [oneFinal]: holds },
      },
    ],
  },
  {
    id: 'T13',
    title: 'an immunity as long as all check intervals together',
    counts: { distinct: 117, generated: 172, depth: 21 },
    about: `Each put-back within the immunity counts as a check, so that transactionCheckMax is reached before the first question
      (rmq#8311, rmq#615). The half is discarded without one, and the order is never closed.`,
    headline: notUnasked,
    config: { transactionCheckInterval: 2, checkImmunityTime: 6 },
    expect: {
      ...immune,
      [notUnasked]: violated(15),
      [isChecked]: violated(16),
      [paidOrClosed]: violated(16),
      [paidGetsMessage]: violated(17),
      'a user pays after the discard': reachable(16),
    },
    neighbours: [
      {
        title: 'T13 neighbour: an immunity of one check interval',
        counts: { distinct: 82, generated: 116, depth: 17 },
        but: { checkImmunityTime: 2 },
        expect: { ...windowFits, [notUnasked]: holds, [isChecked]: holds },
      },
      {
        title: 'T13 neighbour: more checks than the immunity uses up',
        counts: { distinct: 103, generated: 154, depth: 20 },
        but: { transactionCheckMax: 6 },
        expect: { ...windowFits, ...fewQuestions, [notUnasked]: holds, [isChecked]: holds },
      },
      {
        title: 'T13 neighbour: a put-back without a question is not counted',
        counts: { distinct: 83, generated: 125, depth: 18 },
        about: 'A repair that RocketMQ does not have: needDiscard counts where a question is sent (rmq#8311).',
        but: { immunityRounds: 'use up none' },
        expect: { ...windowFits, ...fewQuestions, [notUnasked]: holds, [isChecked]: holds },
      },
    ],
  },
  {
    id: 'T14',
    title: 'a local transaction that ends after the immunity',
    counts: { distinct: 128, generated: 153, depth: 19 },
    about: `Since 5.1.1 its decision is refused, and nobody learns of it, since the request is oneway (PR#6402). A later check repairs it, if
      one is left: after the last one the refusal costs the message.`,
    headline: accepted,
    config: { orderIsDecidedBy: 'end request', checkImmunityTime: 1 },
    expect: {
      ...immune,
      [accepted]: violated(4),
      [oneFinal]: violated(9),
      [paidOrClosed]: violated(15),
      [paidGetsMessage]: violated(15),
    },
    neighbours: [
      {
        title: 'T14 neighbour: before 5.1.1',
        counts: { distinct: 116, generated: 142, depth: 19 },
        about: 'A late decision is accepted, also after the discard, and saves the message there.',
        but: { lateDecision: 'is accepted' },
        expect: { ...windowFits, [accepted]: holds },
      },
      {
        title: 'T14 neighbour: no immunity',
        counts: { distinct: 67, generated: 81, depth: 19 },
        about: 'Only a half with an immunity of its own has its late decisions refused.',
        but: { checkImmunityTime: null },
        expect: {
          ...windowFits,
          [accepted]: holds,
          [oneFinal]: violated(10),
          'an immune half is put back': unreachable,
        },
      },
    ],
  },
  {
    id: 'T16',
    title: 'two halves are discarded, 1 failed put',
    counts: { distinct: 983, generated: 1786, depth: 20 },
    about: `The put into TRANS_CHECK_MAX_TIME_TOPIC fails: an error in the log of the broker, and the half offset moves on. The half is
      nowhere any more, also for the admin command resumeCheckHalfMessage.`,
    headline: 'no half disappears',
    config: { transactionCheckMax: 2, orders: 2, discardPutFailure: 1 },
    expect: {
      ...windowTooLong(14, 15),
      'a user pays after the discard': reachable(11),
      'no half disappears': violated(10),
      'a put into TRANS_CHECK_MAX_TIME_TOPIC fails': reachable(10),
    },
    neighbours: [
      {
        title: 'T16 neighbour: the put is tried again, 1 failed put',
        counts: { distinct: 1047, generated: 1946, depth: 21 },
        about:
          'A repair that RocketMQ does not have, though putBackHalfMsgQueue is treated like that: the round stays at the half.',
        but: { failedDiscard: 'is tried again' },
        expect: { 'no half disappears': holds },
      },
    ],
  },
  {
    id: 'T22',
    title: 'two halves, a store read error in each round',
    counts: { distinct: 2329, generated: 4262, depth: 30 },
    about: `A round puts back the first half, asks about it, and fails to read the second. What it has done stays, but its offset is not saved:
      the next round begins at the first half again, for ever. So the second is never asked about, and the half queue grows (rmq#9500,
      comment on PR#1543). That the first read of a round succeeds again and again is assumed; otherwise no round does anything.`,
    headline: isChecked,
    config: { ...twoOrders, readErrorPerRound: 1 },
    expect: {
      [isChecked]: violated(12),
      [paidOrClosed]: violated(11),
      [overAndOver]: violated(11),
      [oneFinal]: violated(10),
      'a read fails behind a question': reachable(6),
    },
    neighbours: [
      {
        title: 'T22 neighbour: the offset is saved after an exception, a store read error in each round',
        counts: { distinct: 568, generated: 1148, depth: 20 },
        about: 'The finally block that PR#9523 proposed.',
        but: { offsetsAfterException: 'are saved' },
        expect: { [isChecked]: holds, [paidOrClosed]: holds, [overAndOver]: holds, [oneFinal]: holds },
      },
    ],
  },
  {
    title: 'two halves and an executor that is full, before 4.6.0',
    counts: { distinct: 2943, generated: 4139, depth: 49 },
    about: `No fault, but more questions than the queue of the executor takes: it throws after the second half is put back, and the offset
      is not saved (rmq#1519). Seen in the field on 4.5.2, until the disk was full (comment on PR#1543).`,
    headline: isChecked,
    config: { ...twoOrders, checkExecutor: 'throws when it is full' },
    expect: {
      [isChecked]: violated(14),
      [paidOrClosed]: violated(14),
      [overAndOver]: violated(14),
      [oneFinal]: violated(11),
      'the executor is full once a half is put back': reachable(7),
    },
    neighbours: [
      {
        title: 'two halves and an executor that is full, since 4.6.0',
        counts: { distinct: 338, generated: 509, depth: 20 },
        about: 'CallerRunsPolicy: the thread of the round sends the question itself.',
        but: { checkExecutor: 'has the caller run' },
        expect: {
          [isChecked]: holds,
          [paidOrClosed]: holds,
          [overAndOver]: holds,
          [oneFinal]: holds,
          'the executor is full once a half is put back': unreachable,
        },
      },
    ],
  },
])
