/** A state and the action instance that led to it (memo number; null for an initial state). */
export interface PathStep {
  readonly fn: number | null
  /** Ids of the stored slots. */
  readonly ids: Int32Array
}
