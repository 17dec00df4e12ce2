/** Notices a function of the user's that does not return, from samples of what is running. */
export class LoopWatch {
  #activity = 0
  #runs = -1
  #heartbeat = -1
  #sinceMs = 0

  /**
   * For how many milliseconds the same run of the same function has been going on, as far as samples can tell: 0 when
   * nothing of the user's runs, another run has begun, or the explorer has moved on since the last sample. A function
   * that is slow, and is run again and again, is not one that does not return.
   */
  sample(nowMs: number, { activity, runs, heartbeat }: Sample): number {
    const isSame = activity === this.#activity && runs === this.#runs && heartbeat === this.#heartbeat
    if (activity === 0 || !isSame) {
      this.#activity = activity
      this.#runs = runs
      this.#heartbeat = heartbeat
      this.#sinceMs = nowMs
    }
    return nowMs - this.#sinceMs
  }
}

export interface Sample {
  /** Number of the user's function that is running, or 0. */
  readonly activity: number
  /** How many runs of user code have begun. */
  readonly runs: number
  /** Grows with every slice of exploring. */
  readonly heartbeat: number
}
