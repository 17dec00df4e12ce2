/** Notices a function of the user's that does not return, from samples of what is running. */
export class LoopWatch {
  #activity = 0
  #heartbeat = -1
  #sinceMs = 0

  /**
   * For how many milliseconds the same function has been running, as far as samples can tell: 0 when nothing of the
   * user's runs, or the explorer has moved on since the last sample.
   */
  sample(nowMs: number, activity: number, heartbeat: number): number {
    if (activity === 0 || activity !== this.#activity || heartbeat !== this.#heartbeat) {
      this.#activity = activity
      this.#heartbeat = heartbeat
      this.#sinceMs = nowMs
    }
    return nowMs - this.#sinceMs
  }
}
