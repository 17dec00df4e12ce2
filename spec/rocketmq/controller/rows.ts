/** The suite `rocketmq/controller`: rows R19 to R29 of rocketmq.md section i.3, and what was derived from section c.3. */
import { holds, reachable, rows, suite, unreachable, violated } from '../../language/index.ts'
import { stockController } from './configuration.ts'
import { controller } from './promises.ts'

const kept = 'no acknowledged message is lost'
const phantom = 'no phantom read'
const beginning = 'a slave that is connected has a beginning of the log of its master'
/** Contracts of a queue: every promise, and all but P1 and P3. */
const queue = 'it is a queue'
const queueThatLoses = 'it is a queue that may lose its end'
const uniqueOffsets = 'queue offsets are unique'
const readOnce = 'no message is read twice'
const readable = 'every acknowledged message can be read'
const mastered = 'the group can have a master again'

/** Every promise is kept; messages are sent, copied and read, and the set grows, so that nothing holds because nothing happens. */
const usual = {
  [kept]: holds,
  [phantom]: holds,
  [queue]: holds,
  [queueThatLoses]: holds,
  [uniqueOffsets]: holds,
  [readOnce]: holds,
  [readable]: holds,
  'one master in an epoch': holds,
  [beginning]: holds,
  'an answer is given once': holds,
  'a broker that is down has no connections': holds,
  'only a broker that acts as master has a SyncStateSet': holds,
  'epochs of the controller are the largest': holds,
  'epochs of the controller never go back': holds,
  'the confirm offset stays within the log': holds,
  'a fault takes the broker down that it strikes': holds,
  'what a power cut leaves is on the platter, and a lost disk leaves nothing': holds,
  'a broker that is down writes nothing': holds,
  'a log has what is flushed of it, and each message once': holds,
  'epochs of an epoch file ascend': holds,
  'every fault counts against its budget': holds,
  'every send is answered': holds,
  [mastered]: holds,
  'a send is answered SEND_OK': reachable(),
  'a send is answered FLUSH_DISK_TIMEOUT': unreachable,
  'a send is answered FLUSH_SLAVE_TIMEOUT': unreachable,
  'a send is answered IN_SYNC_REPLICAS_NOT_ENOUGH': unreachable,
  'every broker has every message': reachable(),
  'every broker is in the SyncStateSet': reachable(),
  'every message is read': reachable(),
  'a consumer takes over': unreachable,
  'a member leaves the SyncStateSet': unreachable,
  'a slave is elected': unreachable,
  'one that is not in the SyncStateSet is elected': unreachable,
  'nobody can be elected': unreachable,
  'a slave cuts its log': unreachable,
  'two brokers act as master': unreachable,
  'a master restarts in the epoch that it had': unreachable,
  'a broker process crashes': unreachable,
  'a power cut takes a record of a master': unreachable,
  'a power cut takes a record of a slave': unreachable,
  'a disk is lost with a record on it': unreachable,
  'the network parts': unreachable,
  'a slave is too slow': unreachable,
  'an answer of the controller is lost': unreachable,
  'the controller crashes': unreachable,
} as const

const waitsForSlaves = { 'a send is answered FLUSH_SLAVE_TIMEOUT': reachable() } as const
const waitsForNobody = { 'a send is answered FLUSH_SLAVE_TIMEOUT': unreachable } as const
const refuses = { 'a send is answered IN_SYNC_REPLICAS_NOT_ENOUGH': reachable(2) } as const
/** A master may be gone, in the set or alone in it. */
const elections = {
  'a slave is elected': reachable(),
  'nobody can be elected': reachable(3),
  'a member leaves the SyncStateSet': reachable(),
  'a slave cuts its log': reachable(),
} as const
const crashes = { ...elections, 'a broker process crashes': reachable(2) } as const
const parts = { ...elections, 'the network parts': reachable(2), 'two brokers act as master': reachable() } as const

