/** Values per slot when levels began, to tell which variables were still growing. */
export class Growth {
  /** Before the last level that says something about growth; empty before the first. */
  before: readonly number[] = []
  #beforeThat: readonly number[] = []

  /** `sizes` has the number of values met so far in each stored slot. */
  beginLevel(sizes: readonly number[]): void {
    this.#beforeThat = this.before
    this.before = sizes
  }

  /** A level that is left in the middle says little: the one before counts as well. */
  leaveLevel(): void {
    if (this.#beforeThat.length > 0) this.before = this.#beforeThat
  }
}
