/** The suite `rocketmq/store`: rows B01 to B07 and B09 of rocketmq.md section i.2, and what was derived from section b. */
import { holds, reachable, suite, unreachable, upTo, violated } from '../language/index.ts'
import type { StoreConfiguration } from './store/configuration.ts'
import { store } from './store/spec.ts'

/** RocketMQ 5.3 as it is shipped (b.5), two messages, no fault. */
export const stockStore: StoreConfiguration = {
  flush: 'async',
  transientPool: false,
  visibility: 'flushed',
  fsyncFailureIsSwallowed: true,
  consumeFrom: 'first',
  messages: 2,
  powerCut: 0,
  processCrash: 0,
  failedFsync: 0,
}

const promises = {
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
} as const

/** What every scenario reaches: nothing holds because nothing happens. */
const controls = {
  'a send is answered SEND_OK': reachable(),
  'a send is answered FLUSH_DISK_TIMEOUT': unreachable,
  'every message is consumed': reachable(),
  'a broker restarts with a group offset': unreachable,
  'the power is cut': unreachable,
  'the broker process crashes': unreachable,
  'an fsync fails': unreachable,
  'a failed fsync counts as flushed': unreachable,
  'an fsync succeeds and leaves a hole': unreachable,
  'recovery declares flushed what was never fsynced': unreachable,
} as const

const waitsForFlush = { 'a send is answered FLUSH_DISK_TIMEOUT': reachable(3) } as const
const fsyncFailureIsSwallowed = {
  'a failed fsync counts as flushed': reachable(3),
  'an fsync succeeds and leaves a hole': reachable(5),
} as const
const recoversUnflushed = { 'recovery declares flushed what was never fsynced': reachable() } as const
const powerIsCut = { 'the power is cut': reachable(2), 'a broker restarts with a group offset': reachable() } as const
const processCrashes = {
  'the broker process crashes': reachable(2),
  'a broker restarts with a group offset': reachable(),
} as const
const fsyncFails = { 'an fsync fails': reachable(3) } as const

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

/** Nothing that needs the page cache to survive holds, whatever an fsync does (B01, B02). */
const pageCacheOnly = 'holds with any 1 process crash + 1 failed fsync; broken by 1 power cut'

