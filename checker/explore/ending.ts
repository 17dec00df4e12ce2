import type { Bounds, StopReason } from '../contract/options.ts'
import type { CheckResult, Completeness } from '../contract/result.ts'
import type { Decisions } from '../liveness/analyse.ts'
import type { Program } from '../memo/program.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { PackedStates } from '../states/packed-states.ts'
import type { ValuesMet } from './growth.ts'
import type { Sightings } from './sightings.ts'

/** What is known at the end of a run. Verdicts, statistics and suspicions are worked out from it. */
export interface Ending {
  readonly bounds: Bounds
  /** See `TuningOptions`. */
  readonly slowFrom: number
  readonly program: Program
  /** The states that were met. */
  readonly stored: PackedStates
  readonly sightings: Sightings
  /** By position, for the properties that need the whole graph and have been judged. */
  readonly decisions: Decisions
  /** Why looking at the whole graph was given up, if it was. */
  readonly gaveUp: StopReason | null
  readonly refinementOf: (property: number) => Refinement | undefined
  readonly completeness: Completeness
  readonly states: CheckResult['states']
  /** States that were found and not expanded. */
  readonly waiting: number
  /** Transitions whose target lay outside a constraint. */
  readonly constraintCut: number
  /** Successors outside a constraint, by action. */
  readonly cutBy: Float64Array
  /** Successors, by action. */
  readonly generatedBy: Float64Array
  /** What had been met before the last level that says something about growth; null where there was none. */
  readonly metBefore: ValuesMet | null
  readonly memoryBytes: number
  readonly seconds: number
}
