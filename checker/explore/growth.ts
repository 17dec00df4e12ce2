/** What had been met when a level began. */
export interface ValuesMet {
  /** By stored slot that is no element of a pool. */
  readonly sizes: readonly number[]
  /** Number of stored slots: elements that were met later come behind. */
  readonly stored: number
}

/** What had been met when the last levels began, to tell which variables were still growing. */
export class Growth {
  /** Before the last level that says something about growth; null before the first. */
  before: ValuesMet | null = null
  #beforeThat: ValuesMet | null = null

  beginLevel(met: ValuesMet): void {
    this.#beforeThat = this.before
    this.before = met
  }

  /** A level that is left in the middle says little: the one before counts as well. */
  leaveLevel(): void {
    if (this.#beforeThat !== null) this.before = this.#beforeThat
  }
}
