/** What a reader should know beside the verdicts: assumptions that decide them, facts, and what no model answers yet. */
import { type SetUp, stopsOnFailedFsync, usesTransientPool } from './behaviour.ts'
import { decisionsInTime, decisionWindowText } from './decision-window.ts'
import type { BrokerIdentity, NotModelled } from './file-plan.ts'
import { modelledChecks } from './model-configurations.ts'
import { has } from './versions.ts'

/** The verdicts would be others with the opposite of any of these. */
export function assumptionsOf(setUp: SetUp): readonly string[] {
  const aboutTransactions = [
    ...decisionsInTime(setUp),
    'checkLocalTransaction is taken to answer UNKNOWN where it sees no row, from state that all producers share',
    'a producer is taken not to repeat the send of a half message: a copy left by retryTimesWhenSendFailed is checked and ' +
      'committed like a transaction of its own',
  ]
  return [
    ...(usesTransientPool(setUp) ? [] : aboutTransactions),
    'a producer is taken to use only SEND_OK as an acknowledgement, and to wait for it (waitStoreMsgOK=true)',
    ...(has('durableJsonFiles', setUp.version)
      ? []
      : [
          'consumers are taken to begin at the first offset where the broker knows none of their group; with the default, ' +
            'CONSUME_FROM_LAST_OFFSET, a power cut that empties consumerOffset.json makes them skip their backlog',
        ]),
  ]
}

export function notesOn(setUp: SetUp): readonly string[] {
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
  if (part === 'DLedger member') {
    return everyPromise(
      'replication: a DLedger leader answers when a majority has the message in its page cache, and ignores flushDiskType',
    )
  }
  if (part === 'replica under a controller') {
    return everyPromise('replication: the controller decides which broker is the master, not brokerRole')
  }
  if (part === 'slave') return [{ promise: 'the replica keeps what its master acknowledged', why: 'replication' }]
  return [
    ...(setUp.settings.brokerRole === 'SYNC_MASTER' ? [syncMaster] : []),
    ...(usesTransientPool(setUp) ? [pooledTransactions] : []),
  ]
}

function everyPromise(why: string): readonly NotModelled[] {
  return [{ promise: 'every promise about messages', why }]
}

const syncMaster: NotModelled = {
  promise: 'an acknowledged message outlives the loss of its master',
  why: 'replication: the answers here are about the master alone',
}

const pooledTransactions: NotModelled = {
  promise: 'every promise about transactions',
  why:
    'transientStorePoolEnable=true: a half waits in direct memory for up to 200 ms (commitIntervalCommitLog), which the ' +
    'model of transactions does not have. Until then it cannot be read back, and a decision that comes so soon is dropped: ' +
    'a committed transaction can miss its message without any fault, rmq#2098',
}
