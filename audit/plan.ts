/** From files of settings to questions: what each file is, what was understood of it, and what the models can say. */
import { type AuditError, auditError, isAuditError } from './audit-error.ts'
import { usesTransientPool } from './behaviour.ts'
import { type ClusterPlan, clustersOf } from './cluster.ts'
import { type ConfigEntries, type ConfigFile, type ConfigText, entriesOf, textsOf } from './config-file.ts'
import { decisiveSettings } from './decisive-settings.ts'
import type { BrokerIdentity, FilePlan } from './file-plan.ts'
import { type FileRole, roleOf } from './file-role.ts'
import type { PropertyEntry } from './java-properties.ts'
import { assumptionsOf, notesOn, notModelledOf } from './notes.ts'
import type { Question } from './question.ts'
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
  const plans: FilePlan[] = []
  for (const each of read) {
    const plan = planFile(each, asked)
    if (isAuditError(plan)) return plan
    plans.push(plan)
  }
  return {
    kind: 'plan',
    version: asked,
    versionReason: spelling,
    files: plans,
    clusters: clustersOf(plans),
    leftOut,
  }
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

function planFile(read: ReadText, asked: RocketmqVersion): FilePlan | AuditError {
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
    ? planBroker(base, { settings: settings.settings, version: asked }, settings.list, identityOf(text, entries), notes)
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

type SetUpRead = Pick<SettingsRead, 'settings'> & { readonly version: RocketmqVersion }

function planBroker(
  base: Base,
  setUp: SetUpRead,
  settings: readonly Setting[],
  identity: Omit<BrokerIdentity, 'part'>,
  notes: readonly string[],
): FilePlan {
  const { part, is } = partOf(setUp)
  const broker = { ...identity, part }
  const notAnswered = part !== 'master'
  return {
    ...base,
    is,
    broker,
    settings,
    decisive: decisiveSettings(setUp, (each) => JSON.stringify([partOf(each), questionsAbout(each)])),
    questions: questionsAbout(setUp),
    notModelledYet: notModelledOf(setUp, part),
    assumptions: notAnswered ? [] : assumptionsOf(setUp),
    notes: [...(notAnswered ? [] : notesOn(setUp)), ...notes],
  }
}

function questionsAbout(setUp: SetUpRead): readonly Question[] {
  if (partOf(setUp).part !== 'master') return []
  return [...questionsAboutStore(setUp), ...(usesTransientPool(setUp) ? [] : questionsAboutTransactions(setUp))]
}

function partOf({ settings }: SetUpRead): { readonly part: BrokerIdentity['part']; readonly is: string } {
  if (settings.enableDLegerCommitLog) return { part: 'DLedger member', is: 'a broker of a DLedger group' }
  if (settings.enableControllerMode) return { part: 'replica under a controller', is: 'a broker in controller mode' }
  if (settings.brokerRole === 'SLAVE') return { part: 'slave', is: 'a slave: producers never write to it' }
  return { part: 'master', is: 'a broker that producers write to' }
}
