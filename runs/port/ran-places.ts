/** Which of the counted places of a source ran, by number; see `CountedFile`. */
export interface RanPlaces {
  /** While files were loaded, and specifications built. */
  readonly loading: readonly number[]
  /** While the scenario was explored: not for its stories. */
  readonly exploring: readonly number[]
  /** Whether every promise was asked of every state, also one that was decided early. */
  readonly isWhole: boolean
}
