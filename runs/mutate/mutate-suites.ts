/** Puts small mistakes into specifications, suite by suite, and sees which of them no property notices. */
import type { Engine } from '../port/engine.ts'
import type { PlannedScenario } from '../port/plan.ts'
import type { EndedRun } from '../session/ended-run.ts'
import { exitCodeOf, type Outcome } from '../session/exit-code.ts'
import { type Session, startSession } from '../session/session.ts'
import { having, type MutationSummary, type SuiteMutants, UnmetBaseline } from './mutant.ts'
import { runMutants } from './run-mutants.ts'
import { differences, type KnownSurvivors } from './survivors.ts'

export interface MutationPlan {
  readonly scenarios: readonly PlannedScenario[]
  /** For everything together; null = no limit. */
  readonly timeLimitSeconds: number | null
  readonly memoryLimitBytes: number
  /** Scenarios with more states are left out. */
  readonly maxStates: number
  /** The survivors that are known, which a run is compared with; null = it is not. */
  readonly known: KnownSurvivors | null
}

/** Small mistakes put into specifications, and which of them some property notices. */
export interface MutationReport extends EndedRun, MutationSummary {
  readonly kind: 'mutation'
}

export type MutationEvent =
  | { readonly kind: 'progress'; readonly text: () => string }
  | { readonly kind: 'suite'; readonly suite: SuiteMutants }
  /** A suite that is not as it expects to be without any mutation. */
  | { readonly kind: 'unmet'; readonly unmet: UnmetBaseline }

export function mutateSuites(engine: Engine, plan: MutationPlan): Session<MutationEvent, MutationReport> {
  return startSession<MutationEvent, MutationReport>(async ({ emit, signal, endedBy }) => {
    const startMs = performance.now()
    const deadlineMs = startMs + 1000 * (plan.timeLimitSeconds ?? Number.POSITIVE_INFINITY)
    const secondsLeft = (): number => (signal.aborted ? 0 : (deadlineMs - performance.now()) / 1000)
    const ended: SuiteMutants[] = []
    const unmet: UnmetBaseline[] = []
    const notRun: string[] = []
    for (const scenarios of bySuite(plan.scenarios)) {
      if (secondsLeft() <= 0) {
        notRun.push(scenarios[0]?.suite.name ?? '')
        continue
      }
      const done = await runMutants(scenarios, {
        explore: (task) => engine.explore(task, { signal }),
        atOnce: engine.atOnce,
        secondsLeft,
        memoryLimitBytes: plan.memoryLimitBytes,
        maxStates: plan.maxStates,
        onProgress: (text) => emit({ kind: 'progress', text }),
      }).catch((error: unknown) => {
        if (error instanceof UnmetBaseline) return error
        throw error
      })
      if (done instanceof UnmetBaseline) {
        unmet.push(done)
        emit({ kind: 'unmet', unmet: done })
      } else {
        ended.push(done)
        emit({ kind: 'suite', suite: done })
      }
    }
    const found = plan.known === null ? null : differences(ended, plan.known)
    const isWhole = unmet.length === 0 && notRun.length === 0 && ended.every(isRunToItsEnd)
    const summary: MutationSummary = { ended, unmet, notRun, isWhole, differences: found }
    const interrupted = endedBy()
    const exitCode = exitCodeOf(outcomesOf(summary), interrupted)
    const seconds = (performance.now() - startMs) / 1000
    return { kind: 'mutation', ...summary, exitCode, interrupted, seconds, error: null }
  })
}

/** Survivors are no failure by themselves. */
function outcomesOf({ ended, unmet, notRun, differences }: MutationSummary): readonly Outcome[] {
  return [
    ...unmet.map(({ isSpecError }): Outcome => (isSpecError ? 'error' : 'unmet')),
    differences !== null && Object.values(differences).some((names) => names.length > 0) ? 'unmet' : 'met',
    ...ended.map((suite): Outcome => (isRunToItsEnd(suite) ? 'met' : 'undecided')),
    notRun.length > 0 ? 'undecided' : 'met',
  ]
}

/** A suite of which no scenario is small enough gives no answer either. */
export function isRunToItsEnd({ baselines, leftOut, mutants }: SuiteMutants): boolean {
  const isForTime = leftOut.some((each) => each.isForTime)
  return baselines.length > 0 && !isForTime && having(mutants, 'not run').length === 0
}

function bySuite(planned: readonly PlannedScenario[]): readonly (readonly PlannedScenario[])[] {
  const suites = new Set(planned.map(({ suite }) => suite))
  return [...suites].map((suite) => planned.filter((each) => each.suite === suite))
}
