/**
 * The settings of a broker that an audit speaks about: how RocketMQ reads them, and their defaults by version
 * (rocketmq.md a.3, b.5; K/BrokerConfig, S/config/MessageStoreConfig, K/MixAll#properties2Object).
 */
import { closest, distance } from 'fastest-levenshtein'
import { match, P } from 'ts-pattern'
import { type AuditError, auditError } from './audit-error.ts'
import { duration } from './duration.ts'
import type { PropertyEntry } from './java-properties.ts'
import { type Feature, has, type RocketmqVersion, releaseWith } from './versions.ts'

export interface BrokerSettings {
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  readonly transientStorePoolEnable: boolean
  readonly writeWithoutMmap: boolean
  readonly enableRunningFlagsInFlush: boolean
  readonly readUnCommitted: boolean
  readonly brokerRole: 'ASYNC_MASTER' | 'SYNC_MASTER' | 'SLAVE'
  readonly inSyncReplicas: number
  readonly minInSyncReplicas: number
  readonly enableAutoInSyncReplicas: boolean
  readonly enableSlaveActingMaster: boolean
  readonly allAckInSyncStateSet: boolean
  readonly enableDLegerCommitLog: boolean
  readonly enableControllerMode: boolean
  readonly transactionCheckMax: number
  /** Milliseconds, as the next two. */
  readonly transactionCheckInterval: number
  readonly transactionTimeOut: number
  readonly transactionOpBatchInterval: number
  /** Hours. */
  readonly fileReservedTime: number
}

export type SettingName = keyof BrokerSettings

/** A setting as it applies to the broker, and where it comes from. */
export interface Setting {
  readonly name: SettingName
  readonly value: string
  /** Line in the file; null = RocketMQ's default. */
  readonly line: number | null
}

export type Kind =
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly unit: string }

const maxInt = 2_147_483_647
const choice = (...of: readonly string[]): Kind => ({ kind: 'choice', of })
const boolean: Kind = { kind: 'boolean' }
const unitOfTime = ' of milliseconds'
const milliseconds = (to: number): Kind => ({ kind: 'number', from: 1, to, unit: unitOfTime })

export const settingKinds: Readonly<Record<SettingName, Kind>> = {
  flushDiskType: choice('ASYNC_FLUSH', 'SYNC_FLUSH'),
  transientStorePoolEnable: boolean,
  writeWithoutMmap: boolean,
  enableRunningFlagsInFlush: boolean,
  readUnCommitted: boolean,
  brokerRole: choice('ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'),
  inSyncReplicas: { kind: 'number', from: 1, to: maxInt, unit: ' of replicas' },
  minInSyncReplicas: { kind: 'number', from: 1, to: maxInt, unit: ' of replicas' },
  enableAutoInSyncReplicas: boolean,
  enableSlaveActingMaster: boolean,
  allAckInSyncStateSet: boolean,
  enableDLegerCommitLog: boolean,
  enableControllerMode: boolean,
  transactionCheckMax: { kind: 'number', from: 1, to: maxInt, unit: '' },
  transactionCheckInterval: milliseconds(Number.MAX_SAFE_INTEGER),
  transactionTimeOut: milliseconds(Number.MAX_SAFE_INTEGER),
  transactionOpBatchInterval: milliseconds(maxInt),
  fileReservedTime: { kind: 'number', from: 1, to: maxInt, unit: ' of hours' },
}

/** Settings that not every version has; without the feature a broker ignores the line in silence. */
const features: Partial<Readonly<Record<SettingName, Feature>>> = {
  writeWithoutMmap: 'runningFlagsInFlush',
  enableRunningFlagsInFlush: 'runningFlagsInFlush',
  readUnCommitted: 'flushedIsVisible',
  inSyncReplicas: 'inSyncReplicas',
  minInSyncReplicas: 'inSyncReplicas',
  enableAutoInSyncReplicas: 'inSyncReplicas',
  enableSlaveActingMaster: 'inSyncReplicas',
  allAckInSyncStateSet: 'controllerMode',
  enableControllerMode: 'controllerMode',
  transactionOpBatchInterval: 'opBatches',
}

export function defaultsOf(version: RocketmqVersion): BrokerSettings {
  return {
    flushDiskType: 'ASYNC_FLUSH',
    transientStorePoolEnable: false,
    writeWithoutMmap: false,
    enableRunningFlagsInFlush: false,
    readUnCommitted: false,
    brokerRole: 'ASYNC_MASTER',
    inSyncReplicas: 1,
    minInSyncReplicas: 1,
    enableAutoInSyncReplicas: false,
    enableSlaveActingMaster: false,
    allAckInSyncStateSet: false,
    enableDLegerCommitLog: false,
    enableControllerMode: false,
    transactionCheckMax: 15,
    transactionCheckInterval: has('halfMinuteChecks', version) ? 30_000 : 60_000,
    transactionTimeOut: 6_000,
    transactionOpBatchInterval: 3_000,
    fileReservedTime: 72,
  }
}

export const settingNames = Object.keys(settingKinds) as readonly SettingName[]

export function isSettingName(key: string): key is SettingName {
  return Object.hasOwn(settingKinds, key)
}

export function isKnownTo(version: RocketmqVersion, name: SettingName): boolean {
  const feature = features[name]
  return feature === undefined || has(feature, version)
}

