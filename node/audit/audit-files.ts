/** Audits of RocketMQ configurations from a program. */
import { fileURLToPath } from 'node:url'
import pc from 'picocolors'
import {
  type AuditBounds,
  type AuditData,
  type AuditError,
  type AuditVerdict,
  answerAudit,
  auditData,
  type ConfigFile,
  exploreHere,
  isAuditError,
  planAudit,
  type RocketmqVersion,
} from '../../audit/index.ts'
import { parseVersion, versionsTaken } from '../../audit/versions.ts'
import { auditText } from '../../reporters/text/audit-text.ts'
import type { StopSignal } from '../../runs/port/stop-signal.ts'
import { exitCodeOf } from '../../runs/session/exit-code.ts'
import type { FileUrl } from '../library/file-url.ts'
import { defaultMemoryLimitBytes } from '../memory-limit.ts'
import { readConfiguration } from '../read-configuration.ts'
import { UsageError } from '../usage-error.ts'
import { type BrokerSettings, propertiesText } from './properties-text.ts'

/** Far more than any question needs today: an answer that takes minutes is none. */
export const mostStates = 500_000

export interface AuditOptions extends AuditBounds {
  /** Version of RocketMQ: `5.4`, `4.9.4`. Where it is left out, 5.3, or an older one where the spelling of a key tells. */
  readonly rocketmq?: string
  /** Asks for the end; questions that are not answered by then are `not answered`. */
  readonly signal?: StopSignal
}

/** What a configuration promises under which faults. */
export interface Audit {
  /** Whether every question is answered, well or badly. */
  readonly ok: boolean
  /** The worst verdict of the brokers of each cluster, by promise and fault. */
  readonly verdicts: readonly AuditedPromise[]
  /** As `ackproof audit` prints it. */
  text(options?: { readonly color?: boolean }): string
  /** The report that `ackproof audit --json` writes. */
  json(): AuditData
}

export interface AuditedPromise {
  /** Name of the cluster; null where the files name none. */
  readonly cluster: string | null
  /** `an acknowledged message is not lost` */
  readonly promise: string
  /** `no fault`, `1 power cut` */
  readonly fault: string
  readonly verdict: AuditVerdict
  /** How it is broken, one sentence a step; empty where it is not. */
  readonly story: readonly string[]
  /** The smallest change of settings that was explored and keeps the promise; null where none was found or is needed. */
  readonly cheapestChange: string | null
}

/**
 * Audits files (`broker.conf`, a ConfigMap) and folders of them. Rejects with `UsageError` where one of them cannot be
 * read or is no configuration of RocketMQ. Cost: some
 * explorations, seconds for each broker; they give way in between.
 *
 * @example
 * const { verdicts } = await auditFiles(['broker.conf'], { rocketmq: '5.4' })
 * const broken = verdicts.filter(({ verdict }) => verdict === 'can be broken')
 */
export async function auditFiles(paths: readonly (string | FileUrl)[], options: AuditOptions = {}): Promise<Audit> {
  const read = readConfiguration(paths.map((path) => (typeof path === 'string' ? path : fileURLToPath(path.href))))
  return audited(orThrow(read), options)
}

/**
 * The same for settings at hand: the text of a `broker.conf`, or its settings as an object. Rejects with `UsageError`
 * where they make no sense.
 *
 * @example
 * await auditConfiguration({ brokerRole: 'ASYNC_MASTER', flushDiskType: 'SYNC_FLUSH' })
 */
export async function auditConfiguration(
  settings: string | BrokerSettings,
  options: AuditOptions = {},
): Promise<Audit> {
  const text = typeof settings === 'string' ? settings : propertiesText(settings)
  return audited([{ path: 'broker.conf', bytes: new TextEncoder().encode(text) }], options)
}

async function audited(files: readonly ConfigFile[], options: AuditOptions): Promise<Audit> {
  const startMs = performance.now()
  const { rocketmq, signal, ...given } = options
  const plan = orThrow(planAudit(files, rocketmq === undefined ? null : versionOf(rocketmq)))
  const bounds = { memoryLimitBytes: defaultMemoryLimitBytes(), maxStates: mostStates, ...given }
  const report = await answerAudit(plan, exploreHere, bounds, signal === undefined ? {} : { signal })
  const isOpen = report.files.some(({ answers }) =>
    answers.some(({ verdict }) => verdict === 'undecided' || verdict === 'not answered'),
  )
  const interrupted = signal?.aborted === true ? 'SIGINT' : null
  const exitCode = exitCodeOf(isOpen ? ['undecided'] : [], interrupted)
  const data = auditData(report, { exitCode, interrupted, seconds: (performance.now() - startMs) / 1000, error: null })
  return {
    ok: data.ok,
    verdicts: data.clusters.flatMap(promisesOf),
    text: ({ color = false } = {}) => auditText(report, pc.createColors(color)),
    json: () => data,
  }
}

function promisesOf({ name, verdicts, causes }: AuditData['clusters'][number]): readonly AuditedPromise[] {
  return verdicts.map(({ promise, fault, verdict, cause }) => {
    const told = causes.find(({ number }) => number === cause)
    return {
      cluster: name,
      promise,
      fault,
      verdict,
      story: told?.sentences ?? [],
      cheapestChange: told?.cheapestChange ?? null,
    }
  })
}

function versionOf(text: string): RocketmqVersion {
  const version = parseVersion(text)
  if (version === null) throw new UsageError(`the option "rocketmq" is "${text}"; expected ${versionsTaken}`)
  return version
}

function orThrow<T extends object>(found: T | AuditError): T {
  if (isAuditError(found)) throw new UsageError(found.message)
  return found
}
