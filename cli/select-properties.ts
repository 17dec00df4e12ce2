/** Which properties of the selected scenarios are explored for and judged. */

import { chooseByName } from '../node/choose-by-name.ts'
import type { PlannedScenario } from '../runs/port/plan.ts'

export interface SelectedProperties {
  readonly planned: readonly PlannedScenario[]
  /** Scenarios without any of these properties. */
  readonly withoutThem: readonly PlannedScenario[]
}

/**
 * The scenarios with the properties that the filters name; all of them as they are for no filter. A filter is the name
 * of a property, which selects it in every scenario that has it, or the beginning or a part of one single name.
 */
export function selectProperties(
  scenarios: readonly PlannedScenario[],
  filters: readonly string[],
): SelectedProperties {
  if (filters.length === 0) return { planned: scenarios, withoutThem: [] }
  const all = [...new Set(scenarios.flatMap(({ scenario }) => scenario.spec.properties.map(({ name }) => name)))]
  const chosen = filters.flatMap((filter) =>
    chooseByName(filter, {
      all,
      noun: 'property',
      plural: 'properties',
      namesOf: (name) => [name],
      described: (name) => `"${name}"`,
    }),
  )
  const planned = scenarios.flatMap((each): readonly PlannedScenario[] => {
    const properties = each.scenario.spec.properties.map(({ name }) => name).filter((name) => chosen.includes(name))
    return properties.length === 0 ? [] : [{ ...each, properties }]
  })
  const kept = new Set(planned.map(({ scenario }) => scenario))
  return { planned, withoutThem: scenarios.filter(({ scenario }) => !kept.has(scenario)) }
}
