/**
 * The settings of a broker that a model here speaks about: how RocketMQ reads them, and their defaults by version
 * (rocketmq.md a.3, b.5; K/BrokerConfig, S/config/MessageStoreConfig).
 */
import { closest, distance } from 'fastest-levenshtein'
import { match, P } from 'ts-pattern'
import { type AuditError, auditError } from './config-file.ts'
import type { PropertyEntry } from './properties.ts'

/** Release lines; `5.1` means 5.1.1 and later, where `transactionCheckInterval` is 30 s. */
export type RocketmqVersion = '4.9' | '5.1' | '5.3'

export const rocketmqVersions: readonly RocketmqVersion[] = ['4.9', '5.1', '5.3']

export interface BrokerSettings {
  readonly flushDiskType: 'ASYNC_FLUSH' | 'SYNC_FLUSH'
  readonly transientStorePoolEnable: boolean
  readonly readUnCommitted: boolean
  readonly brokerRole: 'ASYNC_MASTER' | 'SYNC_MASTER' | 'SLAVE'
  readonly inSyncReplicas: number
  readonly enableDLegerCommitLog: boolean
  readonly enableControllerMode: boolean
  readonly transactionCheckMax: number
  readonly transactionCheckInterval: number
  readonly transactionTimeOut: number
}

export type SettingName = keyof BrokerSettings

/** A setting as it applies to the broker, and where it comes from. */
export interface Setting {
  readonly name: SettingName
  readonly value: string
  /** Line in the file; null = RocketMQ's default. */
  readonly line: number | null
}

type Kind =
  | { readonly kind: 'choice'; readonly of: readonly string[] }
  | { readonly kind: 'boolean' }
  | { readonly kind: 'number'; readonly from: number; readonly to: number; readonly unit: string }

const maxInt = 2_147_483_647
const choice = (...of: readonly string[]): Kind => ({ kind: 'choice', of })
const boolean: Kind = { kind: 'boolean' }
const milliseconds: Kind = { kind: 'number', from: 1, to: Number.MAX_SAFE_INTEGER, unit: ' of milliseconds' }

const kinds: Readonly<Record<SettingName, Kind>> = {
  flushDiskType: choice('ASYNC_FLUSH', 'SYNC_FLUSH'),
  transientStorePoolEnable: boolean,
  readUnCommitted: boolean,
  brokerRole: choice('ASYNC_MASTER', 'SYNC_MASTER', 'SLAVE'),
  inSyncReplicas: { kind: 'number', from: 1, to: maxInt, unit: ' of replicas' },
  enableDLegerCommitLog: boolean,
  enableControllerMode: boolean,
  transactionCheckMax: { kind: 'number', from: 1, to: maxInt, unit: '' },
  transactionCheckInterval: milliseconds,
  transactionTimeOut: milliseconds,
}

export function defaultsOf(version: RocketmqVersion): BrokerSettings {
  return {
    flushDiskType: 'ASYNC_FLUSH',
    transientStorePoolEnable: false,
    readUnCommitted: false,
    brokerRole: 'ASYNC_MASTER',
    inSyncReplicas: 1,
    enableDLegerCommitLog: false,
    enableControllerMode: false,
    transactionCheckMax: 15,
    transactionCheckInterval: version === '4.9' ? 60_000 : 30_000,
    transactionTimeOut: 6_000,
  }
}

const names = Object.keys(kinds) as readonly SettingName[]

/** What SYNC_FLUSH lets be read: S/CommitLog#getConfirmOffset since 5.3.0 (PR#8240); readUnCommitted goes round it (b.1). */
export function visibleRecords({ readUnCommitted }: BrokerSettings, version: RocketmqVersion): 'flushed' | 'appended' {
  return version === '5.3' && !readUnCommitted ? 'flushed' : 'appended'
}

/** Settings that a version does not have; it ignores them in silence. */
export function isKnownTo(version: RocketmqVersion, name: SettingName): boolean {
  return version !== '4.9' || (name !== 'enableControllerMode' && name !== 'inSyncReplicas')
}

export interface SettingsRead {
  readonly settings: BrokerSettings
  readonly list: readonly Setting[]
  /** Everything else in the file. `hint` names a setting that was probably meant. */
  readonly notModelled: readonly { readonly key: string; readonly line: number; readonly hint: string | null }[]
}

export function readSettings(
  path: string,
  entries: readonly PropertyEntry[],
  version: RocketmqVersion,
): SettingsRead | AuditError {
  const settings: Record<string, unknown> = { ...defaultsOf(version) }
  const lines = new Map<SettingName, number>()
  const known = names.filter((name) => isKnownTo(version, name))
  for (const { key, value, line } of entries) {
    const name = known.find((each) => each === key)
    if (name === undefined) continue
    const read = readValue(kinds[name], value.trim())
    if ('expected' in read) {
      return auditError(
        `${path}:${line}: ${name}=${value} is not understood; expected ${read.expected}. ${read.consequence}`,
      )
    }
    settings[name] = read.value
    lines.set(name, line)
  }
  return {
    settings: settings as unknown as BrokerSettings,
    list: known.map((name) => ({ name, value: String(settings[name]), line: lines.get(name) ?? null })),
    notModelled: entries
      .filter((entry) => !known.some((name) => name === entry.key))
      .map(({ key, line }) => ({ key, line, hint: probablyMeant(key, known) })),
  }
}

type Read = { readonly value: unknown } | { readonly expected: string; readonly consequence: string }

/** RocketMQ swallows a value that it cannot parse and keeps the default (K/MixAll#properties2Object). */
const keepsDefault = 'RocketMQ would ignore the line in silence and keep its default'

function readValue(kind: Kind, text: string): Read {
  return match(kind)
    .returnType<Read>()
    .with({ kind: 'choice' }, ({ of }) =>
      of.includes(text) ? { value: text } : { expected: of.join(' or '), consequence: keepsDefault },
    )
    .with({ kind: 'boolean' }, () =>
      /^(true|false)$/i.test(text)
        ? { value: text.toLowerCase() === 'true' }
        : { expected: 'true or false', consequence: 'RocketMQ would take it for false' },
    )
    .with(
      { kind: 'number', from: P.select('from'), to: P.select('to'), unit: P.select('unit') },
      ({ from, to, unit }) => {
        const value = Number(text)
        const isInRange = /^[+-]?\d+$/.test(text) && value >= from && value <= to
        const consequence = /^[+-]?\d+$/.test(text) ? 'No model here speaks about other values' : keepsDefault
        return isInRange ? { value } : { expected: `a whole number${unit} from ${from} to ${to}`, consequence }
      },
    )
    .exhaustive()
}

/** Keys are case-sensitive and unknown ones are ignored, so that a slip of the pen is a silent default. */
function probablyMeant(key: string, known: readonly SettingName[]): string | null {
  const nearest = closest(key, [...known])
  return distance(key, nearest) <= 2 ? nearest : null
}
