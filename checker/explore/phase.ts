import type { StopReason } from '../contract/options.ts'

/**
 * A part of a run: starting, exploring level by level, judging on the whole graph, and the end. A run goes on by asking
 * its phase to advance.
 */
export interface Phase {
  /** Whether exploring has ended and this is what comes after it. */
  readonly isJudging: boolean
  /** Goes on for a moment. Gives the phase to go on with: this one, or the next. Throws `SpecError`. */
  advance(): Phase
  /** Breaks off for this reason. Gives the phase to go on with, which is often the end. May throw `SpecError`. */
  breakOff(reason: StopReason): Phase
}
