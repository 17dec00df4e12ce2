/** Which scenarios of the selected suites are run. */
import { UsageError } from '../node/usage-error.ts'
import type { PlannedScenario, PlannedSuite } from '../runs/port/plan.ts'
import { suggest } from '../spec/language/suggest.ts'

const mostNamesListed = 30

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
  const wanted = filter.trim().toLowerCase()
  const exact = all.filter(({ scenario }) =>
    [scenario.name, scenario.id ?? ''].some((name) => name.toLowerCase() === wanted),
  )
  if (exact.length > 0) return exact
  const begins = all.filter(({ scenario }) => scenario.name.toLowerCase().startsWith(wanted))
  const contains = all.filter(({ scenario }) => scenario.name.toLowerCase().includes(wanted))
  const candidates = begins.length > 0 ? begins : contains
  if (candidates.length === 1) return candidates
  if (candidates.length === 0) {
    const names = all.map(({ scenario }) => scenario.name)
    const hint =
      names.length > mostNamesListed
        ? `; ${names.length} scenarios are selected, \`ackproof show SPEC\` names them`
        : suggest(filter, names)
    throw new UsageError(`there is no scenario "${filter}"${hint}`)
  }
  throw new UsageError(`"${filter}" could be any of several scenarios: ${listed(candidates)}`)
}

function listed(scenarios: readonly PlannedScenario[]): string {
  const names = scenarios.slice(0, mostNamesListed).map(({ suite, scenario }) => `${suite.name} "${scenario.name}"`)
  const rest = scenarios.length - names.length
  return rest > 0 ? `${names.join(', ')} and ${rest} more` : names.join(', ')
}
