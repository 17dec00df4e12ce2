/** A scenario that is over: what was planned, what came of it, and how that compares. */
import type { Exploration } from '../port/engine.ts'
import { partialResult } from '../port/partial-result.ts'
import { type PlannedScenario, plannedSpec } from '../port/plan.ts'
import type { Outcome } from '../session/exit-code.ts'
import { type Judgement, judge } from './judge.ts'

export interface FinishedScenario {
  readonly planned: PlannedScenario
  readonly run: Exploration
  readonly judgement: Judgement
  readonly outcome: Outcome
  /** False where the whole run ended before it. */
  readonly wasRun: boolean
}

export function finish(planned: PlannedScenario, run: Exploration): FinishedScenario {
  const judgement = judge(planned.scenario, run.result)
  return { planned, run, judgement, outcome: run.failure === null ? judgement.outcome : 'error', wasRun: true }
}

/** A scenario that the end of the whole run came before. */
export function notRun(planned: PlannedScenario): FinishedScenario {
  const result = partialResult(plannedSpec(planned), 'stopped')
  return { ...finish(planned, { result, stories: {}, failure: null }), wasRun: false }
}
