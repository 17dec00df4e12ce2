/** The suites whose logs can be validated: how a real broker is put to work for each, and what a recording of it says. */
import { UsageError } from '../../node/usage-error.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { storeSuite } from '../../spec/rocketmq/store/rows.ts'
import { transactionSuite } from '../../spec/rocketmq/transaction/rows.ts'
import type { Forge } from '../recording/forgery.ts'
import type { Batch } from '../recording/live-work.ts'
import type { AnyRecording } from '../recording/recording.ts'
import type { SpecLog } from '../recording/spec-log.ts'
import { storeLog } from './store/events.ts'
import { forgeStore } from './store/forgeries.ts'
import type { StoreFacts, StoreRecording, StoreSighting } from './store/recording.ts'
import { workOnStore } from './store/work.ts'
import { transactionLog } from './transaction/events.ts'
import { forgeTransaction } from './transaction/forgeries.ts'
import type { TransactionFacts, TransactionRecording, TransactionSighting } from './transaction/recording.ts'
import { workOnTransactions } from './transaction/work.ts'

/** What is random work on real brokers for one suite. Its own types of configurations and recordings are known inside of it. */
export interface LogSuite {
  readonly name: string
  /** From the root of the project: what makes the recordings, and what they are held against, with all that it imports. */
  readonly sources: { readonly work: readonly string[]; readonly rules: readonly string[] }
  /** What a log in a file has to have: facts, and kinds of what was seen. */
  readonly recorded: { readonly facts: readonly string[]; readonly sightings: readonly string[] }
  readonly work: (batch: Batch) => Promise<readonly AnyRecording[]>
  readonly logOf: (recording: AnyRecording) => SpecLog<unknown>
  readonly build: (configuration: unknown) => SpecDefinition
  readonly forge: Forge<AnyRecording>
}

/** Whatever makes recordings of another kind; brokers, client and faults have tests of their own. */
const work = ['broker-on-disk.ts', 'chance.ts', 'live-work.ts'].map((file) => `live/recording/${file}`)

function sourcesOf(name: string): LogSuite['sources'] {
  const own = `live/validate/${name}`
  return {
    work: [`${own}/work.ts`, `${own}/recording.ts`, ...work],
    rules: [`${own}/events.ts`, `spec/rocketmq/${name}/rows.ts`],
  }
}

/** Each name once, by the compiler's leave. */
type Names<N extends string> = Readonly<Record<N, true>>
const namesOf = (names: Names<string>): readonly string[] => Object.keys(names)

const storeFacts: Names<keyof StoreFacts> = { flushDiskType: true, hasFailingFsyncs: true }
const storeSightings: Names<StoreSighting['seen']> = {
  log: true,
  answer: true,
  message: true,
  'nothing new': true,
  correction: true,
  commit: true,
  'group offset': true,
  'offset file': true,
  'new consumer': true,
  kill: true,
  'power cut': true,
  start: true,
}
const transactionFacts: Names<keyof TransactionFacts> = {
  flushDiskType: true,
  transactionCheckMax: true,
  rowAbsentAnswer: true,
  outcome: true,
  asked: true,
}
const transactionSightings: Names<TransactionSighting['seen']> = {
  log: true,
  send: true,
  'local transaction': true,
  'end request': true,
  answer: true,
  unanswered: true,
  'producer stops': true,
  kill: true,
  'power cut': true,
}

export const logSuites: readonly LogSuite[] = [
  {
    name: 'rocketmq/store',
    sources: sourcesOf('store'),
    recorded: { facts: namesOf(storeFacts), sightings: namesOf(storeSightings) },
    work: workOnStore,
    logOf: (recording) => storeLog(recording as StoreRecording),
    build: (configuration) => storeSuite.build(configuration as object),
    forge: (recording) => forgeStore(recording as StoreRecording),
  },
  {
    name: 'rocketmq/transaction',
    sources: sourcesOf('transaction'),
    recorded: { facts: namesOf(transactionFacts), sightings: namesOf(transactionSightings) },
    work: workOnTransactions,
    logOf: (recording) => transactionLog(recording as TransactionRecording),
    build: (configuration) => transactionSuite.build(configuration as object),
    forge: (recording) => forgeTransaction(recording as TransactionRecording),
  },
]

/** Throws a UsageError that names those there are. `store` will do for `rocketmq/store`. */
export function logSuiteNamed(text: string): LogSuite {
  const found = logSuites.find(({ name }) => name === text || name === `rocketmq/${text}`)
  if (found !== undefined) return found
  throw new UsageError(
    `there is no suite "${text}" to validate; expected ${logSuites.map(({ name }) => name).join(' or ')}`,
  )
}
