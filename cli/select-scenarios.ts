/** Which scenarios of the selected suites are run. */

import { chooseByName } from '../node/choose-by-name.ts'
import { UsageError } from '../node/usage-error.ts'
import type { PlannedScenario, PlannedSuite } from '../runs/port/plan.ts'

/**
 * The scenarios that the filters name; all of them for no filter. A filter is a name or an id, which selects every
 * scenario that has it, or the beginning or a part of one single name.
 */
export function selectScenarios(
  suites: readonly PlannedSuite[],
  filters: readonly string[],
): readonly PlannedScenario[] {
  const empty = suites.find(({ suite }) => suite.scenarios.length === 0)
  if (empty !== undefined) {
    throw new UsageError(
      `suite "${empty.suite.name}" of ${empty.argument} has no scenario, so there is nothing to check; add one with .scenario(…)`,
    )
  }
  const all = suites.flatMap((each) => each.suite.scenarios.map((scenario) => ({ ...each, scenario })))
  if (filters.length === 0) return all
  const chosen = new Set(filters.flatMap((filter) => matching(all, filter)))
  return all.filter((each) => chosen.has(each))
}

function matching(all: readonly PlannedScenario[], filter: string): readonly PlannedScenario[] {
  return chooseByName(filter, {
    all,
    noun: 'scenario',
    plural: 'scenarios',
    namesOf: ({ scenario: { name, id } }) => [name, ...(id === null ? [] : [id])],
    described: ({ suite, scenario }) => `${suite.name} "${scenario.name}"`,
  })
}