export interface SettingsRead {
  readonly settings: BrokerSettings
  readonly list: readonly Setting[]
  /** Everything else in the file. `hint` names a setting that was probably meant. */
  readonly notModelled: readonly { readonly key: string; readonly line: number; readonly hint: string | null }[]
  /** Lines that RocketMQ reads otherwise than their author meant, probably. */
  readonly warnings: readonly string[]
}

/** `entries` has each key once. */
export function readSettings(
  path: string,
  entries: readonly PropertyEntry[],
  version: RocketmqVersion,
): SettingsRead | AuditError {
  const settings: Record<string, unknown> = { ...defaultsOf(version) }
  const lines = new Map<SettingName, number>()
  const warnings: string[] = []
  const known = settingNames.filter((name) => isKnownTo(version, name))
  for (const { key, value, line } of entries) {
    if (!isSettingName(key)) continue
    if (!known.includes(key)) {
      warnings.push(
        `line ${line}: ${key} is a setting of RocketMQ ${releaseOf(key)} and later; ${version.name} ignores it`,
      )
      continue
    }
    const read = readValue(settingKinds[key], value, version)
    if ('expected' in read) {
      return auditError(
        `${path}:${line}: ${key}=${value} is not understood; expected ${read.expected}. ${read.consequence}`,
      )
    }
    if (read.value !== undefined) {
      settings[key] = read.value
      lines.set(key, line)
    }
    if (read.problem !== null) {
      warnings.push(
        `line ${line}: "${key}=${value}" ends in a blank: ${read.problem}, so ${String(settings[key])} counts`,
      )
    }
    const slip = read.value === undefined ? null : probableSlip(key, read.value)
    if (slip !== null) warnings.push(`line ${line}: ${slip}`)
  }
  return {
    settings: settings as unknown as BrokerSettings,
    list: known.map((name) => ({ name, value: String(settings[name]), line: lines.get(name) ?? null })),
    notModelled: entries
      .filter(({ key }) => !isSettingName(key) || !known.includes(key))
      .map(({ key, line }) => ({ key, line, hint: isSettingName(key) ? null : probablyMeant(key, known) })),
    warnings,
  }
}

function releaseOf(name: SettingName): string {
  const feature = features[name]
  return feature === undefined ? '4.9' : releaseWith(feature)
}

/** `value` undefined = RocketMQ keeps its default; `problem` = why it reads another value than it seems to. */
type Read =
  | { readonly value: unknown; readonly problem: string | null }
  | { readonly expected: string; readonly consequence: string }

/** RocketMQ swallows a value that it cannot parse and keeps the default (K/MixAll#properties2Object). */
const keepsDefault = 'RocketMQ would ignore the line in silence and keep its default'

function readValue(kind: Kind, text: string, version: RocketmqVersion): Read {
  const trimmed = text.trim()
  const meant = readMeant(kind, trimmed)
  if ('expected' in meant || trimmed === text) return meant
  return match(kind)
    .returnType<Read>()
    .with({ kind: 'choice' }, () =>
      has('trimmedText', version)
        ? meant
        : {
            value: undefined,
            problem: `RocketMQ trims text since ${releaseWith('trimmedText')} only, and ${version.name} keeps its default`,
          },
    )
    .with({ kind: 'boolean' }, () => ({
      value: false,
      problem: 'RocketMQ trims no booleans, and takes all but "true" for false',
    }))
    .with({ kind: 'number' }, () => ({
      value: undefined,
      problem: 'RocketMQ trims no numbers, cannot read this one and keeps its default',
    }))
    .exhaustive()
}

function readMeant(kind: Kind, text: string): Read {
  return match(kind)
    .returnType<Read>()
    .with({ kind: 'choice' }, ({ of }) =>
      of.includes(text) ? { value: text, problem: null } : { expected: of.join(' or '), consequence: keepsDefault },
    )
    .with({ kind: 'boolean' }, () =>
      /^(true|false)$/i.test(text)
        ? { value: text.toLowerCase() === 'true', problem: null }
        : { expected: 'true or false', consequence: 'RocketMQ would take it for false' },
    )
    .with(
      { kind: 'number', from: P.select('from'), to: P.select('to'), unit: P.select('unit') },
      ({ from, to, unit }) => {
        const value = Number(text)
        const isInRange = /^[+-]?\d+$/.test(text) && value >= from && value <= to
        const consequence = /^[+-]?\d+$/.test(text) ? 'No model here speaks about other values' : keepsDefault
        return isInRange
          ? { value, problem: null }
          : { expected: `a whole number${unit} from ${from} to ${to}`, consequence }
      },
    )
    .exhaustive()
}

/** A shorter wait is hardly meant: the number was given in seconds. */
const shortestPlausibleMs = 500
/** A longer wait is hardly meant: the number has three zeros too many. */
const longestPlausibleMs = 24 * 3_600_000

/** A time in another unit than RocketMQ's. */
function probableSlip(name: SettingName, value: unknown): string | null {
  const kind = settingKinds[name]
  if (kind.kind !== 'number' || kind.unit !== unitOfTime || typeof value !== 'number') return null
  if (value < shortestPlausibleMs) return `${name}=${value} is ${duration(value)}; did you mean ${value * 1000}?`
  if (value <= longestPlausibleMs) return null
  return `${name}=${value} is ${duration(value)}; did you mean ${Math.round(value / 1000)}?`
}

/** Keys are case-sensitive and unknown ones are ignored, so that a slip of the pen is a silent default. */
function probablyMeant(key: string, known: readonly SettingName[]): string | null {
  const nearest = closest(key, [...known])
  return distance(key, nearest) <= 2 ? nearest : null
}
