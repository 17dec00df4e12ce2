/** Which brokers behave as a configuration of `rocketmq/transaction` says. */
import type { HalfSendOutcome, TransactionConfiguration } from '../../../spec/rocketmq/transaction/configuration.ts'
import { type Version, versions } from '../../classpath/versions.ts'
import type { Predicted } from '../live-suite.ts'
import { hasOpBatches, hidesUnflushed } from './by-version.ts'

export function predicted(configuration: TransactionConfiguration): Predicted {
  const repair = repairIn(configuration)
  if (repair !== null) return { versions: [], because: repair }
  const reasons = [...new Set(versions.flatMap((version) => whyNot(configuration, version) ?? []))]
  return {
    versions: versions.filter((version) => whyNot(configuration, version) === null),
    because: reasons.length === 0 ? null : reasons.join('; '),
  }
}

/** What no release has. */
function repairIn({ opMarks, duplicateDecisionGuard, offsetFile }: TransactionConfiguration): string | null {
  if (opMarks === 'atomic') return 'in no release is the final message the mark of its half'
  if (opMarks === 'before the final message') return 'in no release does the op record come before the final message'
  if (duplicateDecisionGuard) return 'no release refuses a second decision'
  if (offsetFile === 'behind the log') return 'no release flushes the log before it writes the half offset'
  return null
}

function whyNot(configuration: TransactionConfiguration, version: Version): string | null {
  const { opMarks, flushDiskType, visibility } = configuration
  if (opMarks === 'buffered' && !hasOpBatches(version)) return 'before 5.1.0 op marks are written by the request thread'
  if (opMarks === 'direct' && hasOpBatches(version)) return 'from 5.1.0 on op marks are buffered'
  const outcomes = configuration.halfSend.map((outcome) => whyNoOutcome(outcome, version))
  const [reason = null] = outcomes
  if (outcomes.every((each) => each !== null)) return reason
  // Under ASYNC_FLUSH rounds read all that is appended, whatever the version.
  if (flushDiskType === 'ASYNC_FLUSH') return null
  if (visibility === 'flushed' && !hidesUnflushed(version)) return 'before 5.3.0 rounds read what is not flushed yet'
  if (visibility === 'appended' && hidesUnflushed(version)) return 'from 5.3.0 on rounds read what is flushed only'
  return null
}

/** Null where a broker of that version can be made to answer a half send so. */
export function whyNoOutcome(outcome: HalfSendOutcome, version: Version): string | null {
  if (outcome === 'SLAVE_NOT_AVAILABLE' && hasOpBatches(version)) {
    return 'no broker of 5.x answers SLAVE_NOT_AVAILABLE: without a slave it answers FLUSH_SLAVE_TIMEOUT'
  }
  if (outcome === 'FLUSH_SLAVE_TIMEOUT' && !hasOpBatches(version)) {
    return 'FLUSH_SLAVE_TIMEOUT of 4.x needs a slave that is there and does not answer'
  }
  return null
}
