/** The suite `rocketmq/recovery`: rows B11 and B13 of rocketmq.md section i.2, each with its neighbours. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { shipped } from './configuration.ts'
import { recovery } from './promises.ts'

const prefix = 'recovery keeps a prefix of the log'
const asWritten = 'a recovered record is as it was written'
const flushed = 'what is flushed outlives a crash'
const hole = 'a power cut takes a record and leaves one behind it'
const torn = 'a power cut tears the properties off a record'
const goesOn = 'a crash strikes behind an append to a truncated log'
const stale = 'a stale record begins at the end of the log'

const usual = {
  [prefix]: holds,
  [asWritten]: violated(3),
  [flushed]: holds,
  'an append changes nothing before it': holds,
  'each message is appended once': holds,
  'every fault counts against its budget': holds,
  'no deadlock': holds,
  'every message is in the log': reachable(),
  'every fault of the budget strikes': reachable(),
  [hole]: reachable(),
  [torn]: reachable(),
  [goesOn]: reachable(),
  [stale]: reachable(),
} as const

export const recoverySuite = rows(suite('rocketmq/recovery', recovery, shipped), usual, [
  {
    id: 'B11',
    title: '2 power cuts',
    counts: { distinct: 299, generated: 568, depth: 7 },
    about: `The first cut takes the page of m1 and leaves that of m2: recovery stops at the hole, and m2 is cut off. m3 goes into the hole, and
      ends where m2 begins: recovery after the second cut finds m2 again behind it (b.3, rmq#10666). A process crash or a clean restart
      in place of the second cut does the same.`,
    headline: prefix,
    config: { powerCut: 2 },
    expect: { [prefix]: violated(6) },
    neighbours: [
      {
        title: 'B11 neighbour: the bytes behind the end are cleared and fsynced, 2 power cuts',
        counts: { distinct: 116, generated: 402, depth: 6 },
        about: 'Recovery writes zeros behind the end and waits for the disk: a repair that RocketMQ does not have.',
        but: { bytesBehindTheEnd: 'are cleared and fsynced' },
        expect: { [prefix]: holds, [stale]: unreachable },
        neighbours: [
          {
            title: 'B11 neighbour: the bytes behind the end are cleared but not fsynced, 2 power cuts',
            counts: { distinct: 294, generated: 880, depth: 6 },
            about: 'The zeros are in the page cache. The second cut takes them, and leaves m2 behind m3.',
            but: { bytesBehindTheEnd: 'are cleared' },
            expect: { [prefix]: violated(6) },
          },
        ],
      },
      {
        title: 'B11 neighbour: a CRC of the properties as well, 2 power cuts',
        counts: { distinct: 307, generated: 569, depth: 7 },
        about: 'A stale record is whole, so that no CRC tells it from a new one.',
        headline: asWritten,
        but: { forceVerifyPropCRC: true },
        expect: { [asWritten]: holds },
      },
    ],
  },
  {
    title: '1 power cut and 1 process crash',
    counts: { distinct: 309, generated: 782, depth: 7 },
    about: `As B11. The process crash may come first: recovery takes for flushed what is in the page cache only, and the power cut takes it
      (b.3, as B14 of rocketmq/store).`,
    headline: prefix,
    config: { powerCut: 1, processCrash: 1 },
    expect: { [prefix]: violated(6), [flushed]: violated(4) },
    neighbours: [
      {
        title: '1 power cut and 1 process crash, the bytes behind the end are cleared and fsynced',
        counts: { distinct: 116, generated: 375, depth: 6 },
        about: 'The fsync takes the whole file, so that what recovery declares flushed is flushed.',
        but: { bytesBehindTheEnd: 'are cleared and fsynced' },
        expect: { [prefix]: holds, [flushed]: holds, [stale]: unreachable },
      },
    ],
  },
  {
    id: 'B13',
    title: 'a CRC of the body only, 1 power cut',
    counts: { distinct: 131, generated: 181, depth: 6 },
    about: `The cut leaves the page of the body and takes that of the properties. The head passes all checks, and the record is dispatched
      without its properties: tags, keys, and what the broker itself keeps there (rmq#7437).`,
    headline: asWritten,
    config: { powerCut: 1 },
    expect: { [goesOn]: unreachable },
    neighbours: [
      {
        title: 'B13 neighbour: a CRC of the properties as well, 1 power cut',
        counts: { distinct: 130, generated: 181, depth: 6 },
        about:
          'enabledAppendPropCRC and forceVerifyPropCRC, both off as shipped: recovery stops before the torn record.',
        but: { forceVerifyPropCRC: true },
        expect: { [asWritten]: holds },
      },
    ],
  },
])
