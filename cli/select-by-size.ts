/** Which scenarios are small enough, as the size that they pin says before anything is explored. */
import { count } from '../counterexamples/print/wording.ts'
import { UsageError } from '../node/usage-error.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'

export interface SelectedBySize {
  readonly planned: readonly PlannedScenario[]
  /** Scenarios that pin more states. */
  readonly larger: readonly PlannedScenario[]
}

/**
 * The scenarios that pin at most so many distinct states, those up to symmetry where ids are interchangeable, and those
 * that pin none; all for null. Throws UsageError where none is left.
 */
export function selectBySize(scenarios: readonly PlannedScenario[], upToStates: number | null): SelectedBySize {
  if (upToStates === null) return { planned: scenarios, larger: [] }
  const isLarger = ({ scenario: { counts } }: PlannedScenario): boolean => (counts?.distinct ?? 0) > upToStates
  const larger = scenarios.filter(isLarger)
  if (larger.length === scenarios.length) {
    const smallest = Math.min(...larger.map(({ scenario: { counts } }) => counts?.distinct ?? 0))
    throw new UsageError(
      `every selected scenario pins more than ${count(upToStates)} states, so none is left; the smallest pins ${count(smallest)}`,
    )
  }
  return { planned: scenarios.filter((each) => !isLarger(each)), larger }
}
