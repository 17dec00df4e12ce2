/** For each scenario that declares fault budgets, the fewest faults that break each promise. */
import type { Counters, Engine } from '../port/engine.ts'
import type { RunLimits } from '../port/limits.ts'
import type { PlannedScenario } from '../port/plan.ts'
import type { EndedRun } from '../session/ended-run.ts'
import { exitCodeOf } from '../session/exit-code.ts'
import { type ProgressEvent, SharedProgress } from '../session/progress.ts'
import { type Session, startSession } from '../session/session.ts'
import { sideBySide } from '../session/side-by-side.ts'
import { type FinishedSearch, finishSearch, searchNotRun } from './finished-search.ts'
import { runSearch, type SearchedScenario } from './run-search.ts'

export interface FaultPlan {
  readonly searched: readonly SearchedScenario[]
  /** Scenarios that declare no faults. */
  readonly leftOut: readonly PlannedScenario[]
  readonly limits: RunLimits
}

/** The fewest faults that break each promise. */
export interface FaultReport extends EndedRun {
  readonly kind: 'faults'
  readonly limits: RunLimits
  readonly searches: readonly FinishedSearch[]
  /** Scenarios that declare no faults, and were left out. */
  readonly leftOut: readonly PlannedScenario[]
}

export type FaultEvent = ProgressEvent | { readonly kind: 'search'; readonly finished: FinishedSearch }

/** Tells the scenarios that declare faults from the others. */
export function faultPlanOf(scenarios: readonly PlannedScenario[], limits: RunLimits): FaultPlan {
  const searched = scenarios.flatMap((each) => {
    const { faults } = each.scenario
    return faults === null ? [] : [{ ...each, kinds: faults.kinds }]
  })
  return { searched, leftOut: scenarios.filter(({ scenario }) => scenario.faults === null), limits }
}

export function searchScenarios(
  engine: Engine,
  { searched, leftOut, limits }: FaultPlan,
): Session<FaultEvent, FaultReport> {
  return startSession<FaultEvent, FaultReport>(async ({ emit, signal, endedBy }) => {
    const startMs = performance.now()
    const searches: FinishedSearch[] = []
    const progress = new SharedProgress(searched.length, emit)
    const run = async (planned: SearchedScenario, at: number): Promise<FinishedSearch> => {
      if (endedBy() !== null) return searchNotRun(planned)
      const index = at + 1
      const onProgress = (counters: Counters, doing: string): void => {
        progress.update({ planned, index, counters, doing })
      }
      const search = await runSearch(planned, { engine, limits, signal, onProgress })
      progress.end(index)
      return finishSearch(planned, search)
    }
    await sideBySide(searched, engine.atOnce, run, (finished) => {
      searches.push(finished)
      if (finished.wasRun) emit({ kind: 'search', finished })
    })
    const interrupted = endedBy()
    const seconds = (performance.now() - startMs) / 1000
    const outcomes = searches.map(({ outcome }) => outcome)
    const exitCode = exitCodeOf(outcomes, interrupted)
    return { kind: 'faults', searches, leftOut, limits, exitCode, interrupted, seconds, error: null }
  })
}
