/** From files of settings to questions: what each file is, what was understood of it, and what the models can say. */
import { match } from 'ts-pattern'
import { type AuditError, auditError, isAuditError } from './audit-error.ts'
import { noReplicas, type ReplicaGroup, type SetUp, usesTransientPool } from './behaviour.ts'
import { type ClusterPlan, clustersOf, membersOfClusters, nameOfFile } from './cluster.ts'
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
import { isKnownTo, isSettingName, readSettings, type Setting, type SettingsRead } from './settings.ts'
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
  const understood: Understood[] = []
  for (const each of read) {
    const file = understand(each, asked)
    if (isAuditError(file)) return file
    understood.push(file)
  }
  const groups = groupsOf(understood)
  const groupOf = (file: Understood): ReplicaGroup => groups.get(file) ?? noReplicas
  const planned = new Map(understood.map((file) => [planFile(file, asked, groupOf(file)), file]))
  const plans = [...planned.keys()]
  const memberOf = (file: FilePlan): readonly GroupMember[] => {
    const its = planned.get(file)
    return its === undefined ? [] : [groupMember(file, its, { version: asked, group: groupOf(its) })]
  }
  return {
    kind: 'plan',
    version: asked,
    versionReason: spelling,
    files: plans,
    clusters: clustersOf(plans).map((cluster) => ({
      ...cluster,
      warnings: [...cluster.warnings, ...warningsBetween(cluster.files, memberOf)],
    })),
    leftOut,
  }
}

/** What the files of one cluster say about the replicas of each broker. */
function groupsOf(files: readonly Understood[]): ReadonlyMap<Understood, ReplicaGroup> {
  // RocketMQ takes all but "true" for false.
  const enableElectUncleanMaster = files.some(
    ({ read }) => read.role !== 'broker' && valueIn(read, 'enableElectUncleanMaster') === 'true',
  )
  return new Map(
    membersOfClusters(files).flatMap(({ files: together }) =>
      together.map((file): [Understood, ReplicaGroup] => {
        const parts = together.filter(({ broker }) => broker?.name === file.broker?.name)
        const number = (part: BrokerIdentity['part']): number =>
          parts.filter(({ broker }) => broker?.part === part).length
        return [
          file,
          {
            slaves: number('slave'),
            replicas: number('replica under a controller'),
            peers: peersOf(valueIn(file.read, 'dLegerPeers') ?? '').length,
            enableElectUncleanMaster,
          },
        ]
      }),
    ),
  )
}

function valueIn({ entries }: ReadText, key: string): string | undefined {
  return entries.find((entry) => entry.key === key)?.value
}

function groupMember(
  file: FilePlan,
  { read, settings }: Understood,
  { version, group }: Omit<SetUp, 'settings'>,
): GroupMember {
  return {
    file,
    place: nameOfFile(file),
    setUp: { settings: settings.settings, version, group },
    textOf: (key) => valueIn(read, key)?.trim(),
  }
}

function warningsBetween(
  files: readonly FilePlan[],
  memberOf: (file: FilePlan) => readonly GroupMember[],
): readonly string[] {
  const names = new Set(files.flatMap(({ broker }) => (broker === null ? [] : [broker.name])))
  return [...names].flatMap((name) =>
    groupWarnings(name, files.filter(({ broker }) => broker?.name === name).flatMap(memberOf)),
  )
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

/** A file before it is known what stands beside it. */
interface Understood extends Pick<FilePlan, 'path' | 'part' | 'broker'> {
  readonly read: ReadText
  readonly settings: SettingsRead
}

function understand(read: ReadText, asked: RocketmqVersion): Understood | AuditError {
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
  const broker = role === 'broker' ? { ...identityOf(text, entries), part: partOf(settings).part } : null
  return { path: text.path, part: text.part, broker, read, settings }
}

function planFile(file: Understood, asked: RocketmqVersion, group: ReplicaGroup): FilePlan {
  const { read, settings, path, part, broker } = file
  const { role, entries, repeated } = read
  const base = {
    path,
    part,
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
  if (role !== 'broker') return planOther(base, role, notes)
  return planBroker(base, { settings: settings.settings, version: asked, group }, settings.list, broker, notes)
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
  broker: FilePlan['broker'],
  notes: readonly string[],
): FilePlan {
  const { part, is } = partOf(setUp)
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

function partOf({ settings }: Pick<SetUp, 'settings'>): { readonly part: BrokerIdentity['part']; readonly is: string } {
  if (settings.enableDLegerCommitLog) return { part: 'DLedger member', is: 'a broker of a DLedger group' }
  if (settings.enableControllerMode) return { part: 'replica under a controller', is: 'a broker in controller mode' }
  if (settings.brokerRole === 'SLAVE') return { part: 'slave', is: 'a slave: producers never write to it' }
  return { part: 'master', is: 'a broker that producers write to' }
}
