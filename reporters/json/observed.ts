/** What real systems have shown of a promise of a suite that ships. */
import type { PlannedScenario } from '../../runs/port/plan.ts'
import type { ObservedBreak } from '../../spec/language/observed-break.ts'

/** `observed` of so many `runs` on this system followed the counterexample to its end. */
export type ObservationData = Pick<ObservedBreak, 'system' | 'observed' | 'runs' | 'date'>

export function observedData(
  {
    observed: all = [],
    scenario,
  }: Pick<PlannedScenario, 'observed'> & { readonly scenario: { readonly name: string } },
  property: string,
): { readonly observed?: readonly ObservationData[] } {
  const observed = all.flatMap(({ suite: _, scenario: its, promise, ...seen }) =>
    its === scenario.name && promise === property ? [seen] : [],
  )
  return observed.length === 0 ? {} : { observed }
}
