import type { PathStep } from '../states/path.ts'

/** A behaviour that breaks a liveness property: a path whose end goes round for ever. */
export interface FoundLasso {
  /** From an initial state on; the loop is from `loop` to the end. */
  readonly path: readonly PathStep[]
  readonly loop: number
  /** Memo number of the instance that leads from the last state back to the first of the loop; null = nothing happens. */
  readonly back: number | null
}
