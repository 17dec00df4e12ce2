/** The engine, for the layers above it. Its stories have still to be run again: see `runs/engine/revalidate.ts`. */
export { check, createExplorer } from './check.ts'
export type { Bounds, CheckOptions, Hooks, Progress, StopReason } from './contract/options.ts'
export type {
  ActionStatistics,
  CheckResult,
  Completeness,
  Finding,
  FunctionStatistics,
  PropertyResult,
  Suspicion,
  VariableStatistics,
  Verdict,
} from './contract/result.ts'
export type { Explorer } from './explorer.ts'
export type { Budget } from './faults/budgets.ts'
export type { Entry, FaultSearch, ReplayCheck, SearchedProperty } from './faults/fault-search.ts'
export { type Frontier, frontierOf } from './faults/frontier.ts'
export type { ReplayResult } from './faults/replay.ts'
export type { FaultSearchResult } from './faults/search-faults.ts'
