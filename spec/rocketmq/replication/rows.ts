/** The suite `rocketmq/replication`: rows R01 to R06 of rocketmq.md section i.3, and what was derived from section c.1. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { stockReplication } from './configuration.ts'
import { replication } from './promises.ts'

const kept = 'no acknowledged message is lost'
const atTheMaster = 'the master has every acknowledged message'
/** Contracts of a queue: every promise, all but P3, and all but P1 and P3. */
const queue = 'it is a queue'
const queueTooEarly = 'it is a queue that may show too early'
const queueThatLoses = 'it is a queue that may lose its end'
const oldOnes = 'an old message outlives the master once a slave is in sync'
const copies = 'SEND_OK comes with as many copies as were asked for'
const sameRecords = 'a slave that is connected has the records of its master'

/** Every promise is kept; messages are sent, copied and read, so that nothing holds because nothing happens. */
const usual = {
  [kept]: holds,
  [atTheMaster]: holds,
  [oldOnes]: holds,
  [copies]: holds,
  'no phantom read': holds,
  [queue]: holds,
  [queueTooEarly]: holds,
  [queueThatLoses]: holds,
  [sameRecords]: holds,
  'a message that is sent once is stored once': holds,
  'an answer is given once': holds,
  'a broker that is down has no connections': holds,
  'a broker that is down writes nothing': holds,
  'a fault takes the broker down that it strikes': holds,
  'what a power cut leaves is on the platter, and a lost disk leaves nothing': holds,
  'a slave that fsyncs first has on its platter what it reported': holds,
  'every fault counts against its budget': holds,
  'every send is answered': holds,
  'the slaves can catch up': holds,
  'a send is answered SEND_OK': reachable(),
  'a send is answered FLUSH_DISK_TIMEOUT': unreachable,
  'a send is answered FLUSH_SLAVE_TIMEOUT': unreachable,
  'a send is answered SLAVE_NOT_AVAILABLE': unreachable,
  'every broker has every message': reachable(),
  'a consumer reads a message': reachable(),
  'a slave is promoted': unreachable,
  'a broker restarts': unreachable,
  'a slave reports more than the master has': unreachable,
  'a report closes the connection': unreachable,
  'one slave is counted over two connections': unreachable,
  'an expired connection is closed': unreachable,
  'a slave lacks the first file': unreachable,
  'haStatus shows a slave in sync': unreachable,
  'a broker process crashes': unreachable,
  'a power cut takes a record of the master': unreachable,
  'a power cut takes a record of a slave': unreachable,
  'the master loses its disk with a record on it': unreachable,
  'a slave loses its disk with a record on it': unreachable,
  'a connection breaks unnoticed': unreachable,
} as const

const waitsForSlaves = { 'a send is answered FLUSH_SLAVE_TIMEOUT': reachable() } as const
const waitsForOneSlave = { ...waitsForSlaves, 'a send is answered SLAVE_NOT_AVAILABLE': reachable(2) } as const
const waitsForFlush = { 'a send is answered FLUSH_DISK_TIMEOUT': reachable() } as const
const restarts = { 'a broker restarts': reachable() } as const
const masterLosesDisk = {
  ...restarts,
  'the master loses its disk with a record on it': reachable(),
  'a slave is promoted': reachable(),
  // Consumers see what no slave has yet (b.1).
  'no phantom read': violated(5),
} as const
const masterLosesPower = { ...restarts, 'a power cut takes a record of the master': reachable() } as const
const halfOpen = {
  'one slave is counted over two connections': reachable(),
  'an expired connection is closed': reachable(),
} as const
/** Both, and the slave is left with a longer log than the master has. */
const masterFails = {
  ...masterLosesDisk,
  ...masterLosesPower,
  ...halfOpen,
  'a slave reports more than the master has': reachable(7),
  // What the power cut took from the master and consumers have seen comes back with the slave.
  [queue]: violated(4),
  [queueTooEarly]: violated(7),
  [queueThatLoses]: violated(8),
} as const

/** The master is behind its slave, whose reports are believed (c.1). */
const slaveIsAhead = { [sameRecords]: violated(8), 'a slave reports more than the master has': reachable(7) } as const
/** … and nothing but another fault can bring the two together. */
const forEver = { 'the slaves can catch up': violated(5) } as const

