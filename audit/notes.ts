/** What a reader should know beside the verdicts: assumptions that decide them, facts, and what no model answers yet. */
import {
  copiesWaitedFor,
  lowersInSyncReplicas,
  type SetUp,
  stopsOnFailedFsync,
  usesTransientPool,
} from './behaviour.ts'
import { decisionsInTime, decisionWindowText } from './decision-window.ts'
import { dledgerNodes } from './dledger-questions.ts'
import type { BrokerIdentity, NotModelled } from './file-plan.ts'
import { modelledChecks } from './model-configurations.ts'
import { isTooManyCopies, mostReplicas } from './replica-configurations.ts'
import { has } from './versions.ts'

/** The verdicts would be others with the opposite of any of these. */
export function assumptionsOf(setUp: SetUp, part: BrokerIdentity['part']): readonly string[] {
  if (part === 'slave') return []
  if (part === 'DLedger member') return setUp.group.peers === dledgerNodes ? aboutDLedger : []
  if (part === 'replica under a controller') return aboutController
  const aboutTransactions = [
    ...decisionsInTime(setUp),
    'checkLocalTransaction is taken to answer UNKNOWN where it sees no row, from state that all producers share',
    'a producer is taken not to repeat the send of a half message: a copy left by retryTimesWhenSendFailed is checked and ' +
      'committed like a transaction of its own',
  ]
  return [
    ...(usesTransientPool(setUp) ? [] : aboutTransactions),
    onlySendOk,
    ...aboutSlaves(setUp),
    ...(has('durableJsonFiles', setUp.version)
      ? []
      : [
          'consumers are taken to begin at the first offset where the broker knows none of their group; with the default, ' +
            'CONSUME_FROM_LAST_OFFSET, a power cut that empties consumerOffset.json makes them skip their backlog',
        ]),
  ]
}

const onlySendOk =
  'a producer is taken to use only SEND_OK as an acknowledgement, and to wait for it (waitStoreMsgOK=true)'

function aboutSlaves(setUp: SetUp): readonly string[] {
  if (setUp.group.slaves === 0) return []
  return [
    'where the disk of a master is lost, an operator makes the running slave with the longest log the master; after a crash or ' +
      'a power cut the master comes back as it was',
    ...(lowersInSyncReplicas(setUp)
      ? [
          `enableAutoInSyncReplicas=true lets a master go down from inSyncReplicas=${setUp.settings.inSyncReplicas} to ` +
            `minInSyncReplicas=${setUp.settings.minInSyncReplicas} while fewer replicas keep up: it is taken to wait for ` +
            `${copiesWaitedFor(setUp)} at any time`,
        ]
      : []),
  ]
}

const aboutController: readonly string[] = [
  onlySendOk,
  'producers and consumers reach a master that is cut off from the controller; a crash of all controllers is not among the faults',
  'a broker that has lost its disk does not come back under its old id',
]

const aboutDLedger: readonly string[] = [
  onlySendOk,
  'the brokers run DLedger 0.3.1.2, as RocketMQ 4.9.8 and 5.3.3 do; flushDiskType plays no part in it',
  'producers reach a node that is cut off from the others',
]

export function notesOn(setUp: SetUp, part: BrokerIdentity['part']): readonly string[] {
  if (part === 'slave') return []
  if (part === 'DLedger member') {
    return setUp.group.peers === dledgerNodes
      ? [
          'holds: in every reachable state of a model with 1 message, 3 nodes and 2 or 3 terms, and no more faults than are named',
        ]
      : []
  }
  if (part === 'replica under a controller') {
    return [
      `holds: in every reachable state of a model with 1 message and ${setUp.group.replicas} replicas, and no more faults than ` +
        `are named; enableElectUncleanMaster=${setUp.group.enableElectUncleanMaster} is a setting of the controllers`,
    ]
  }
  return masterNotes(setUp)
}

