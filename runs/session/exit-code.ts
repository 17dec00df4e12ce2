import type { EndingSignal } from './session.ts'

/** What a scenario came to, compared with what was expected of it. */
export type Outcome = 'met' | 'unmet' | 'undecided' | 'error'

export const ExitCode = {
  /** Every expectation is met. */
  Met: 0,
  /** Some expectation is not met. */
  Unmet: 1,
  /** Wrong usage, or a specification that cannot be loaded. */
  Usage: 2,
  /** A limit was reached before an answer. */
  Limit: 3,
  /** An error in a specification while it ran. */
  SpecError: 4,
  /** A bug of this program's own (EX_SOFTWARE of sysexits.h). */
  Internal: 70,
} as const

/** Exit codes of a run that a signal ended, as shells give them. They win over all others: the run is not whole. */
const signalExitCodes: Readonly<Record<EndingSignal, number>> = { SIGINT: 130, SIGTERM: 143 }

/**
 * One exit code for many scenarios: an error in a specification (4) beats an expectation that is not met (1), which
 * beats a limit (3). So 0 means that every single expectation was met, and 1 that at least one is really broken.
 */
export function exitCodeOf(outcomes: readonly Outcome[], signal: EndingSignal | null = null): number {
  if (signal !== null) return signalExitCodes[signal]
  if (outcomes.includes('error')) return ExitCode.SpecError
  if (outcomes.includes('unmet')) return ExitCode.Unmet
  if (outcomes.includes('undecided')) return ExitCode.Limit
  return ExitCode.Met
}
