/** What an engine is told to do: plain data, so that it can be told another thread. */

import type { Bounds } from '../../checker/contract/options.ts'
import type { Script } from '../../spec/semantics/script.ts'
import type { RunLimits } from './limits.ts'
import type { PlannedScenario } from './plan.ts'
import type { VariantRequest } from './variant.ts'

/** From where an engine loads suites. */
export type SuiteSource =
  /** What ships with the tool, or was given to the engine; where there is a name, the suite of that name alone. */
  | { readonly kind: 'built-in'; readonly name?: string }
  /** A module. `stem` names a suite that has no name of its own: the user's file without its extensions. */
  | { readonly kind: 'module'; readonly url: string; readonly stem: string }

/** The same for equal sources. */
export function keyOfSource(source: SuiteSource): string {
  return source.kind === 'built-in' ? (source.name ?? '') : source.url
}

/** How many faults of each kind may strike, by key of the configuration. */
export type FaultBudget = Readonly<Record<string, number>>

/** One scenario, named so that an engine can find it. */
export interface ScenarioSource {
  readonly source: SuiteSource
  readonly suite: string
  readonly scenario: string
  /** Fault budgets to build its specification with, by key, in place of those of its configuration. */
  readonly budget?: FaultBudget
  /** Names of the properties that its specification is to have; all of them where it is left out. */
  readonly properties?: readonly string[]
}

/** A scenario to explore. */
export interface Task extends ScenarioSource {
  readonly bounds: Bounds
  /** What to run in place of the scenario's own specification; no stories are told then. */
  readonly variant?: VariantRequest
  /** Whether to ask every promise of every state, also one that is decided early, so that nothing of it is left idle. */
  readonly asksAll?: boolean
  /** Properties whose stories are told; all of them where it is left out. */
  readonly tells?: readonly string[]
}

/** A story, found with fewer faults, to run again with this budget. */
export interface ReplayTask extends ScenarioSource {
  readonly property: string
  readonly script: Script
}

/** The task of exploring a scenario as it stands, inside the limits of this run. */
export function taskOf({ source, suite, scenario, properties, files }: PlannedScenario, limits: RunLimits): Task {
  const depths = [scenario.maxDepth, limits.maxDepth].filter((depth) => depth !== null)
  return {
    source,
    suite: suite.name,
    scenario: scenario.name,
    ...(properties !== undefined && { properties }),
    ...(files !== undefined && { asksAll: true }),
    bounds: {
      ...(depths.length > 0 && { maxDepth: Math.min(...depths) }),
      ...(limits.maxStates !== null && { maxStates: limits.maxStates }),
      ...(limits.timeLimitSeconds !== null && { timeLimitSeconds: limits.timeLimitSeconds }),
      memoryLimitBytes: limits.memoryLimitBytes,
      stopFirst: limits.stopFirst,
      ...(limits.withoutSymmetry === true && { withoutSymmetry: true }),
      // Pinned counts are those of the full graph, also where every property is decided early.
      exhaust: scenario.counts !== null && !limits.stopFirst,
    },
  }
}