export const replicationSuite = rows(suite('rocketmq/replication', replication, stockReplication), usual, [
  {
    id: 'R01',
    title: '5.x SYNC_MASTER as it is shipped, 1 lost disk of the master',
    counts: { distinct: 132, generated: 229, depth: 13 },
    about: `inSyncReplicas is 1, and the one is the master: SEND_OK waits for no slave (c.1, docs/en/QuorumACK.md). The name of the role
      promises more.`,
    headline: kept,
    config: { masterDiskLoss: 1 },
    expect: {
      ...masterLosesDisk,
      [kept]: violated(3),
      [atTheMaster]: violated(4),
      [queue]: violated(3),
      [queueTooEarly]: violated(3),
    },
    neighbours: [
      {
        id: 'R02',
        title: 'inSyncReplicas 2, 1 lost disk of the master',
        counts: { distinct: 807, generated: 1626, depth: 18 },
        about: `What is acknowledged is at the slave too, and the operator makes it the master. Consumers have seen more than that: a
          classic master shows what no slave has yet (b.1).`,
        but: { inSyncReplicas: 2 },
        expect: {
          ...waitsForSlaves,
          [kept]: holds,
          [atTheMaster]: holds,
          [queue]: violated(4),
          [queueTooEarly]: holds,
        },
        neighbours: [
          {
            title: 'ASYNC_MASTER with inSyncReplicas 2, 1 lost disk of the master',
            counts: { distinct: 132, generated: 229, depth: 13 },
            about: 'An ASYNC_MASTER waits for nobody, whatever inSyncReplicas says (S/CommitLog#needHandleHA).',
            but: { brokerRole: 'ASYNC_MASTER' },
            expect: {
              ...{ 'a send is answered FLUSH_SLAVE_TIMEOUT': unreachable },
              [kept]: violated(3),
              [atTheMaster]: violated(4),
              [queue]: violated(3),
              [queueTooEarly]: violated(3),
            },
          },
        ],
      },
      {
        title: '4.x SYNC_MASTER as it is shipped, 1 lost disk of the master',
        counts: { distinct: 1189, generated: 2187, depth: 18 },
        about: 'The same file did wait for a slave in 4.x: an upgrade to 5.x makes it asynchronous (c.1).',
        but: { replicationWait: 'any one slave' },
        expect: {
          ...waitsForOneSlave,
          [kept]: holds,
          [atTheMaster]: holds,
          [queue]: violated(4),
          [queueTooEarly]: holds,
        },
      },
    ],
  },
  {
    id: 'R03',
    title: '4.x SYNC_MASTER, 1 power cut and 1 lost disk of the master',
    counts: { distinct: 12045, generated: 28637, depth: 24 },
    about: `A power cut takes a message from the master that the slave has. The slave reports the longer log,
      push2SlaveMaxOffset takes it and never goes back, and the next message is acknowledged although the slave has
      another one in its place (rmq#3015, rmq#1155). SYNC_FLUSH does not help: a message is transferred before it is flushed.`,
    headline: kept,
    config: { replicationWait: 'any one slave', masterPowerCut: 1, masterDiskLoss: 1 },
    expect: {
      ...waitsForOneSlave,
      ...masterFails,
      [kept]: violated(10),
      [atTheMaster]: violated(8),
      [copies]: violated(9),
      [sameRecords]: violated(8),
    },
    neighbours: [
      {
        title: '4.x SYNC_MASTER that compares logs, 1 power cut and 1 lost disk of the master',
        counts: { distinct: 11764, generated: 28126, depth: 24 },
        about: `A repair that RocketMQ does not have: a slave whose log is no beginning of the master's is refused. The slave keeps what
          was acknowledged for the operator. A check of the length alone, on the first report too, would not do: the master
          may have grown by as much as it lost.`,
        but: { largeReport: 'is compared' },
        expect: {
          [kept]: holds,
          [copies]: violated(10),
          [sameRecords]: holds,
          'a slave reports more than the master has': unreachable,
        },
      },
    ],
  },
  {
    title: '4.9.8 SYNC_MASTER, 1 power cut and 1 lost disk of the master',
    counts: { distinct: 12174, generated: 29037, depth: 24 },
    about: `PR#3016 closes the connection after a report that is too large, but believes the first report of every connection,
      and the slave connects again after 5 s. So the story of R03 is not stopped by it (derived).`,
    headline: kept,
    config: {
      replicationWait: 'any one slave',
      largeReport: 'is checked after the first',
      masterPowerCut: 1,
      masterDiskLoss: 1,
    },
    expect: {
      ...waitsForOneSlave,
      ...masterFails,
      'a report closes the connection': reachable(),
      [kept]: violated(10),
      [atTheMaster]: violated(8),
      [copies]: violated(9),
      [sameRecords]: violated(8),
    },
    neighbours: [
      {
        title: '4.9.8 SYNC_MASTER that compares logs, 1 power cut and 1 lost disk of the master',
        counts: { distinct: 11764, generated: 28126, depth: 24 },
        but: { largeReport: 'is compared' },
        expect: {
          [kept]: holds,
          [copies]: violated(10),
          [sameRecords]: holds,
          'a slave reports more than the master has': unreachable,
          'a report closes the connection': unreachable,
        },
      },
    ],
  },
  {
    id: 'R04',
    title: 'inSyncReplicas 2, 1 power cut and 1 lost disk of the master',
    counts: { distinct: 6364, generated: 16340, depth: 23 },
    about: `5.x has no guard at all (lost with commit 5c350af174), and slaveAckOffset of the connection takes the place of
      push2SlaveMaxOffset. The guard would not help: it does not look at the first report.`,
    headline: kept,
    config: { inSyncReplicas: 2, masterPowerCut: 1, masterDiskLoss: 1 },
    expect: {
      ...waitsForSlaves,
      ...masterFails,
      [kept]: violated(10),
      [atTheMaster]: violated(8),
      [copies]: violated(9),
      [sameRecords]: violated(8),
    },
    neighbours: [
      {
        title: 'inSyncReplicas 2 with logs compared, 1 power cut and 1 lost disk of the master',
        counts: { distinct: 6178, generated: 15989, depth: 23 },
        but: { largeReport: 'is compared' },
        expect: {
          [kept]: holds,
          [copies]: violated(10),
          [sameRecords]: holds,
          'a slave reports more than the master has': unreachable,
        },
      },
    ],
  },
  {
    id: 'R05',
    title: 'inSyncReplicas 3 counted by connection, 1 connection breaks',
    counts: { distinct: 7938, generated: 31565, depth: 18 },
    about: `The master does not notice that a connection is broken for haHousekeepingInterval (20 s); the slave makes a new one,
      and both count (a TODO in S/ha/GroupTransferService#doWaitTransfer). The old one must have reported the message before it broke.`,
    headline: copies,
    config: { inSyncReplicas: 3, slaves: 2, reconnect: 1 },
    expect: { ...waitsForSlaves, ...halfOpen, 'a connection breaks unnoticed': reachable(3), [copies]: violated(8) },
    neighbours: [
      {
        title: 'inSyncReplicas 3 counted by slave, 1 connection breaks',
        counts: { distinct: 7266, generated: 29441, depth: 18 },
        about: 'The repair that the TODO asks for: one slave counts once.',
        but: { replicasAreCounted: 'by slave' },
        expect: { [copies]: holds },
      },
    ],
  },
  {
    id: 'R06',
    title: 'a new slave starts at the last file, 1 lost disk of the master',
    counts: { distinct: 140, generated: 215, depth: 14 },
    about: `A slave with an empty log is sent the last file of the master only (c.1). haStatus shows it in sync, and the operator believes that
      the old messages have a copy.`,
    headline: oldOnes,
    config: { inSyncReplicas: 2, oldMessages: 2, mappedFileSizeCommitLog: 2, messages: 1, masterDiskLoss: 1 },
    expect: {
      ...waitsForSlaves,
      ...masterLosesDisk,
      'a slave lacks the first file': reachable(),
      'haStatus shows a slave in sync': reachable(),
      [oldOnes]: violated(7),
      [queue]: violated(4),
    },
    neighbours: [
      {
        title: 'a new slave starts at the first file, 1 lost disk of the master',
        counts: { distinct: 468, generated: 845, depth: 18 },
        about: 'As in controller mode, where syncFromLastFile is false unless it is set.',
        but: { syncFromLastFile: false },
        expect: { [oldOnes]: holds, 'a slave lacks the first file': unreachable },
      },
    ],
  },
  {
    title: 'inSyncReplicas 2 and SYNC_FLUSH, 1 power cut at the master',
    counts: { distinct: 1609, generated: 3459, depth: 17 },
    about: 'The cell of c.4: what is acknowledged is on the platter of the master, which comes back as it was.',
    headline: atTheMaster,
    config: { inSyncReplicas: 2, flushDiskType: 'SYNC_FLUSH', masterPowerCut: 1 },
    expect: {
      ...waitsForSlaves,
      ...waitsForFlush,
      ...masterLosesPower,
      ...slaveIsAhead,
      ...forEver,
      [copies]: violated(10),
    },
    neighbours: [
      {
        title: 'inSyncReplicas 2 and ASYNC_FLUSH, 1 power cut at the master',
        counts: { distinct: 1267, generated: 2299, depth: 15 },
        about:
          'The master restarts without what the slave has, and serves: nobody promotes the slave, which has it still (c.4).',
        but: { flushDiskType: 'ASYNC_FLUSH' },
        expect: {
          'a send is answered FLUSH_DISK_TIMEOUT': unreachable,
          [atTheMaster]: violated(8),
          [copies]: violated(9),
          'no phantom read': violated(5),
          [queue]: violated(4),
          [queueTooEarly]: violated(7),
        },
      },
      {
        title: 'inSyncReplicas 2 and SYNC_FLUSH before 5.3.0, 1 power cut at the master',
        counts: { distinct: 2403, generated: 5514, depth: 17 },
        about: 'Consumers see what is not flushed yet (rmq#8239): replication changes nothing about B06.',
        headline: 'no phantom read',
        but: { visibility: 'appended' },
        expect: { 'no phantom read': violated(5), [queue]: violated(4) },
      },
    ],
  },
  {
    title: 'inSyncReplicas 2 and SYNC_FLUSH, 1 power cut at the slave and 1 lost disk of the master',
    counts: { distinct: 11585, generated: 34300, depth: 22 },
    about:
      'A report is what a slave has in its page cache (c.1): the power cut takes the only copy that the lost disk leaves.',
    headline: kept,
    config: { inSyncReplicas: 2, flushDiskType: 'SYNC_FLUSH', slavePowerCut: 1, masterDiskLoss: 1 },
    expect: {
      ...waitsForSlaves,
      ...waitsForFlush,
      ...masterLosesDisk,
      ...halfOpen,
      'a power cut takes a record of a slave': reachable(),
      'a slave reports more than the master has': reachable(10),
      'the slaves can catch up': violated(8),
      [kept]: violated(9),
      [atTheMaster]: violated(11),
      [copies]: violated(8),
      'no phantom read': violated(6),
      [sameRecords]: violated(11),
      [queue]: violated(5),
      [queueTooEarly]: violated(9),
    },
    neighbours: [
      {
        title:
          'inSyncReplicas 2 and SYNC_FLUSH, slaves fsync first, 1 power cut at the slave and 1 lost disk of the master',
        counts: { distinct: 8345, generated: 22808, depth: 21 },
        about: 'A repair that RocketMQ does not have.',
        but: { slaveReports: 'what it has fsynced' },
        expect: { [kept]: holds, [atTheMaster]: holds, [copies]: violated(13), [queueTooEarly]: holds },
      },
    ],
  },
  {
    title: 'inSyncReplicas 2, 1 process crash and 1 lost disk of a slave',
    counts: { distinct: 4051, generated: 13250, depth: 20 },
    about: 'Page caches outlive a process, and the master has what a slave loses: nothing is lost.',
    headline: kept,
    config: { inSyncReplicas: 2, processCrash: 1, slaveDiskLoss: 1 },
    expect: {
      ...waitsForSlaves,
      ...restarts,
      [copies]: violated(7),
      ...halfOpen,
      'a broker process crashes': reachable(2),
      'a slave loses its disk with a record on it': reachable(),
    },
  },
])
  .accept({
    finding: 'branch-never-ran',
    of: 'the right side of `mayRepeat && s.content.length <= messages.length`',
    because: 'replication is held against contracts of queues that never repeat',
  })
  .accept({
    finding: 'stops',
    of: 'no deadlock',
    because: 'where all messages are sent, answered, copied and read nothing is left to do',
  })
  .accept({
    finding: 'never-changes',
    of: 'log.*.hasHole',
    because: 'the log of parts/disk.ts has room for a failed fsync, which belongs to rocketmq/store',
  })
