import type { SpecDefinition } from '../../spec/language/index.ts'
import { scriptOf } from '../../spec/semantics/script.ts'
import type { CheckOptions } from '../contract/options.ts'
import type { CheckResult } from '../contract/result.ts'
import type { Budget } from './budgets.ts'
import { FaultSearch } from './fault-search.ts'
import { replay } from './replay.ts'

export interface FaultSearchResult {
  readonly search: FaultSearch
  /** By budget that was explored. */
  readonly results: ReadonlyMap<Budget, CheckResult>
}

/**
 * Finds the fewest faults that break each promise, in this thread. `most` says how many faults of each kind to try at
 * most; `build` gives the specification in which that many may strike, always with the same properties. `run`
 * explores it. Throws `SpecError` on a mistake in it. Cost: an exploration for every budget that no replay settles.
 */
export function searchFaults(
  most: Budget,
  build: (budget: Budget) => SpecDefinition,
  options: CheckOptions,
  run: (definition: SpecDefinition, options: CheckOptions) => CheckResult,
): FaultSearchResult {
  const search = new FaultSearch(most, build(most.map(() => 0)).properties)
  const results = new Map<Budget, CheckResult>()
  for (let task = search.next(); task !== null; task = search.next()) {
    const definition = build(task.budget)
    if (task.kind === 'explore') {
      const result = run(definition, options)
      results.set(task.budget, result)
      search.explored(
        task,
        new Map(result.properties.map(({ name, verdict, trace }) => [name, { verdict, hasStory: trace !== null }])),
      )
    } else {
      const { from, property } = task
      const trace = results.get(from)?.properties.find(({ name }) => name === property)?.trace
      if (trace === null || trace === undefined) throw new Error(`"${property}" has no story with ${from}`)
      search.replayed(task, replay(definition, property, scriptOf(trace)))
    }
  }
  return { search, results }
}