function masterNotes(setUp: SetUp): readonly string[] {
  const { settings, version } = setUp
  const notes = [
    ...(usesTransientPool(setUp) ? [] : [decisionWindowText(settings)]),
    'holds: in every reachable state of a model with 2 messages in one queue, or with 1 transaction of a group of 2 ' +
      'producers, and no more faults than are named',
  ]
  if (settings.transactionCheckMax > modelledChecks && !usesTransientPool(setUp)) {
    notes.push(
      `transactionCheckMax=${settings.transactionCheckMax} is modelled as ${modelledChecks} checks: further rounds repeat the same step`,
    )
  }
  if (settings.transientStorePoolEnable && !usesTransientPool(setUp)) {
    notes.push(
      settings.writeWithoutMmap
        ? 'transientStorePoolEnable=true has no effect beside writeWithoutMmap=true'
        : 'transientStorePoolEnable=true has no effect: 4.x uses the pool with ASYNC_FLUSH only',
    )
  }
  if (settings.brokerRole === 'SYNC_MASTER' && has('inSyncReplicas', version) && settings.inSyncReplicas === 1) {
    notes.push('inSyncReplicas=1 counts the master itself: since 5.0 such a SYNC_MASTER waits for no replica')
  }
  if (has('retriedFlush', version) && !stopsOnFailedFsync(setUp)) {
    notes.push(
      'since 5.4.0 a flush that failed is tried again; it is taken to succeed over pages that the kernel has dropped, as most ' +
        `file systems do${settings.enableRunningFlagsInFlush ? wrappedFailure : ''}`,
    )
  }
  if (!has('durableJsonFiles', version)) {
    notes.push(
      'topics.json is not fsynced before 5.4.0: a power cut can take a topic that was created shortly before, and its ' +
        'messages stay in the log unread',
    )
  }
  return notes
}

const wrappedFailure =
  '. enableRunningFlagsInFlush=true does not see the failure: since JDK 16 it comes wrapped in an UncheckedIOException, ' +
  'unless writeWithoutMmap=true'

export function notModelledOf(setUp: SetUp, part: BrokerIdentity['part']): readonly NotModelled[] {
  const { peers, replicas } = setUp.group
  if (part === 'DLedger member') {
    return [
      ...(peers === dledgerNodes
        ? []
        : everyPromise(`a DLedger group of ${peers}: the model has ${dledgerNodes} nodes`)),
      { promise: 'every promise about transactions', why: transactionsOfReplicas },
    ]
  }
  if (part === 'replica under a controller') {
    return [
      ...(replicas <= mostReplicas
        ? []
        : everyPromise(`${replicas} replicas under a controller: the model has up to ${mostReplicas}`)),
      ...(usesTransientPool(setUp) ? [pooledReplicas] : []),
      { promise: 'every promise about transactions', why: transactionsOfReplicas },
    ]
  }
  if (part === 'slave') return []
  return [
    ...(isTooManyCopies(setUp)
      ? [{ promise: 'every promise about replicas', why: `a master that waits for ${copiesWaitedFor(setUp)} replicas` }]
      : []),
    ...(usesTransientPool(setUp) ? [pooledTransactions, ...(setUp.group.slaves > 0 ? [pooledReplicas] : [])] : []),
  ]
}

const transactionsOfReplicas =
  'check rounds and op marks across a change of the master: the model of transactions has one broker'

function everyPromise(why: string): readonly NotModelled[] {
  return [{ promise: 'every promise about messages', why }]
}

const pooledReplicas: NotModelled = {
  promise: 'every promise about replicas',
  why: 'transientStorePoolEnable=true: the models of replication have no direct memory',
}

const pooledTransactions: NotModelled = {
  promise: 'every promise about transactions',
  why:
    'transientStorePoolEnable=true: a half waits in direct memory for up to 200 ms (commitIntervalCommitLog), which the ' +
    'model of transactions does not have. Until then it cannot be read back, and a decision that comes so soon is dropped: ' +
    'a committed transaction can miss its message without any fault, rmq#2098',
}
