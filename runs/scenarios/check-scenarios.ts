/** Runs scenarios, as many at once as the engine takes, and says how each compares with what was expected of it. */
import { failing } from '../../checker/trust/findings.ts'
import type { Counters, Engine } from '../port/engine.ts'
import type { RunLimits } from '../port/limits.ts'
import type { PlannedScenario } from '../port/plan.ts'
import { taskOf } from '../port/task.ts'
import type { EndedRun } from '../session/ended-run.ts'
import { exitCodeOf } from '../session/exit-code.ts'
import { type ProgressEvent, SharedProgress } from '../session/progress.ts'
import { type EndingSignal, type Session, startSession } from '../session/session.ts'
import { sideBySide } from '../session/side-by-side.ts'
import { type FinishedScenario, finish, notRun } from './finished-scenario.ts'
import { type SuiteFindings, suiteFindings } from './suite-findings.ts'

export interface CheckPlan {
  readonly scenarios: readonly PlannedScenario[]
  readonly limits: RunLimits
  /** Findings that a suite does not accept count as failures. */
  readonly isStrict: boolean
}

/** Scenarios explored, and compared with what was expected of them. */
export interface CheckReport extends EndedRun {
  readonly kind: 'check'
  readonly limits: RunLimits
  readonly scenarios: readonly FinishedScenario[]
  /** Findings about the suites whose scenarios were all run to some end. */
  readonly suites: readonly SuiteFindings[]
  /** Findings that a suite does not accept count as failures. */
  readonly isStrict: boolean
}

export type CheckEvent =
  | ProgressEvent
  | { readonly kind: 'scenario'; readonly finished: FinishedScenario }
  /** What was found about a suite, once its scenarios are through; null where that is unknown. */
  | { readonly kind: 'suite'; readonly findings: SuiteFindings | null }

export function checkScenarios(
  engine: Engine,
  { scenarios, limits, isStrict }: CheckPlan,
): Session<CheckEvent, CheckReport> {
  return startSession<CheckEvent, CheckReport>(async ({ emit, signal, endedBy }) => {
    const startMs = performance.now()
    const finished: FinishedScenario[] = []
    const progress = new SharedProgress(scenarios.length, emit)
    const run = async (planned: PlannedScenario, at: number): Promise<FinishedScenario> => {
      if (endedBy() !== null) return notRun(planned)
      const index = at + 1
      const onProgress = (counters: Counters): void => progress.update({ planned, index, counters, doing: '' })
      const exploration = await engine.explore(taskOf(planned, limits), { onProgress, signal })
      progress.end(index)
      return finish(planned, exploration)
    }
    await sideBySide(scenarios, engine.atOnce, run, (done, at) => {
      finished.push(done)
      if (!done.wasRun) return
      const { suite } = done.planned
      emit({ kind: 'scenario', finished: done })
      if (suite !== scenarios[at + 1]?.suite) {
        emit({ kind: 'suite', findings: suiteFindings(suite, finished, isStrict) })
      }
    })
    return reportOf(finished, {
      limits,
      isStrict,
      interrupted: endedBy(),
      seconds: (performance.now() - startMs) / 1000,
    })
  })
}

function reportOf(
  scenarios: readonly FinishedScenario[],
  run: {
    readonly limits: RunLimits
    readonly isStrict: boolean
    readonly interrupted: EndingSignal | null
    readonly seconds: number
  },
): CheckReport {
  const suites = [...new Set(scenarios.map(({ planned }) => planned.suite))]
    .map((suite) => suiteFindings(suite, scenarios, run.isStrict))
    .filter((found) => found !== null)
  const outcomes = scenarios.map(({ outcome }) => outcome)
  const hasFailingFindings = run.isStrict && suites.some(({ findings }) => failing(findings).length > 0)
  const exitCode = exitCodeOf(hasFailingFindings ? [...outcomes, 'unmet'] : outcomes, run.interrupted)
  return { kind: 'check', scenarios, suites, exitCode, error: null, ...run }
}
