/** The suite `rocketmq/store`: rows B01 to B07, B09 and B14 to B18 of rocketmq.md section i.2, and what was derived from section b. */
import { holds, reachable, rows, suite, unreachable, upTo, violated } from '../../language/index.ts'
import { stockStore } from './configuration.ts'
import { store } from './promises.ts'

/** Every promise is kept; messages are sent and consumed, so that nothing holds because nothing happens. */
const usual = {
  'no acknowledged message is lost': holds,
  'no phantom read': holds,
  'the group offset stays within the log': holds,
  'no message is skipped': holds,
  'messages become visible in log order': holds,
  'recovery keeps a prefix of the log': holds,
  'a message that is sent once is stored once': holds,
  'every fault counts against its budget': holds,
  'every send is answered': holds,
  'every acknowledged message is consumed': holds,
  'a consumer beyond the end of the queue is brought back': holds,
  'it is a queue': holds,
  'it is a queue that may lose its end': holds,
  'a send is answered SEND_OK': reachable(),
  'a send is answered FLUSH_DISK_TIMEOUT': unreachable,
  'every message is consumed': reachable(),
  'a broker restarts with a group offset': unreachable,
  'the power is cut': unreachable,
  'the broker process crashes': unreachable,
  'an fsync fails': unreachable,
  'a failed fsync counts as flushed': unreachable,
  'an fsync succeeds and leaves a hole': unreachable,
  'an offset is durable before the log that it speaks of': unreachable,
  'an append goes past the transient pool': unreachable,
  'a topic is forgotten': unreachable,
  'recovery declares flushed what was never fsynced': unreachable,
} as const

const waitsForFlush = { 'a send is answered FLUSH_DISK_TIMEOUT': reachable(3) } as const
const waitsForNothing = { 'a send is answered FLUSH_DISK_TIMEOUT': unreachable } as const
const restarts = { 'a broker restarts with a group offset': reachable() } as const
const powerIsCut = { ...restarts, 'the power is cut': reachable(2) } as const
const processCrashes = { ...restarts, 'the broker process crashes': reachable(2) } as const
const recoversUnflushed = { 'recovery declares flushed what was never fsynced': reachable() } as const
const fsyncFails = { 'an fsync fails': reachable(3) } as const
const failureIsSwallowed = {
  'a failed fsync counts as flushed': reachable(3),
  'an fsync succeeds and leaves a hole': reachable(5),
} as const

const passesThePool = { 'an append goes past the transient pool': reachable() } as const
const fsyncRetried = { 'an fsync succeeds and leaves a hole': reachable() } as const

/** 5.4.0 with the setting, whose JSON files are fsynced too. */
const noticesFailedFsync = {
  flushDiskType: 'SYNC_FLUSH',
  failedFsync: 1,
  failedFlush: 'is tried again',
  enableRunningFlagsInFlush: true,
  jsonFiles: 'fsynced',
} as const

const faults = {
  powerCut: upTo(2, 'power cut'),
  processCrash: upTo(1, 'process crash'),
  failedFsync: upTo(1, 'failed fsync'),
} as const
const everyFault = 'up to 2 power cuts, 1 process crash and 1 failed fsync (all that was tried)'

/** One log, whose recovery keeps a prefix: no fault touches that (b.3). */
const recoveries = {
  'messages become visible in log order': `holds with ${everyFault}`,
  'recovery keeps a prefix of the log': `holds with ${everyFault}`,
} as const

/** Promises to consumers, which break together: what was visible is gone. */
const consumersSee = (sentence: string) => ({
  'no phantom read': sentence,
  'the group offset stays within the log': sentence,
  'no message is skipped': sentence,
})

/** Nothing holds that needs the page cache to survive, whether an fsync fails or not (B01, B02). */
const pageCacheOnly = 'holds with any 1 process crash + 1 failed fsync; broken by 1 power cut'