export const storeSuite = suite('rocketmq/store', store, stockStore)
  .scenario({
    title: 'ASYNC_FLUSH, no fault',
    about: 'Control: without faults every promise is kept, although SEND_OK comes long before the fsync.',
    faults,
    frontier: { ...recoveries, 'no acknowledged message is lost': pageCacheOnly, ...consumersSee(pageCacheOnly) },
    expect: { ...promises, ...controls },
    counts: { distinct: 79, generated: 240, depth: 12 },
  })
  .scenario({
    id: 'B01',
    title: 'ASYNC_FLUSH, 1 process crash',
    about: 'The page cache outlives the process, so an acknowledged message does too (b.2).',
    config: { processCrash: 1 },
    neighbour: 'B03 ASYNC_FLUSH with the transient pool, 1 process crash',
    expect: { ...promises, ...controls, ...processCrashes, ...recoversUnflushed },
    counts: { distinct: 258, generated: 754, depth: 13 },
  })
  .scenario({
    id: 'B02',
    title: 'ASYNC_FLUSH, 1 power cut',
    about: 'SEND_OK comes 500 ms to 10 s before the fsync (b.1); what is consumed and committed meanwhile dangles.',
    config: { powerCut: 1 },
    neighbour: 'B04 SYNC_FLUSH, 1 power cut',
    expect: {
      ...promises,
      ...controls,
      ...powerIsCut,
      'no acknowledged message is lost': violated(4),
      'no phantom read': violated(6),
      'the group offset stays within the log': violated(7),
      'no message is skipped': violated(8),
      'every acknowledged message is consumed': violated(4),
    },
    counts: { distinct: 590, generated: 1703, depth: 18 },
  })
  .scenario({
    id: 'B03',
    title: 'ASYNC_FLUSH with the transient pool, 1 process crash',
    about: 'SEND_OK comes while the message is in direct memory only (b.2); consumers never saw it.',
    config: { transientPool: true, processCrash: 1 },
    neighbour: 'B01 ASYNC_FLUSH, 1 process crash',
    faults,
    frontier: {
      ...recoveries,
      'no acknowledged message is lost': 'holds with any 1 failed fsync; broken by 1 power cut, or by 1 process crash',
      ...consumersSee(pageCacheOnly),
    },
    expect: {
      ...promises,
      ...controls,
      ...processCrashes,
      ...recoversUnflushed,
      'no acknowledged message is lost': violated(4),
      'every acknowledged message is consumed': violated(4),
    },
    counts: { distinct: 326, generated: 933, depth: 15 },
  })
  .scenario({
    id: 'B04',
    title: 'SYNC_FLUSH, 1 power cut',
    about: 'Group commit answers only what an fsync covers (b.1).',
    config: { flush: 'sync', powerCut: 1 },
    neighbour: 'B02 ASYNC_FLUSH, 1 power cut',
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
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 1298, generated: 3637, depth: 18 },
  })
  .scenario({
    id: 'B05',
    title: 'SYNC_FLUSH, 1 failed fsync and 1 power cut',
    about: 'force() throws, the flushed position advances, SEND_OK is for data never written (b.2).',
    config: { flush: 'sync', failedFsync: 1, powerCut: 1 },
    neighbour: 'SYNC_FLUSH that notices a failed fsync, 1 failed fsync and 1 power cut',
    expect: {
      ...promises,
      ...controls,
      ...waitsForFlush,
      ...powerIsCut,
      ...fsyncFails,
      ...fsyncFailureIsSwallowed,
      'no acknowledged message is lost': violated(6),
      'no phantom read': violated(7),
      'the group offset stays within the log': violated(8),
      'no message is skipped': violated(9),
      'every acknowledged message is consumed': violated(6),
    },
    counts: { distinct: 5417, generated: 15753, depth: 21 },
  })
  .scenario({
    title: 'SYNC_FLUSH that notices a failed fsync, 1 failed fsync and 1 power cut',
    about:
      'Derived from rmq#9709 (enableRunningFlagsInFlush, not in a release yet): the broker stops writing and answering.',
    config: { flush: 'sync', failedFsync: 1, powerCut: 1, fsyncFailureIsSwallowed: false },
    neighbour: 'B05 SYNC_FLUSH, 1 failed fsync and 1 power cut',
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
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut, ...fsyncFails },
    counts: { distinct: 1948, generated: 5279, depth: 18 },
  })
  .scenario({
    id: 'B06',
    title: 'SYNC_FLUSH before 5.3.0, 1 power cut',
    about: `The consumer reads and commits an unflushed message; after the cut a new message takes its queue offset and
      is skipped (rmq#8239). Three messages, so that others come before and after.`,
    config: { flush: 'sync', visibility: 'appended', powerCut: 1, messages: 3 },
    neighbour: 'B07 SYNC_FLUSH since 5.3.0, 1 power cut',
    expect: {
      ...promises,
      ...controls,
      ...waitsForFlush,
      ...powerIsCut,
      'no phantom read': violated(6),
      'the group offset stays within the log': violated(7),
      'no message is skipped': violated(8),
      'every acknowledged message is consumed': violated(10),
    },
    counts: { distinct: 46385, generated: 176817, depth: 25 },
  })
  .scenario({
    id: 'B07',
    title: 'SYNC_FLUSH since 5.3.0, 1 power cut',
    about:
      'Consumers see only what is flushed (PR#8240), so every offset that can be persisted is one of a durable message.',
    config: { flush: 'sync', powerCut: 1, messages: 3 },
    neighbour: 'B06 SYNC_FLUSH before 5.3.0, 1 power cut',
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 15397, generated: 52328, depth: 24 },
  })
  .scenario({
    id: 'B09',
    title: 'offset table lost, consumers start from the last offset, 1 power cut',
    about: `consumerOffset.json and its backup come back empty, so the group looks new and skips its backlog (b.2, d.3,
      rmq#9328). The backup is not modelled apart: "empty" stands for both.`,
    config: { flush: 'sync', consumeFrom: 'last', powerCut: 1 },
    neighbour: 'B04 SYNC_FLUSH, 1 power cut',
    expect: {
      ...promises,
      ...controls,
      ...waitsForFlush,
      ...powerIsCut,
      'no message is skipped': violated(12),
      'every acknowledged message is consumed': violated(12),
    },
    counts: { distinct: 1283, generated: 3568, depth: 18 },
  })
  .scenario({
    title: 'SYNC_FLUSH, 1 process crash and 1 power cut',
    about: `Derived from b.3: recovery after the process crash declares records flushed that were never fsynced, so they
      become visible, and the power cut takes them. No acknowledged message is lost.`,
    config: { flush: 'sync', processCrash: 1, powerCut: 1 },
    neighbour: 'B04 SYNC_FLUSH, 1 power cut',
    expect: {
      ...promises,
      ...controls,
      ...waitsForFlush,
      ...powerIsCut,
      ...processCrashes,
      ...recoversUnflushed,
      'no phantom read': violated(7),
      'the group offset stays within the log': violated(8),
      'no message is skipped': violated(9),
      'every acknowledged message is consumed': violated(11),
    },
    counts: { distinct: 4726, generated: 13956, depth: 21 },
  })
  .scenario({
    title: 'SYNC_FLUSH, 2 power cuts',
    about: 'What a power cut leaves is on the platter: the records that recovery finds outlive the next cut too (b.3).',
    config: { flush: 'sync', powerCut: 2 },
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 2444, generated: 7476, depth: 19 },
  })
  .scenario({
    title: 'SYNC_FLUSH that notices a failed fsync, 1 failed fsync and 2 power cuts',
    about: 'After the restart the broker writes again, and its fsyncs mean again what they say.',
    config: { flush: 'sync', failedFsync: 1, powerCut: 2, fsyncFailureIsSwallowed: false },
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut, ...fsyncFails },
    counts: { distinct: 4062, generated: 12065, depth: 19 },
  })
  .scenario({
    title: 'consumers start from the last offset, 1 process crash',
    about: 'A process crash leaves consumerOffset.json as it was written last (b.2): the group stays known.',
    config: { flush: 'sync', consumeFrom: 'last', processCrash: 1 },
    expect: { ...promises, ...controls, ...waitsForFlush, ...processCrashes, ...recoversUnflushed },
    counts: { distinct: 976, generated: 2768, depth: 15 },
  })
  .scenario({
    title: 'SYNC_FLUSH with the transient pool, 1 power cut',
    about:
      'Derived from b.2 (allowed since 5.x): the answer waits for write-out and fsync, so the pool does no harm here.',
    config: { flush: 'sync', transientPool: true, powerCut: 1 },
    expect: { ...promises, ...controls, ...waitsForFlush, ...powerIsCut },
    counts: { distinct: 1434, generated: 4169, depth: 20 },
  })
