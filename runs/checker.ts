/** One object for a command line, a test and a page: what can be done with specifications, on any engine. */

import { type FaultEvent, type FaultPlan, type FaultReport, searchScenarios } from './faults/search-scenarios.ts'
import { type MutationEvent, type MutationPlan, type MutationReport, mutateSuites } from './mutate/mutate-suites.ts'
import { drawSuite, type PicturePlan, type SuitePictures } from './pictures/pictures.ts'
import type { Engine } from './port/engine.ts'
import { type CheckEvent, type CheckPlan, type CheckReport, checkScenarios } from './scenarios/check-scenarios.ts'
import type { ProgressEvent } from './session/progress.ts'
import type { Session } from './session/session.ts'

export interface Checker {
  /** Explores scenarios exhaustively and compares the verdicts with what is expected. */
  check(plan: CheckPlan): Session<CheckEvent, CheckReport>
  /** Finds the fewest faults that break each promise. */
  searchFaults(plan: FaultPlan): Session<FaultEvent, FaultReport>
  /** Lists the small mistakes in a specification that no property notices. */
  mutate(plan: MutationPlan): Session<MutationEvent, MutationReport>
  /** Draws the phases and the flow of messages of one suite, as its explored graphs show them. */
  draw(plan: PicturePlan): Session<ProgressEvent, SuitePictures>
}

/** One session at a time. */
export function createChecker(engine: Engine): Checker {
  return {
    check: (plan) => checkScenarios(engine, plan),
    searchFaults: (plan) => searchScenarios(engine, plan),
    mutate: (plan) => mutateSuites(engine, plan),
    draw: (plan) => drawSuite(engine, plan),
  }
}
