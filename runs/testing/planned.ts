/** Scenarios of suites at hand, as a command line would have planned them. */
import type { AnySuite } from '../../spec/language/index.ts'
import { outlineOf } from '../port/outline.ts'
import type { PlannedScenario } from '../port/plan.ts'

export function plannedOf(suite: AnySuite): readonly PlannedScenario[] {
  const outline = outlineOf(suite)
  return outline.scenarios.map((scenario) => ({
    suite: outline,
    scenario,
    source: { kind: 'built-in' },
    argument: suite.name,
  }))
}
