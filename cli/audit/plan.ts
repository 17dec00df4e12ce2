/** From files of settings to questions: what each file is, what was understood of it, and what the models can say. */
import { type FileRole, roleOf } from './broker-file.ts'
import { type AuditError, auditError, type ConfigFile, entriesOf, isAuditError, repeatedKey } from './config-file.ts'
import { decisionWindowText } from './decision-window.ts'
import type { Question } from './question.ts'
import { type BrokerSettings, type RocketmqVersion, readSettings, type Setting, type SettingsRead } from './settings.ts'
import { questionsAboutStore, usesTransientPool } from './store-questions.ts'
import { decisionsInTime, modelledChecks, questionsAboutTransactions } from './transaction-questions.ts'

export interface FilePlan {
  readonly path: string
  /** What the file belongs to, as a phrase. */
  readonly is: string
  /** Empty where the file has no setting that a model speaks about. */
  readonly settings: readonly Setting[]
  readonly notModelledKeys: SettingsRead['notModelled']
  readonly questions: readonly Question[]
  /** Promises that no model here can answer yet for this file, and why. */
  readonly notModelledYet: readonly { readonly promise: string; readonly why: string }[]
  /** Facts and assumptions that a reader should know, a sentence each. */
  readonly notes: readonly string[]
}

export interface AuditPlan {
  readonly kind: 'plan'
  readonly version: RocketmqVersion
  readonly files: readonly FilePlan[]
}

/** Every file is looked at for itself; the first mistake in any of them is the answer. */
export function planAudit(files: readonly ConfigFile[], version: RocketmqVersion): AuditPlan | AuditError {
  const plans: FilePlan[] = []
  for (const file of files) {
    const plan = planFile(file, version)
    if (isAuditError(plan)) return plan
    plans.push(plan)
  }
  return { kind: 'plan', version, files: plans }
}

function planFile(file: ConfigFile, version: RocketmqVersion): FilePlan | AuditError {
  const entries = entriesOf(file)
  if (isAuditError(entries)) return entries
  const role = roleOf(entries)
  if (role === 'unknown') {
    const first = entries[0]
    return auditError(
      `${file.path}:${first?.line ?? 1}: no setting of RocketMQ is recognised in this file (it begins with ` +
        `"${first?.key ?? ''}"); expected a broker's file, with keys such as brokerName, brokerRole or flushDiskType`,
    )
  }
  const repeated = repeatedKey(file.path, entries)
  if (repeated !== null) return repeated
  const read = readSettings(file.path, entries, version)
  if (isAuditError(read)) return read
  return role === 'broker' ? planBroker(file.path, read, version) : planOther(file.path, role, read)
}

function planOther(path: string, role: Exclude<FileRole, 'broker' | 'unknown'>, read: SettingsRead): FilePlan {
  const elsewhere = role === 'broker container' ? '; audit the files that brokerConfigPaths names' : ''
  return {
    path,
    is: `the file of a ${role}`,
    settings: [],
    notModelledKeys: read.notModelled,
    questions: [],
    notModelledYet: [],
    notes: [`a ${role} stores no messages: there is nothing to audit in this file${elsewhere}`],
  }
}

const everyPromise = 'every promise about messages'

function planBroker(path: string, read: SettingsRead, version: RocketmqVersion): FilePlan {
  const { settings, list: settingList, notModelled: notModelledKeys } = read
  const plan = (is: string, rest: Pick<FilePlan, 'questions' | 'notModelledYet' | 'notes'>): FilePlan => ({
    path,
    is,
    settings: settingList,
    notModelledKeys,
    ...rest,
  })
  const notAnswered = (is: string, why: string): FilePlan =>
    plan(is, { questions: [], notModelledYet: [{ promise: everyPromise, why }], notes: [] })

  if (settings.enableDLegerCommitLog) {
    return notAnswered(
      'a broker of a DLedger group',
      'replication: a DLedger leader answers when a majority has the message in its page cache, and ignores flushDiskType',
    )
  }
  if (settings.enableControllerMode) {
    return notAnswered(
      'a broker in controller mode',
      'replication: the controller decides which broker is the master, whatever brokerRole says',
    )
  }
  if (settings.brokerRole === 'SLAVE') {
    return plan('a slave: producers never write to it', {
      questions: [],
      notModelledYet: [{ promise: 'the replica keeps what its master acknowledged', why: 'replication' }],
      notes: ["audit the master's file for what producers are promised"],
    })
  }
  return plan('a broker that producers write to', {
    questions: [...questionsAboutStore(settings, version), ...questionsAboutTransactions(settings, version)],
    notModelledYet: [
      ...(settings.brokerRole === 'SYNC_MASTER' ? [syncMaster] : []),
      ...(usesTransientPool({ settings, version }) ? [pooledTransactions] : []),
    ],
    notes: notesOn(settings, version),
  })
}

const syncMaster = {
  promise: 'an acknowledged message outlives the loss of its master',
  why: 'replication: the answers here are about the master alone',
}

const pooledTransactions = {
  promise: 'every promise about transactions under a process crash',
  why: 'transientStorePoolEnable=true: half messages wait in direct memory, which the model of transactions does not have',
}

function notesOn(settings: BrokerSettings, version: RocketmqVersion): readonly string[] {
  const notes = [
    decisionWindowText(settings),
    decisionsInTime(settings, version),
    'holds: in every reachable state of a model with 2 messages in one queue, or with 1 transaction of a group of 2 ' +
      'producers, and no more faults than are named',
    'checkLocalTransaction is taken to answer UNKNOWN where it sees no row, from state that all producers share',
    'a producer is taken not to repeat the send of a half message: a copy left by retryTimesWhenSendFailed is checked and ' +
      'committed like a transaction of its own',
    'a producer is taken to use only SEND_OK as an acknowledgement, and to wait for it (waitStoreMsgOK=true)',
    'consumers are taken to begin at the first offset where the broker knows none of their group; with the default, ' +
      'CONSUME_FROM_LAST_OFFSET, a power cut that empties consumerOffset.json makes them skip their backlog',
  ]
  if (settings.transactionCheckMax > modelledChecks) {
    notes.push(
      `transactionCheckMax=${settings.transactionCheckMax} is modelled as ${modelledChecks} checks: further rounds repeat the same step`,
    )
  }
  if (settings.transientStorePoolEnable && !usesTransientPool({ settings, version })) {
    notes.push('transientStorePoolEnable=true has no effect: 4.x uses the pool with ASYNC_FLUSH only')
  }
  if (settings.brokerRole === 'SYNC_MASTER' && version !== '4.9' && settings.inSyncReplicas === 1) {
    notes.push('inSyncReplicas=1 counts the master itself: since 5.0 such a SYNC_MASTER waits for no replica')
  }
  return notes
}
