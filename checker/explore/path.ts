/** A state and the action instance that led to it (memo number; null for an initial state). */
export interface PathStep {
  readonly fn: number | null
  /** Ids of the stored slots. */
  readonly ids: Int32Array
}

/** A behaviour that breaks a liveness property: a path whose end goes round for ever. */
export interface FoundLasso {
  /** From an initial state on; the loop is from `loop` to the end. */
  readonly path: readonly PathStep[]
  readonly loop: number
  /** Memo number of the instance that leads from the last state back to the first of the loop; null = nothing happens. */
  readonly back: number | null
}
