import type { Outcomes } from '../liveness/analyse.ts'
import type { Program } from '../memo/program.ts'
import type { CheckOptions, StopReason } from '../options.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { CheckResult, Completeness } from '../result.ts'
import type { Layout } from '../states/layout.ts'
import type { VisitedSet } from '../states/visited-set.ts'
import type { Findings } from './findings.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'

/** All that is known at the end of an exploration, for the report. */
export interface Ending {
  readonly program: Program
  readonly plain: PlainEvaluator
  readonly visited: VisitedSet
  readonly layout: Layout
  readonly findings: Findings
  /** Of the properties that need the whole graph. */
  readonly outcomes: Outcomes
  /** Why looking at the whole graph was given up, if it was. */
  readonly gaveUp: StopReason | null
  readonly refinementOf: (property: number) => Refinement | undefined
  readonly options: CheckOptions
  readonly completeness: Completeness
  readonly states: CheckResult['states']
  readonly frontier: number
  readonly constraintCut: number
  /** Successors outside a constraint, by action. */
  readonly cutBy: Float64Array
  readonly generatedBy: Float64Array
  readonly sizesBefore: readonly number[]
  readonly memoryBytes: number
  readonly seconds: number
}
