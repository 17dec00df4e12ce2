/** A specification with an error in it is refuted by the log of a real broker. */
import { expect, it } from 'vitest'
import { type ActionDefinition, at, type SpecDefinition } from '../../spec/language/index.ts'
import { append, fsync, type LogFile } from '../../spec/parts/disk.ts'
import type { AnyRecording } from '../recording/recording.ts'
import { hold } from './hold.ts'
import { type LogSuite, logSuiteNamed } from './log-suites.ts'
import { recorded } from './testing/recorded.ts'

type Change = (definition: SpecDefinition) => SpecDefinition

const withAction =
  (action: string, other: Partial<ActionDefinition>): Change =>
  (definition) => ({
    ...definition,
    actions: definition.actions.map((each) => (each.name === action ? { ...each, ...other } : each)),
  })

interface Store {
  readonly log: LogFile<string>
}

/** No later flush covers the message. */
const flushThenAppend: Change = (definition) =>
  withAction('flush', { guard: () => false })(
    withAction('send', {
      effect: (state, { message }) => ({
        sends: at(message as string, 'waiting'),
        log: append(fsync((state as unknown as Store).log), message as string),
      }),
    })(definition),
  )

const answerAtOnce = withAction('send', {
  effect: (state, { message }) => ({
    sends: at(message as string, 'SEND_OK'),
    log: append((state as unknown as Store).log, message as string),
  }),
})

/** A failed fsync that counts as done would excuse the answer. */
const withoutFailures = (suite: LogSuite): LogSuite => ({
  ...suite,
  build: (configuration) => suite.build({ ...(configuration as object), failedFsync: 0 }),
})

/** Marks that do not wait for their final message. */
const markFirst = (suite: LogSuite): LogSuite => ({
  ...suite,
  build: (configuration) =>
    suite.build({
      ...(configuration as object),
      opMarks: 'before the final message',
      syncFlushTimeout: 'never expires',
    }),
})

/** The broker answers, and buffers the mark, as soon as the final message is appended. */
const withoutWait = (suite: LogSuite): LogSuite => ({
  ...suite,
  build: (configuration) => suite.build({ ...(configuration as object), waitStoreMsgOK: false }),
})

const transaction = logSuiteNamed('rocketmq/transaction')
const store = withoutFailures(logSuiteNamed('rocketmq/store'))
const isSynchronous = ({ facts }: AnyRecording) => (facts as { flushDiskType: string }).flushDiskType === 'SYNC_FLUSH'

it.each<[string, LogSuite, LogSuite, Change]>([
  ['a store that flushes before it appends', store, store, flushThenAppend],
  ['an answer that does not wait for the flush', store, store, answerAtOnce],
  ['a mark that does not wait for its final message', transaction, markFirst(transaction), (definition) => definition],
  [
    'a final message that does not wait for its fsync',
    transaction,
    withoutWait(transaction),
    (definition) => definition,
  ],
])('%s', (_, suite, planted, change) => {
  const own = recorded
    .filter((recording) => recording.suite === suite.name && (suite === transaction || isSynchronous(recording)))
    .filter((recording) => hold(suite, recording).validation.verdict === 'accepted')
  const refuted = own.filter((recording) => hold(planted, recording, change).validation.verdict === 'refuted')
  expect(refuted.length).toBeGreaterThanOrEqual(2)
})

it('an op batch that never leaves out a mark', () => {
  const wholeBatches = withAction('write owed records', {
    guard: (state, { records }) =>
      (records as readonly unknown[]).length ===
      (state as unknown as { readonly owed: readonly unknown[] }).owed.length,
  })
  const late = recorded.filter(
    ({ suite, version, run }) => suite === transaction.name && version === '5.4.0' && run === 57,
  )
  expect(late).toHaveLength(1)
  for (const recording of late) {
    expect(hold(transaction, recording).validation.verdict).toBe('accepted')
    expect(hold(transaction, recording, wholeBatches).validation.verdict).toBe('refuted')
  }
})
