/** The engine, for the layers above it. Its stories have still to be run again: see `runs/engine/revalidate.ts`. */
export { check, createExplorer } from './check.ts'
export type { Explorer } from './explore/explorer.ts'
export type { Budget } from './faults/budgets.ts'
export type { Entry, FaultSearch, ReplayCheck, SearchedProperty } from './faults/fault-search.ts'
export { type Frontier, frontierOf } from './faults/frontier.ts'
export type { ReplayOutcome } from './faults/replay.ts'
export type { FaultFindings } from './faults/search-faults.ts'
export type { CheckOptions, Progress, StopReason } from './options.ts'
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
} from './result.ts'
