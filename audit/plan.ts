/** From files of settings to questions: what each file is, what was understood of it, and what the models can say. */
import { match } from 'ts-pattern'
import { type AuditError, auditError, isAuditError } from './audit-error.ts'
import { noReplicas, type ReplicaGroup, type SetUp, usesTransientPool } from './behaviour.ts'
import { type ClusterPlan, clustersOf, nameOfFile } from './cluster.ts'
import { type ConfigEntries, type ConfigFile, type ConfigText, entriesOf, textsOf } from './config-file.ts'
import { questionsAboutController } from './controller-questions.ts'
import { decisiveSettings } from './decisive-settings.ts'
import { questionsAboutDLedger } from './dledger-questions.ts'
import type { BrokerIdentity, FilePlan } from './file-plan.ts'
import { type FileRole, roleOf } from './file-role.ts'
import { type GroupMember, groupWarnings, peersOf } from './group-warnings.ts'
import type { PropertyEntry } from './java-properties.ts'
import { assumptionsOf, notesOn, notModelledOf } from './notes.ts'
import type { Question } from './question.ts'
import { questionsAboutReplication } from './replication-questions.ts'
import { isKnownTo, isSettingName, readSettings, type Setting } from './settings.ts'
import { questionsAboutStore } from './store-questions.ts'
import { questionsAboutTransactions } from './transaction-questions.ts'
import { type RocketmqVersion, usualVersion, version } from './versions.ts'

export interface AuditPlan {
  readonly kind: 'plan'
  readonly version: RocketmqVersion
  /** Why it is this version, where a file tells; else null. */
  readonly versionReason: string | null
  readonly files: readonly FilePlan[]
  /** The same files, those of one cluster together. */
  readonly clusters: readonly ClusterPlan[]
  /** Files of a folder that are no configuration of RocketMQ, and why. */
  readonly leftOut: readonly string[]
}

/** `given` null = the user does not say which version runs. The first mistake in any of the files is the answer. */
export function planAudit(files: readonly ConfigFile[], given: RocketmqVersion | null): AuditPlan | AuditError {
  const read: ReadText[] = []
  const leftOut: string[] = []
  for (const file of files) {
    const texts = readTexts(file)
    if (!isAuditError(texts)) read.push(...texts)
    else if (file.isFound === true && texts.isForeign) leftOut.push(texts.message)
    else return texts
  }
  if (read.length === 0) return auditError(leftOut[0] ?? 'no file to audit; expected a RocketMQ configuration file')

  const spelling = given === null ? oldSpelling(read) : null
  const asked = given ?? (spelling === null ? usualVersion : oldest)
  const alone = planEach(read, asked, () => noReplicas)
  if (isAuditError(alone)) return alone
  const groups = groupsOf(read, alone)
  const plans = planEach(read, asked, (index) => groups[index] ?? noReplicas)
  if (isAuditError(plans)) return plans
  const textOf = new Map(plans.map((plan, index) => [plan, read[index]]))
  return {
    kind: 'plan',
    version: asked,
    versionReason: spelling,
    files: plans,
    clusters: clustersOf(plans).map((cluster) => ({
      ...cluster,
      warnings: [...cluster.warnings, ...warningsBetween(cluster.files, textOf, asked, groups, plans)],
    })),
    leftOut,
  }
}

function planEach(
  read: readonly ReadText[],
  asked: RocketmqVersion,
  groupAt: (index: number) => ReplicaGroup,
): readonly FilePlan[] | AuditError {
  const plans: FilePlan[] = []
  for (const [index, each] of read.entries()) {
    const plan = planFile(each, asked, groupAt(index))
    if (isAuditError(plan)) return plan
    plans.push(plan)
  }
  return plans
}

/** What the files of one cluster say about the replicas of each broker, in the order of the files. */
function groupsOf(read: readonly ReadText[], files: readonly FilePlan[]): readonly ReplicaGroup[] {
  const clusters = clustersOf(files)
  // RocketMQ takes all but "true" for false.
  const enableElectUncleanMaster = read.some(
    (each) => each.role !== 'broker' && valueIn(each, 'enableElectUncleanMaster') === 'true',
  )
  return files.map((file, index) => {
    const cluster = clusters.find((each) => each.files.includes(file))
    const parts = (cluster?.files ?? []).filter(({ broker }) => broker?.name === file.broker?.name)
    const number = (part: BrokerIdentity['part']): number => parts.filter(({ broker }) => broker?.part === part).length
    const text = read[index]
    return {
      slaves: number('slave'),
      replicas: number('replica under a controller'),
      peers: text === undefined ? 0 : peersOf(valueIn(text, 'dLegerPeers') ?? '').length,
      enableElectUncleanMaster,
    }
  })
}

