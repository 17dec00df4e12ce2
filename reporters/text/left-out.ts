/** Scenarios that were selected and are not run. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'

const mostNamesListed = 4

/** A line that says which, and why; nothing where there are none. `reason` is a phrase, as `no faults declared`. */
export function leftOutLines(scenarios: readonly PlannedScenario[], reason: string): readonly string[] {
  if (scenarios.length === 0) return []
  return [`${plural(scenarios.length, 'scenario')} left out, ${reason}: ${scenarioNames(scenarios)}`]
}

/** `rocketmq/store "B01 …", classic/peterson "…" and 12 more`. */
export function scenarioNames(scenarios: readonly PlannedScenario[]): string {
  const names = scenarios
    .slice(0, mostNamesListed)
    .map(({ suite, scenario }) => `${oneLine(suite.name)} "${oneLine(scenario.name)}"`)
  const rest = scenarios.length - names.length
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')
}