export const controllerSuite = rows(suite('rocketmq/controller', controller, stockController), usual, [
  {
    id: 'R20',
    title: 'controller mode as it is shipped, 1 process crash',
    counts: { distinct: 1538, generated: 4066, depth: 17 },
    about: `SEND_OK waits for the master alone, and the master is replaced as soon as it is gone: one crash loses what was acknowledged and
      read (c.3, seen on 5.3.3, 0.9). And a master that comes back may keep what the new one has not, since an epoch that
      begins where the last one did is not recorded (derived).`,
    headline: kept,
    config: { processCrash: 1 },
    expect: {
      [queue]: violated(6),

      ...crashes,
      [kept]: violated(7),
      [phantom]: violated(8),
      [readable]: violated(5),
      [beginning]: violated(11),
    },
    neighbours: [
      {
        title: 'allAckInSyncStateSet, 1 process crash',
        counts: { distinct: 7379, generated: 22107, depth: 20 },
        about:
          'Every member has what is acknowledged. Consumers may see more: a master that is alone shows all that it has while it asks for a member.',
        but: { allAckInSyncStateSet: true },
        expect: {
          [queue]: violated(7),
          ...waitsForSlaves,
          [kept]: holds,
          [readable]: holds,
        },
      },
      {
        title: 'empty epochs recorded, 1 process crash',
        counts: { distinct: 1538, generated: 4066, depth: 17 },
        about:
          'A repair that RocketMQ does not have (rmq#9689): the old master finds where its log parts from that of the new one.',
        headline: beginning,
        but: { emptyEpochs: 'are recorded' },
        expect: { [beginning]: holds },
      },
    ],
  },
  {
    id: 'R21',
    title: 'controller mode as it is shipped, 1 partition',
    counts: { distinct: 1979, generated: 6167, depth: 17 },
    about: `Producers still reach the old master, which is fenced by nobody and acknowledges alone; it is cut back when the network heals
      (c.3, rmq#7017).`,
    headline: kept,
    config: { partition: 1 },
    expect: {
      [queue]: violated(6),
      [queueThatLoses]: violated(6),

      ...parts,
      [kept]: violated(7),
      [phantom]: violated(8),
      [readable]: violated(8),
      [beginning]: violated(11),
    },
    neighbours: [
      {
        title: 'allAckInSyncStateSet, 1 partition',
        counts: { distinct: 9149, generated: 33345, depth: 20 },
        about: 'The isolated master waits for members that follow another one, and answers FLUSH_SLAVE_TIMEOUT.',
        but: { allAckInSyncStateSet: true },
        expect: {
          [queue]: violated(7),
          [queueThatLoses]: violated(9),
          ...waitsForSlaves,
          [kept]: holds,
          [readable]: holds,
        },
      },
    ],
  },
  {
    id: 'R22',
    title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 process crash',
    counts: { distinct: 6501, generated: 18788, depth: 20 },
    about: 'What is acknowledged is at every member, and only a member is elected (c.4, seen on 5.3.3, 0.9).',
    headline: kept,
    config: { allAckInSyncStateSet: true, minInSyncReplicas: 2, processCrash: 1 },
    expect: {
      [queue]: violated(7),
      ...crashes,
      ...waitsForSlaves,
      ...refuses,
      [phantom]: violated(8),
    },
    neighbours: [
      {
        title: 'minInSyncReplicas 2 alone, 1 process crash',
        counts: { distinct: 1581, generated: 4080, depth: 17 },
        about: 'The set has two members, and one of them is asked.',
        but: { allAckInSyncStateSet: false },
        expect: {
          [queue]: violated(6),
          ...waitsForNobody,
          [kept]: violated(7),
          [readable]: violated(5),
        },
      },
      {
        title: 'allAckInSyncStateSet and minInSyncReplicas 2, consumers wait for both sets, 1 process crash',
        counts: { distinct: 4325, generated: 11721, depth: 20 },
        about: `A repair that RocketMQ does not have. CommitLog#getConfirmOffset asks whether the master is alone in the set that it has, not
          whether it has asked for another: consumers see a message that the new member lacks, and the new member is elected (derived).`,
        headline: phantom,
        but: { visibleWhileSynchronizing: 'both sets' },
        expect: {
          [queue]: holds,
          [phantom]: holds,
        },
      },
    ],
  },
  {
    title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 partition',
    counts: { distinct: 8031, generated: 28365, depth: 20 },
    about: 'The cell of c.4: an isolated master has nobody to wait for, and acknowledges nothing.',
    headline: kept,
    config: { allAckInSyncStateSet: true, minInSyncReplicas: 2, partition: 1 },
    expect: {
      [queue]: violated(7),
      [queueThatLoses]: violated(9),
      ...parts,
      ...waitsForSlaves,
      ...refuses,
      [phantom]: violated(8),
    },
    neighbours: [
      {
        title: 'minInSyncReplicas 2 alone, 1 partition',
        counts: { distinct: 1933, generated: 5916, depth: 17 },
        but: { allAckInSyncStateSet: false },
        expect: {
          [queue]: violated(6),
          [queueThatLoses]: violated(6),
          ...waitsForNobody,
          [kept]: violated(7),
          [readable]: violated(8),
        },
      },
    ],
  },
  {
    id: 'R23',
    title: 'allAckInSyncStateSet before rmq#5663, 1 lost answer and 1 process crash',
    counts: { distinct: 1721, generated: 4565, depth: 15 },
    about: `The controller has let the slave in, and the master does not know it yet: it acknowledges alone, dies, and the slave is elected
      (rmq#5663). It takes no lost answer, one that is still under way will do.`,
    headline: kept,
    config: {
      allAckInSyncStateSet: true,
      ackWhileSynchronizing: 'local set',
      messages: 1,
      processCrash: 1,
      lostReply: 1,
    },
    expect: {
      [queue]: violated(7),

      ...crashes,
      ...waitsForSlaves,
      'an answer of the controller is lost': reachable(3),
      [kept]: violated(8),
      [phantom]: violated(8),
      [readable]: violated(6),
    },
    neighbours: [
      {
        title: 'allAckInSyncStateSet since 5.1.1, 1 lost answer and 1 process crash',
        counts: { distinct: 1663, generated: 4513, depth: 16 },
        about: 'The master waits for the members that it has and for those that it has asked for (PR#5798).',
        but: { ackWhileSynchronizing: 'both sets' },
        expect: { [kept]: holds, [readable]: holds },
      },
    ],
  },
  {
    id: 'R25',
    title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 power cut at a slave and 1 process crash',
    counts: { distinct: 7272, generated: 18708, depth: 24 },
    about: `A member comes back from a power cut without what it had reported, and stays electable until the master has told the controller;
      the master dies before that (derived; compare KIP-966).`,
    headline: kept,
    config: { allAckInSyncStateSet: true, minInSyncReplicas: 2, messages: 1, processCrash: 1, slavePowerCut: 1 },
    expect: {
      [queue]: violated(7),

      ...crashes,
      ...waitsForSlaves,
      ...refuses,
      'a power cut takes a record of a slave': reachable(),
      [kept]: violated(12),
      [phantom]: violated(8),
      [readable]: violated(10),
    },
    neighbours: [
      {
        title: 'unclean members leave the set, 1 power cut at a slave and 1 process crash',
        counts: { distinct: 9978, generated: 27794, depth: 25 },
        about: `A repair that RocketMQ does not have: who stopped uncleanly is no member when it comes back. It costs the group its master where
          both have crashed.`,
        but: { uncleanRestart: 'leaves the set' },
        expect: { [kept]: holds, [mastered]: violated(2), [readable]: violated(7) },
      },
    ],
  },
  {
    id: 'R26',
    title: 'enableElectUncleanMaster, 2 process crashes',
    counts: { distinct: 6352, generated: 14085, depth: 22 },
    about:
      'The slave crashes and leaves the set, the master goes on alone and crashes, and the slave that comes back is elected (c.4).',
    headline: kept,
    config: {
      allAckInSyncStateSet: true,
      minInSyncReplicas: 2,
      enableElectUncleanMaster: true,
      messages: 1,
      processCrash: 2,
    },
    expect: {
      [queue]: violated(6),
      [queueThatLoses]: violated(9),

      ...crashes,
      ...waitsForSlaves,
      ...refuses,
      'one that is not in the SyncStateSet is elected': reachable(),
      'nobody can be elected': reachable(),
      [kept]: violated(12),
      [phantom]: violated(7),
      [readable]: violated(10),
    },
    neighbours: [
      {
        title: 'clean elections, 2 process crashes',
        counts: { distinct: 5930, generated: 14130, depth: 22 },
        about: 'The group waits for a member of the set.',
        but: { enableElectUncleanMaster: false },
        expect: {
          [queue]: violated(7),
          [queueThatLoses]: holds,

          'one that is not in the SyncStateSet is elected': unreachable,
          [kept]: holds,
          [readable]: holds,
          [phantom]: violated(8),
        },
      },
    ],
  },
  {
    id: 'R27',
    title: 'confirm offset before rmq#6662, 3 brokers, 1 partition',
    counts: { distinct: 24388, generated: 112718, depth: 22 },
    about: `The master is on the far side with one slave. The other member has no connection and is passed over: the confirm offset goes on, and
      consumers read what is cut when the member on the near side is master (rmq#6662). Nothing that was acknowledged is lost.`,
    headline: phantom,
    config: {
      allAckInSyncStateSet: true,
      minInSyncReplicas: 3,
      memberWithoutConnection: 'is passed over',
      brokers: 3,
      messages: 1,
      partition: 1,
    },
    expect: {
      [queue]: violated(12),
      [queueThatLoses]: violated(12),
      ...parts,
      ...waitsForSlaves,
      ...refuses,
      [phantom]: violated(13),
    },
    neighbours: [
      {
        title: 'confirm offset since 5.1.1, 3 brokers, 1 partition',
        counts: { distinct: 22768, generated: 104673, depth: 22 },
        about: 'A member without a connection holds the confirm offset where it is (PR#6663).',
        but: { memberWithoutConnection: 'holds the offset' },
        expect: {
          [queue]: holds,
          [queueThatLoses]: holds,
          [phantom]: holds,
        },
      },
    ],
  },
  {
    id: 'R29',
    title: 'queue offsets before rmq#7689, 1 process crash and 1 crash of the controller',
    counts: { distinct: 23439, generated: 78357, depth: 22 },
    about: `Nobody notices that the master is gone, and it comes back as master of the same set. It cannot compute the confirm offset anew, since
      the slave is not connected, so that its ConsumeQueue ends there and the next message gets a queue offset that is in the log already.`,
    headline: uniqueOffsets,
    config: {
      allAckInSyncStateSet: true,
      queueOffsets: 'from the ConsumeQueue',
      processCrash: 1,
      controllerCrash: 1,
    },
    expect: {
      [queue]: violated(7),

      ...crashes,
      ...waitsForSlaves,
      'a master restarts in the epoch that it had': reachable(),
      'the controller crashes': reachable(2),
      [uniqueOffsets]: violated(10),
      [phantom]: violated(8),
      [beginning]: violated(11),
    },
    neighbours: [
      {
        title: 'queue offsets since 5.2.0, 1 process crash and 1 crash of the controller',
        counts: { distinct: 23363, generated: 78291, depth: 22 },
        about: 'The table of queue offsets is corrected by what lies behind the confirm offset (PR#7690).',
        but: { queueOffsets: 'from the commit log' },
        expect: { [uniqueOffsets]: holds },
      },
    ],
  },
  {
    id: 'R19',
    title: 'group offsets beside the log, 1 process crash',
    counts: { distinct: 8079, generated: 22544, depth: 23 },
    about: `The new master has the group offset that it copied last, up to 10 s old: messages are read again, and none is skipped (c.3,
      rmq#7790). Consumers wait for both sets here, so that what they read is kept, and the offsets alone are looked at.`,
    headline: readOnce,
    config: {
      allAckInSyncStateSet: true,
      minInSyncReplicas: 2,
      visibleWhileSynchronizing: 'both sets',
      groups: 1,
      processCrash: 1,
    },
    expect: {
      ...crashes,
      ...waitsForSlaves,
      ...refuses,
      'a consumer takes over': reachable(),
      [readOnce]: violated(12),
    },
    neighbours: [
      {
        title: 'group offsets in the log, 1 process crash',
        counts: { distinct: 4325, generated: 11721, depth: 20 },
        about: 'A repair that RocketMQ does not have.',
        but: { groupOffsets: 'in the log' },
        expect: { 'a consumer takes over': unreachable, [readOnce]: holds },
      },
    ],
  },
  {
    title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 power cut at the master',
    counts: { distinct: 616, generated: 1203, depth: 17 },
    about: `A master that is alone asks for a member, and counts it at once: the message waits for the member, but the set of the controller is
      the master alone. The power cut takes the message from it, and it is elected without (derived; c.4 says that one power cut is survived).`,
    headline: kept,
    config: { allAckInSyncStateSet: true, minInSyncReplicas: 2, messages: 1, masterPowerCut: 1 },
    expect: {
      [queue]: violated(5),

      ...elections,
      'a member leaves the SyncStateSet': unreachable,
      ...waitsForSlaves,
      ...refuses,
      'a power cut takes a record of a master': reachable(),
      [kept]: violated(11),
      [phantom]: violated(8),
      [readable]: violated(7),
    },
    neighbours: [
      {
        title: 'minInSyncReplicas compared with the smaller set, 1 power cut at the master',
        counts: { distinct: 280, generated: 497, depth: 17 },
        about: 'A repair that RocketMQ does not have.',
        but: { inSyncReplicasNums: 'the smaller set' },
        expect: {
          [queue]: holds,
          [kept]: holds,
          [readable]: holds,
          [phantom]: holds,
        },
      },
      {
        title: 'allAckInSyncStateSet, minInSyncReplicas 2 and SYNC_FLUSH, 1 power cut at the master',
        counts: { distinct: 954, generated: 2139, depth: 18 },
        about: 'The message is on the platter of the master before the answer.',
        but: { flushDiskType: 'SYNC_FLUSH' },
        expect: { 'a send is answered FLUSH_DISK_TIMEOUT': reachable(), [kept]: holds, [readable]: holds },
      },
    ],
  },
  {
    title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 slow slave and 1 lost disk',
    counts: { distinct: 336, generated: 669, depth: 14 },
    about: `The size of the set is looked at before the append. A set that shrinks to the master while the message waits lets it be
      acknowledged with one copy (derived).`,
    headline: kept,
    config: { allAckInSyncStateSet: true, minInSyncReplicas: 2, messages: 1, slowSlave: 1, diskLoss: 1 },
    expect: {
      [queue]: violated(5),

      ...elections,
      'a slave cuts its log': unreachable,
      ...waitsForSlaves,
      ...refuses,
      'a slave is too slow': reachable(),
      'a disk is lost with a record on it': reachable(),
      [kept]: violated(8),
      [phantom]: violated(8),
      [readable]: violated(7),
      [mastered]: violated(2),
    },
    neighbours: [
      {
        title: 'allAckInSyncStateSet and minInSyncReplicas 2, 1 lost disk',
        counts: { distinct: 152, generated: 281, depth: 11 },
        about: 'The cell of c.4. A slave that is slow is a fault of its own.',
        but: { slowSlave: 0 },
        expect: { 'a slave is too slow': unreachable, [kept]: holds, [readable]: violated(7) },
      },
    ],
  },
])
  .accept({
    finding: 'branch-never-ran',
    of: 'the right side of `mayRepeat && s.content.length <= messages.length`',
    because: 'the group is held against contracts of queues that never repeat',
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
  .accept({
    finding: 'never-read',
    of: 'groupOffset',
    because: 'the rows with three brokers have no group, and the one with a group has two brokers',
  })