function valueIn({ entries }: ReadText, key: string): string | undefined {
  return entries.find((entry) => entry.key === key)?.value
}

function warningsBetween(
  files: readonly FilePlan[],
  textOf: ReadonlyMap<FilePlan, ReadText | undefined>,
  asked: RocketmqVersion,
  groups: readonly ReplicaGroup[],
  all: readonly FilePlan[],
): readonly string[] {
  const names = new Set(files.flatMap(({ broker }) => (broker === null ? [] : [broker.name])))
  return [...names].flatMap((name) => {
    const members = files
      .filter(({ broker }) => broker?.name === name)
      .flatMap((file): readonly GroupMember[] => {
        const text = textOf.get(file)
        const settings = text === undefined ? null : readSettings(text.text.path, text.entries, asked)
        if (text === undefined || settings === null || isAuditError(settings)) return []
        const group = groups[all.indexOf(file)] ?? noReplicas
        const setUp = { settings: settings.settings, version: asked, group }
        return [{ file, place: nameOfFile(file), setUp, textOf: (key) => valueIn(text, key)?.trim() }]
      })
    return groupWarnings(name, members)
  })
}

/** A text that is read, with what its file is for. */
interface ReadText extends ConfigEntries {
  readonly text: ConfigText
  readonly role: Exclude<FileRole, 'unknown'>
}

/** `isForeign`: the file is no configuration of RocketMQ, rather than one with a mistake in it. */
type Refusal = AuditError & { readonly isForeign: boolean }

function readTexts(file: ConfigFile): readonly ReadText[] | Refusal {
  const texts = textsOf(file)
  if (isAuditError(texts)) return { ...texts, isForeign: true }
  const read: ReadText[] = []
  for (const text of texts) {
    const found = entriesOf(text)
    if (isAuditError(found)) return { ...found, isForeign: false }
    const role = roleOf(found.entries)
    if (role === 'unknown') {
      const [first] = found.entries
      const problem = auditError(
        `${file.path}:${first?.line ?? 1}: no setting of RocketMQ is recognised in this file (it begins with ` +
          `"${first?.key ?? ''}"); expected a broker's file, with keys such as brokerName, brokerRole or flushDiskType`,
      )
      return { ...problem, isForeign: true }
    }
    read.push({ text, role, ...found })
  }
  return read
}

const oldest = version('4.9')
const oldSpelled = /^mapedFileSize/
const keysSinceFive =
  /^(inSyncReplicas|minInSyncReplicas|totalReplicas|enableControllerMode|enableSlaveActingMaster|timerWheelEnable)$/

/** Why the files are for an old version, if the spelling of a key tells. */
function oldSpelling(texts: readonly ReadText[]): string | null {
  const all = texts.flatMap(({ text, entries }) => entries.map((entry) => ({ text, entry })))
  const old = all.find(({ entry }) => oldSpelled.test(entry.key))
  if (old === undefined || all.some(({ entry }) => keysSinceFive.test(entry.key))) return null
  return (
    `${old.entry.key} (${old.text.path}, line ${old.entry.line}) is how RocketMQ up to 4.5.1 spells ` +
    `${newSpelling(old.entry.key)}: the answers are for ${oldest.name}, the oldest version that is modelled`
  )
}

function newSpelling(key: string): string {
  return key.replace(/^maped/, 'mapped')
}

