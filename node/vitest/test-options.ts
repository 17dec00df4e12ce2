import type { LimitOptions } from '../library/check-options.ts'
import type { FileUrl } from '../library/file-url.ts'

export interface TestSuiteOptions extends LimitOptions {
  /**
   * Seconds for each scenario, 60 where it is left out. The tests of a scenario wait longer than that, so that a limit
   * that is reached is told as such.
   */
  readonly timeLimitSeconds?: number
  /** Names or ids of the scenarios to test; all of them where it is left out. */
  readonly scenarios?: readonly string[]
  /** One more test for each suite: that there are no findings that it does not accept. */
  readonly strict?: boolean
  /**
   * Folder for a picture of every story of a test that failed; `false` for none. `node_modules/.cache/ackproof` in the
   * working folder where it is left out.
   */
  readonly pictures?: string | FileUrl | false
}

/** Seconds for a scenario where nobody says. */
export const usualLimitSeconds = 60

/** For all that comes after exploring: stories, pictures. Also what a watchdog needs to end a thread. In seconds. */
const graceSeconds = 30

/** How long a test may take, in milliseconds, given how long a scenario may, in seconds. */
export function testTimeoutMs(timeLimitSeconds: number, scenarios = 1): number {
  return (timeLimitSeconds + graceSeconds) * scenarios * 1000
}
