/** Versions of RocketMQ, and since when a broker does what: the one table of features that an audit asks. */

export interface RocketmqVersion {
  /** As it was given: `5.3`, `4.9.4`. */
  readonly name: string
  readonly major: number
  readonly minor: number
  /** Null = the last release of its line. */
  readonly patch: number | null
}

type Release = readonly [major: number, minor: number, patch: number]

/** Sections are those of rocketmq.md; releases in which the source first has the feature. */
const since = {
  /** A report beyond the end of the master closes the connection, but for the first (PR#3016, c.1). Lost in 5.0. */
  checkedReports: [4, 9, 8],
  /** `enableControllerMode` (c.3). */
  controllerMode: [5, 0, 0],
  /** `inSyncReplicas` counts replicas, the master included; SLAVE_NOT_AVAILABLE is answered no more (c.1). */
  inSyncReplicas: [5, 0, 0],
  /** `transientStorePoolEnable` with SYNC_FLUSH (b.2). */
  poolUnderSyncFlush: [5, 0, 0],
  /** Op marks wait in memory for a batch, `transactionOpBatchInterval` (RIP-50, a.1). */
  opBatches: [5, 1, 0],
  /** `transactionCheckInterval` is 30 s by default, 60 s before (a.3). */
  halfMinuteChecks: [5, 1, 1],
  /** A master in controller mode waits for the members that it asks for as well (PR#5798, c.3). */
  bothSyncStateSets: [5, 1, 1],
  /** A member without an HA connection holds the confirm offset (PR#6663, c.3). */
  heldConfirmOffset: [5, 1, 1],
  /** A new master numbers messages after what its commit log has (PR#7690, c.3). */
  queueOffsetsFromLog: [5, 2, 0],
  /** Blanks around settings that are text are dropped (K/MixAll#properties2Object). */
  trimmedText: [5, 2, 0],
  /** SYNC_FLUSH shows consumers what is flushed only; `readUnCommitted` goes round it (PR#8240, b.1). */
  flushedIsVisible: [5, 3, 0],
  /** An op batch is one interval late at most, two before (rmq#10199, a.5). */
  promptOpBatches: [5, 4, 0],
  /** The flushed position stays where it is when an fsync fails, and the flush is tried again (PR#9714, b.2). */
  retriedFlush: [5, 4, 0],
  /** `enableRunningFlagsInFlush` and `writeWithoutMmap` (rmq#9709, b.2). */
  runningFlagsInFlush: [5, 4, 0],
  /** `consumerOffset.json` and its like are fsynced (PR#9706, b.2). */
  durableJsonFiles: [5, 4, 0],
} as const satisfies Record<string, Release>

export type Feature = keyof typeof since

const lines = ['4.9', '5.0', '5.1', '5.2', '5.3', '5.4']

/** What `parseVersion` takes, as a phrase. */
export const versionsTaken = 'a version of RocketMQ from 4.9 to 5.4, such as 4.9.4, 5.1.0 or 5.3'

/** Null for what is no version that the models speak about. */
export function parseVersion(text: string): RocketmqVersion | null {
  const [, line = '', patch] = /^(\d+\.\d+)(?:\.(\d{1,3}))?$/.exec(text) ?? []
  if (!lines.includes(line)) return null
  const [major = 0, minor = 0] = line.split('.').map(Number)
  return { name: text, major, minor, patch: patch === undefined ? null : Number(patch) }
}

export function version(name: string): RocketmqVersion {
  const parsed = parseVersion(name)
  if (parsed === null) throw new Error(`"${name}" is not ${versionsTaken}`)
  return parsed
}

/** What an audit speaks about when neither the user nor a file says which version runs. */
export const usualVersion = version('5.3')

export function has(feature: Feature, { major, minor, patch }: RocketmqVersion): boolean {
  const [sinceMajor, sinceMinor, sincePatch] = since[feature]
  if (major !== sinceMajor) return major > sinceMajor
  if (minor !== sinceMinor) return minor > sinceMinor
  return patch === null || patch >= sincePatch
}

/** `5.3.0`. */
export function releaseWith(feature: Feature): string {
  return since[feature].join('.')
}