function planFile(read: ReadText, asked: RocketmqVersion, group: ReplicaGroup): FilePlan | AuditError {
  const { text, role, entries, repeated } = read
  const contradiction = repeated.find(
    ({ earlier, last }) => isModelled(earlier.key, asked) && earlier.value.trim() !== last.value.trim(),
  )
  if (contradiction !== undefined) {
    const { earlier, last } = contradiction
    return auditError(
      `${text.path}:${last.line}: "${last.key}" is set again, after line ${earlier.line} ` +
        `(RocketMQ takes the last one, "${last.value}"); expected each key once`,
    )
  }
  const settings = readSettings(text.path, entries, asked)
  if (isAuditError(settings)) return settings
  const base = {
    path: text.path,
    part: text.part,
    notModelledKeys: settings.notModelled,
    warnings: [
      ...read.warnings,
      ...settings.warnings,
      ...spellingWarnings(entries, asked),
      ...settings.notModelled.flatMap(({ key, line, hint }) =>
        hint === null
          ? []
          : [`line ${line}: did you mean ${hint}? RocketMQ ignores ${key}, as all keys that it does not know`],
      ),
    ],
  }
  const notes = repeated.map(
    ({ earlier, last }) => `line ${earlier.line}: ${earlier.key} is set again on line ${last.line}, which counts`,
  )
  return role === 'broker'
    ? planBroker(
        base,
        { settings: settings.settings, version: asked, group },
        settings.list,
        identityOf(text, entries),
        notes,
      )
    : planOther(base, role, notes)
}

function isModelled(key: string, asked: RocketmqVersion): boolean {
  return isSettingName(key) && isKnownTo(asked, key)
}

/** A spelling that the version does not know. */
function spellingWarnings(entries: readonly PropertyEntry[], asked: RocketmqVersion): readonly string[] {
  if (asked === oldest) return []
  return entries
    .filter(({ key }) => oldSpelled.test(key))
    .map(
      ({ key, line }) =>
        `line ${line}: ${key} is spelled ${newSpelling(key)} since 4.5.2; RocketMQ ${asked.name} ignores it`,
    )
}

type Base = Pick<FilePlan, 'path' | 'part' | 'notModelledKeys' | 'warnings'>

function planOther(base: Base, role: Exclude<FileRole, 'broker' | 'unknown'>, notes: readonly string[]): FilePlan {
  const elsewhere = role === 'broker container' ? '; audit the files that brokerConfigPaths names' : ''
  return {
    ...base,
    is: `the file of a ${role}`,
    broker: null,
    settings: [],
    decisive: [],
    questions: [],
    notModelledYet: [],
    assumptions: [],
    notes: [`a ${role} stores no messages: there is nothing to audit in this file${elsewhere}`, ...notes],
  }
}

function identityOf(text: ConfigText, entries: readonly PropertyEntry[]): Omit<BrokerIdentity, 'part'> {
  const settingOf = (key: string): string | undefined => entries.find((entry) => entry.key === key)?.value.trim()
  return {
    cluster: settingOf('brokerClusterName') ?? 'DefaultCluster',
    name: settingOf('brokerName') ?? text.part ?? text.path,
    id: settingOf('brokerId') ?? '0',
  }
}

function planBroker(
  base: Base,
  setUp: SetUp,
  settings: readonly Setting[],
  identity: Omit<BrokerIdentity, 'part'>,
  notes: readonly string[],
): FilePlan {
  const { part, is } = partOf(setUp)
  const broker = { ...identity, part }
  return {
    ...base,
    is,
    broker,
    settings,
    decisive: decisiveSettings(setUp, (each) => JSON.stringify([partOf(each), questionsAbout(each)])),
    questions: questionsAbout(setUp),
    notModelledYet: notModelledOf(setUp, part),
    assumptions: assumptionsOf(setUp, part),
    notes: [...notesOn(setUp, part), ...notes],
  }
}

function questionsAbout(setUp: SetUp): readonly Question[] {
  return match(partOf(setUp).part)
    .with('master', () => [
      ...questionsAboutStore(setUp),
      ...questionsAboutReplication(setUp),
      ...(usesTransientPool(setUp) ? [] : questionsAboutTransactions(setUp)),
    ])
    .with('replica under a controller', () => questionsAboutController(setUp))
    .with('DLedger member', () => questionsAboutDLedger(setUp))
    .with('slave', () => [])
    .exhaustive()
}

function partOf({ settings }: SetUp): { readonly part: BrokerIdentity['part']; readonly is: string } {
  if (settings.enableDLegerCommitLog) return { part: 'DLedger member', is: 'a broker of a DLedger group' }
  if (settings.enableControllerMode) return { part: 'replica under a controller', is: 'a broker in controller mode' }
  if (settings.brokerRole === 'SLAVE') return { part: 'slave', is: 'a slave: producers never write to it' }
  return { part: 'master', is: 'a broker that producers write to' }
}