export const storeSuite = rows(suite('rocketmq/store', store, stockStore), usual, [
  {
    title: 'ASYNC_FLUSH, no fault',
    about: 'Control: without faults every promise is kept, although SEND_OK comes long before the fsync.',
    headline: 'no acknowledged message is lost',
    counts: { distinct: 79, generated: 240, depth: 12 },
    faults,
    frontier: { ...recoveries, 'no acknowledged message is lost': pageCacheOnly, ...consumersSee(pageCacheOnly) },
  },
  {
    id: 'B01',
    title: 'ASYNC_FLUSH, 1 process crash',
    about: 'The page cache outlives the process, so an acknowledged message does too (b.2).',
    headline: 'no acknowledged message is lost',
    config: { processCrash: 1 },
    expect: { ...processCrashes, ...recoversUnflushed },
    counts: { distinct: 258, generated: 754, depth: 13 },
    neighbours: [
      {
        id: 'B03',
        title: 'ASYNC_FLUSH with the transient pool, 1 process crash',
        about: `SEND_OK comes while the message is in direct memory only (b.2); consumers never saw it. What is sent after the
          restart is in the page cache (seen on 4.9.7, 5.3.3 and 5.4.0, 0.9).`,
        but: { transientStorePoolEnable: true },
        expect: {
          'it is a queue': violated(3),
          ...passesThePool,
          'no acknowledged message is lost': violated(4),
          'every acknowledged message is consumed': violated(4),
        },
        counts: { distinct: 367, generated: 1050, depth: 16 },
        faults,
        frontier: {
          ...recoveries,
          'no acknowledged message is lost':
            'holds with any 1 failed fsync; broken by 1 power cut, or by 1 process crash',
          ...consumersSee(pageCacheOnly),
        },
      },
    ],
  },
  {
    id: 'B04',
    title: 'SYNC_FLUSH, 1 power cut',
    about: 'Group commit answers only what an fsync covers (b.1).',
    headline: 'no acknowledged message is lost',
    config: { flushDiskType: 'SYNC_FLUSH', powerCut: 1 },
    expect: { ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 1298, generated: 3637, depth: 18 },
    faults,
    // B05, and for consumers what recovery declares flushed though it never was (b.3).
    frontier: {
      ...recoveries,
      'no acknowledged message is lost':
        'holds with any 1 process crash + 1 failed fsync, or any 2 power cuts + 1 process crash; ' +
        'broken by 1 power cut + 1 failed fsync',
      ...consumersSee(
        'holds with any 2 power cuts, or any 1 process crash + 1 failed fsync; ' +
          'broken by 1 power cut + 1 process crash, or by 1 power cut + 1 failed fsync',
      ),
    },
    neighbours: [
      {
        id: 'B02',
        title: 'ASYNC_FLUSH, 1 power cut',
        about: 'SEND_OK comes 500 ms to 10 s before the fsync (b.1); what is consumed and committed meanwhile dangles.',
        but: { flushDiskType: 'ASYNC_FLUSH' },
        expect: {
          'it is a queue': violated(3),
          ...waitsForNothing,
          'no acknowledged message is lost': violated(4),
          'no phantom read': violated(6),
          'the group offset stays within the log': violated(7),
          'no message is skipped': violated(8),
          'every acknowledged message is consumed': violated(4),
        },
        counts: { distinct: 590, generated: 1703, depth: 18 },
      },
      {
        id: 'B09',
        title: 'offset table lost, consumers start from the last offset, 1 power cut',
        about: `consumerOffset.json and its backup come back empty, so the group looks new and skips its backlog (b.2, d.3,
          rmq#9328). The backup is not modelled apart: "empty" stands for both.`,
        headline: 'no message is skipped',
        but: { consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET' },
        expect: {
          'it is a queue': violated(12),
          'no message is skipped': violated(12),
          'every acknowledged message is consumed': violated(12),
        },
        counts: { distinct: 1283, generated: 3568, depth: 18 },
        neighbours: [
          {
            id: 'B16',
            title: 'offset file fsynced, consumers start from the last offset, 1 power cut',
            about: `Since 5.4.0 the old file is renamed to .bak, and the new one and the folder are fsynced (PR#9706): the offset
              table survives.`,
            headline: 'no message is skipped',
            but: { jsonFiles: 'fsynced' },
            expect: {
              'it is a queue': holds,
              'no message is skipped': holds,
              'every acknowledged message is consumed': holds,
            },
            counts: { distinct: 863, generated: 2499, depth: 14 },
            neighbours: [
              {
                id: 'B18',
                title: 'ASYNC_FLUSH, offset file fsynced, 1 power cut',
                about: `The log is flushed 500 ms to 10 s later, the offset file at once: the offset is durable before the
                  records that it speaks of, and the messages that come next are skipped (seen on 5.4.0 in 2 of 3 runs, 0.9).`,
                headline: 'the group offset stays within the log',
                but: { flushDiskType: 'ASYNC_FLUSH' },
                expect: {
                  'it is a queue': violated(3),
                  ...waitsForNothing,
                  'no acknowledged message is lost': violated(4),
                  'no phantom read': violated(6),
                  'the group offset stays within the log': violated(7),
                  'no message is skipped': violated(8),
                  'every acknowledged message is consumed': violated(4),
                  'an offset is durable before the log that it speaks of': reachable(),
                },
                counts: { distinct: 327, generated: 963, depth: 15 },
              },
            ],
          },
        ],
      },
      {
        id: 'B05',
        title: 'SYNC_FLUSH, 1 failed fsync and 1 power cut',
        about: 'force() throws, the flushed position advances, SEND_OK is for data never written (b.2).',
        but: { failedFsync: 1 },
        expect: {
          'it is a queue': violated(5),
          ...fsyncFails,
          ...failureIsSwallowed,
          'no acknowledged message is lost': violated(6),
          'no phantom read': violated(7),
          'the group offset stays within the log': violated(8),
          'no message is skipped': violated(9),
          'every acknowledged message is consumed': violated(6),
        },
        counts: { distinct: 5417, generated: 15753, depth: 21 },
      },
      {
        id: 'B14',
        title: 'SYNC_FLUSH, 1 process crash and 1 power cut',
        about: `Recovery after the process crash declares records flushed that were never fsynced (b.3), so they become
          visible, and the power cut takes them (seen on 5.3.3, 0.9). No acknowledged message is lost.`,
        headline: 'no phantom read',
        but: { processCrash: 1 },
        expect: {
          'it is a queue': violated(6),
          ...processCrashes,
          ...recoversUnflushed,
          'no phantom read': violated(7),
          'the group offset stays within the log': violated(8),
          'no message is skipped': violated(9),
          'every acknowledged message is consumed': violated(11),
        },
        counts: { distinct: 4726, generated: 13956, depth: 21 },
      },
    ],
  },
  {
    title: 'SYNC_FLUSH that notices a failed fsync, 1 failed fsync and 1 power cut',
    about: `enableRunningFlagsInFlush of 5.4.0 (rmq#9709), with writeWithoutMmap: the broker stops writing and answering.
      With the transient pool a broker of 5.4.0 was seen to refuse the next send; without either it notices nothing.`,
    headline: 'no acknowledged message is lost',
    config: { ...noticesFailedFsync, powerCut: 1 },
    expect: { ...waitsForFlush, ...powerIsCut, ...fsyncFails },
    counts: { distinct: 1311, generated: 3700, depth: 15 },
    faults,
    // A process crash makes the broker forget what it noticed: recovery declares the lost pages flushed (b.3), later
    // messages are acknowledged behind them, and the power cut takes all. Derived, like the rest of the row.
    frontier: {
      ...recoveries,
      'no acknowledged message is lost':
        'holds with any 2 power cuts + 1 process crash, or any 2 power cuts + 1 failed fsync; ' +
        'broken by 1 power cut + 1 process crash + 1 failed fsync',
      ...consumersSee(
        'holds with any 1 process crash + 1 failed fsync, or any 2 power cuts + 1 failed fsync; ' +
          'broken by 1 power cut + 1 process crash',
      ),
    },
    neighbours: [
      {
        id: 'B15',
        title: 'SYNC_FLUSH since 5.4.0, 1 failed fsync and 1 power cut',
        about: `The flushed position stays where it is and the flush is tried again (PR#9714, seen on 5.4.0), but the kernel has
          dropped the pages of the first try: the second one succeeds over the hole, and SEND_OK is for data never written. The
          loss takes a disk that fails: an error that a tool injects leaves the pages dirty. An fsync that fails again and
          again is answered FLUSH_DISK_TIMEOUT (seen on 5.4.0).`,
        but: { enableRunningFlagsInFlush: false },
        expect: {
          'it is a queue': violated(6),
          ...fsyncRetried,
          'an offset is durable before the log that it speaks of': reachable(8),
          'no acknowledged message is lost': violated(7),
          'no phantom read': violated(8),
          'the group offset stays within the log': violated(9),
          'no message is skipped': violated(10),
          'every acknowledged message is consumed': violated(7),
        },
        counts: { distinct: 3203, generated: 9882, depth: 19 },
      },
    ],
  },
  {
    id: 'B07',
    title: 'SYNC_FLUSH since 5.3.0, 1 power cut',
    about:
      'Consumers see only what is flushed (PR#8240), so every offset that can be persisted is one of a durable message.',
    headline: 'no phantom read',
    config: { flushDiskType: 'SYNC_FLUSH', powerCut: 1, messages: 3 },
    expect: { ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 15397, generated: 52328, depth: 24 },
    neighbours: [
      {
        id: 'B06',
        title: 'SYNC_FLUSH before 5.3.0, 1 power cut',
        about: `The consumer reads and commits an unflushed message; after the cut a new message takes its queue offset and
          is skipped (rmq#8239). Three messages, so that others come before and after.`,
        but: { visibility: 'appended' },
        expect: {
          'it is a queue': violated(5),
          // The group passes over the message that took the place of the one it has seen (rmq#8239).
          'it is a queue that may lose its end': violated(13),
          'no phantom read': violated(6),
          'the group offset stays within the log': violated(7),
          'no message is skipped': violated(8),
          'every acknowledged message is consumed': violated(10),
        },
        counts: { distinct: 46385, generated: 176817, depth: 25 },
      },
    ],
  },
  {
    title: 'SYNC_FLUSH since 5.4.0, a new topic, 1 power cut',
    about:
      'topics.json is fsynced as soon as the topic is created (PR#9706): what is acknowledged can be read (seen on 5.4.0, 0.9).',
    headline: 'every acknowledged message is consumed',
    config: { flushDiskType: 'SYNC_FLUSH', topic: 'new', jsonFiles: 'fsynced', powerCut: 1 },
    expect: { ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 863, generated: 2497, depth: 14 },
    neighbours: [
      {
        id: 'B17',
        title: 'SYNC_FLUSH before 5.4.0, a new topic, 1 power cut',
        about: `topics.json is written without an fsync. After the cut the acknowledged messages are in the log, but the broker
          does not know the topic, and consumers get TOPIC_NOT_EXIST, until somebody creates it again (seen on 4.9.7 and
          5.3.3, 0.9).`,
        but: { jsonFiles: 'not fsynced' },
        expect: {
          'it is a queue': violated(6),
          'a topic is forgotten': reachable(),
          'every acknowledged message is consumed': violated(6),
        },
        counts: { distinct: 2198, generated: 5711, depth: 19 },
      },
    ],
  },
  {
    title: 'SYNC_FLUSH, 2 power cuts',
    about: 'What a power cut leaves is on the platter: the records that recovery finds outlive the next cut too (b.3).',
    headline: 'no phantom read',
    config: { flushDiskType: 'SYNC_FLUSH', powerCut: 2 },
    expect: { ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 2444, generated: 7476, depth: 19 },
  },
  {
    title: 'SYNC_FLUSH that notices a failed fsync, 1 failed fsync and 2 power cuts',
    about: 'After the restart the broker writes again, and its fsyncs mean again what they say.',
    headline: 'no acknowledged message is lost',
    config: { ...noticesFailedFsync, powerCut: 2 },
    expect: { ...waitsForFlush, ...powerIsCut, ...fsyncFails },
    counts: { distinct: 2494, generated: 7192, depth: 16 },
  },
  {
    title: 'consumers start from the last offset, 1 process crash',
    about: 'A process crash leaves consumerOffset.json as it was written last (b.2): the group stays known.',
    headline: 'no message is skipped',
    config: { flushDiskType: 'SYNC_FLUSH', consumeFromWhere: 'CONSUME_FROM_LAST_OFFSET', processCrash: 1 },
    expect: { ...waitsForFlush, ...processCrashes, ...recoversUnflushed },
    counts: { distinct: 976, generated: 2768, depth: 15 },
  },
  {
    title: 'SYNC_FLUSH with the transient pool, 1 power cut',
    about:
      'Derived from b.2 (allowed since 5.x): the answer waits for write-out and fsync, so the pool does no harm here.',
    headline: 'no acknowledged message is lost',
    config: { flushDiskType: 'SYNC_FLUSH', transientStorePoolEnable: true, powerCut: 1 },
    expect: { ...waitsForFlush, ...powerIsCut, ...passesThePool },
    counts: { distinct: 1550, generated: 4473, depth: 19 },
  },
])
  .accept({
    finding: 'branch-never-ran',
    of: 'the right side of `mayRepeat && s.content.length <= messages.length`',
    because: 'the store is held against contracts of queues that never repeat',
  })
  .accept({
    finding: 'stops',
    of: 'no deadlock',
    because:
      'a consumer of a topic that the broker has forgotten waits until somebody sends to it again; where all messages are sent nobody does (B17)',
  })
