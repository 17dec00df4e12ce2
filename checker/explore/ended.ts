import type { StopReason } from '../contract/options.ts'
import type { Completeness } from '../contract/result.ts'
import type { Phase } from './phase.ts'

/** The end of a run. */
export class Ended implements Phase {
  readonly isJudging = false
  readonly completeness: Completeness
  /** Why judging on the whole graph was given up, if it was. */
  readonly gaveUp: StopReason | null

  constructor(completeness: Completeness, gaveUp: StopReason | null = null) {
    this.completeness = completeness
    this.gaveUp = gaveUp
  }

  advance(): this {
    return this
  }

  breakOff(): this {
    return this
  }
}
