/** Limits of a run that a scenario does not set itself. */
export interface RunLimits {
  readonly maxStates: number | null
  readonly maxDepth: number | null
  readonly timeLimitSeconds: number | null
  readonly memoryLimitBytes: number
  readonly stopFirst: boolean
  /** Every state is explored, also where ids are declared interchangeable. */
  readonly withoutSymmetry?: boolean
}
