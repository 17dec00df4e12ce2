/** `rocketmq/transaction` on real brokers. */
import type { TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { transactionSuite } from '../../../spec/rocketmq/transaction/rows.ts'
import type { LiveSuite } from '../live-suite.ts'
import { whyNotTried } from './attempts.ts'
import { predicted } from './predicted.ts'
import { TransactionRun } from './transaction-run.ts'
import { waysBack } from './ways-back.ts'

export const liveTransaction: LiveSuite<TransactionConfiguration> = {
  suite: transactionSuite,
  sources: ['spec/rocketmq/transaction/rows.ts', 'live/suites/transaction/transaction-suite.ts'],
  predicted,
  open: (run) => new TransactionRun(run),
  whyNotTried,
  waysBack,
  notCompared: {
    call: 'it is the state of the client, which is ours: compared is the answer to the half send, and what the client makes of it',
    row: 'it is in the database of the producer, which the adapter plays',
    isUp: 'producers are connected and stopped by the adapter: a broker knows no more than which of them are registered',
    inFlight:
      'questions are compared where they arrive, and not after steps that are ours alone; end requests on their way are held by the adapter, so there is nothing to compare them with',
    commitLog:
      'its records are compared, but an op record does not say what was decided; what is flushed and what is durable shows only after a power cut',
    owed: 'buffered op marks are in the heap of the broker: compared is the op record that is made of them. Of 4.x, the requests are unanswered, which is compared unless we hold back a mark',
    logAtStart: 'it says what check rounds may not know; compared is what they do',
    offsetFile:
      'its value is compared, unless we have written it for a power cut; what a power cut may leave of it instead shows only after one',
    faults: 'budgets of the specification',
  },
}
