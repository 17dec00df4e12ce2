/** What makes something readable of a run, while it goes on or at its end. */

import type { FaultEvent } from '../runs/faults/search-scenarios.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'
import type { Report } from '../runs/report.ts'
import type { CheckEvent } from '../runs/scenarios/check-scenarios.ts'
import type { ProgressEvent } from '../runs/session/progress.ts'

/** Something that is over: a scenario, the findings of a suite, a fault search. */
export type OutcomeEvent = Exclude<CheckEvent | FaultEvent, ProgressEvent>

/** Every member is optional, and gives the text that is to be written now, if there is any. */
export interface Reporter {
  onStart?(planned: readonly PlannedScenario[]): string | undefined
  onOutcome?(event: OutcomeEvent): string | undefined
  onEnd?(report: Report): string | undefined
}
