/**
 * What checks and stories are made of, without Node: the public entry `ackproof/engine`. It runs in any thread and in a
 * browser's page. Every story is run again before it is given out.
 */
import { searchFaults as searchWith } from '../checker/faults/search-faults.ts'
import type { Budget, CheckOptions, FaultSearchResult } from '../checker/index.ts'
import { checkDefinition } from '../runs/engine/check-definition.ts'
import { RevalidatedExplorer } from '../runs/engine/revalidated-explorer.ts'
import type { SpecDefinition } from '../spec/language/index.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'

export type Explorer = Pick<RevalidatedExplorer, keyof RevalidatedExplorer>

/** Begins an exhaustive check that the caller drives with `step`. */
export function createExplorer(definition: SpecDefinition, options: CheckOptions = {}): Explorer {
  requireContentEquality(definition)
  return new RevalidatedExplorer(definition, options, options)
}

/**
 * Finds the fewest faults that break each promise. `most` says how many faults of each kind to try at most; `build`
 * gives the specification in which that many may strike, always with the same properties. Throws `SpecError` on a
 * mistake in it. Cost: an exploration for every budget that no replay settles.
 */
export function searchFaults(
  most: Budget,
  build: (budget: Budget) => SpecDefinition,
  options: CheckOptions = {},
): FaultSearchResult {
  return searchWith(most, build, options, checkDefinition)
}

export {
  type ActionStatistics,
  type Bounds,
  type Budget,
  type CheckOptions,
  type CheckResult,
  type Completeness,
  type Entry,
  type FaultSearch,
  type FaultSearchResult,
  type Finding,
  type Frontier,
  type FunctionStatistics,
  frontierOf,
  type Hooks,
  type Progress,
  type PropertyResult,
  type ReplayCheck,
  type ReplayResult,
  type SearchedProperty,
  type StopReason,
  type Suspicion,
  type VariableStatistics,
  type Verdict,
} from '../checker/index.ts'
export { type DotOptions, storyDot } from '../counterexamples/dot/dot.ts'
export * from '../counterexamples/index.ts'
export { PlayError } from '../counterexamples/play/play-error.ts'
export type { Refusal } from '../counterexamples/why/refusal.ts'
export { checkDefinition as check } from '../runs/engine/check-definition.ts'
export { type ActionArguments, type Play, type PlayOptions, type PlaySuiteOptions, play } from '../runs/play/play.ts'
