/** What does not fit the expectations of a scenario, in sentences. */
import type { FinishedScenario } from './finished-scenario.ts'

/** Everything that keeps a scenario from being met, one sentence each. */
export function problemsOf(finished: FinishedScenario): readonly string[] {
  const properties = finished.judgement.properties.flatMap(({ result, problem }) =>
    problem === null ? [] : [`${result.name}: ${problem}`],
  )
  return [...properties, ...countProblemsOf(finished)]
}

/** Pinned counts that do not fit, or could not be compared. */
export function countProblemsOf({ judgement, planned, run }: FinishedScenario): readonly string[] {
  if (planned.scenario.counts === null || judgement.isComplete || run.failure !== null) return judgement.countProblems
  return ['the pinned counts could not be compared, because the run ended before the whole graph was explored']
}
