import type { Counters } from '../port/engine.ts'
import type { PlannedScenario } from '../port/plan.ts'

/** Where a run is. */
export interface ProgressEvent {
  readonly kind: 'progress'
  readonly planned: PlannedScenario
  /** From 1, of `total`. */
  readonly index: number
  readonly total: number
  readonly counters: Counters
  /** What is done with the scenario, where its name does not say it: ` with 1 power cut`; '' else. */
  readonly doing: string
}
