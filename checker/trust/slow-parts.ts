/**
 * What makes exploring slow, where a run was large enough for it to matter: decided by counts of states and runs, never
 * by time. Nothing here says that a specification is wrong.
 */
import type { CheckResult, FunctionStatistics, SlowSpot } from '../contract/result.ts'
import type { Ending } from '../explore/ending.ts'
import { sampleRuns } from './sample-runs.ts'
import { unreadOrders } from './unread-orders.ts'
import { valuesPerState } from './values-per-state.ts'
import { wholeReads } from './whole-reads.ts'

/** Functions matter that ran in so many of the steps, and whose results were not mostly known. */
const FEWEST_RUNS_A_STEP = 1 / 20
const FEWEST_MISSES = 1 / 4

/** `functions`: how those of each group have fared. Runs them on states of the run, and of states like them: for the end, when everything else is known. */
export function slowParts(
  ending: Ending,
  functions: readonly FunctionStatistics[],
): Pick<CheckResult, 'slow' | 'wholeReads'> {
  const { states, bounds, slowFrom } = ending
  const isSmall = states.distinct < slowFrom
  if (isSmall || bounds.withoutStories === true) return { slow: [], wholeReads: [] }
  const sampled = sampleRuns(ending, costlyGroups(functions, { fewest: slowFrom, steps: states.generated })) ?? []
  return {
    slow: [...valuesPerState(ending, sampled, functions), ...unreadOrders(ending)].sort(bySize),
    wholeReads: wholeReads(ending, sampled, functions),
  }
}

function bySize(left: SlowSpot, right: SlowSpot): number {
  return right.weight - left.weight
}

function costlyGroups(
  functions: readonly FunctionStatistics[],
  { fewest, steps }: { readonly fewest: number; readonly steps: number },
): ReadonlySet<number> {
  const found = functions.flatMap(({ runs, lookups }, number) => {
    const isCostly = runs >= fewest && runs >= FEWEST_RUNS_A_STEP * steps && runs >= FEWEST_MISSES * lookups
    return isCostly ? [number] : []
  })
  return new Set(found)
}
