/** The checker: the public entry `ackproof/checker`. */
export { check, createExplorer } from './check.ts'
export type { Explorer } from './explore/explorer.ts'
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
