/** What is understood of one file, as plain data. */
import type { Question } from './question.ts'
import type { Setting, SettingName, SettingsRead } from './settings.ts'

/** Which broker of which cluster a file is for. */
export interface BrokerIdentity {
  readonly cluster: string
  /** `brokerName`, or the file where none is given (RocketMQ takes the name of the host). */
  readonly name: string
  /** `brokerId`: 0 is the master, -1 leaves it to the controller. */
  readonly id: string
  /** What it is in its cluster. */
  readonly part: 'master' | 'slave' | 'DLedger member' | 'replica under a controller'
}

export interface FilePlan {
  readonly path: string
  /** Name of the file inside a ConfigMap; null where the file is itself one of settings. */
  readonly part: string | null
  /** What the file belongs to, as a phrase. */
  readonly is: string
  readonly broker: BrokerIdentity | null
  /** Empty where the file has no setting that a model speaks about. */
  readonly settings: readonly Setting[]
  /** Those of them on whose value the answers depend. */
  readonly decisive: readonly SettingName[]
  readonly notModelledKeys: SettingsRead['notModelled']
  readonly questions: readonly Question[]
  /** Promises that no model here can answer yet for this file, and why. */
  readonly notModelledYet: readonly NotModelled[]
  /** Lines that RocketMQ reads otherwise than their author meant, probably: the first thing to look at. */
  readonly warnings: readonly string[]
  /** What the verdicts rest on besides the file: with the opposite some of them would be others. */
  readonly assumptions: readonly string[]
  /** Facts that a reader should know, a sentence each. */
  readonly notes: readonly string[]
}

export interface NotModelled {
  readonly promise: string
  readonly why: string
}
