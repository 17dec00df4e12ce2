/** What the main thread and the thread that explores say to each other: plain data only. */
import type { ReplayOutcome, Script } from '../checker/faults/replay.ts'
import type { CheckOptions } from '../checker/options.ts'
import type { CheckResult } from '../checker/result.ts'
import type { Story } from '../counterexamples/index.ts'
import type { VariantNotes, VariantRequest } from '../runs/mutate/variant.ts'

/** From where a thread loads a suite: what ships with the tool, or a bundled file of the user's. */
export type SpecSource =
  | { readonly kind: 'built-in' }
  /** `stem` names a suite that has no name of its own: the user's file without its extensions. */
  | { readonly kind: 'module'; readonly url: string; readonly stem: string }

/** One scenario, named so that another thread can find it. */
export interface ScenarioSource {
  readonly source: SpecSource
  readonly suite: string
  readonly scenario: string
  /** Fault budgets to build its specification with, by key, in place of those of its configuration. */
  readonly budget?: FaultBudget
}

export type FaultBudget = Readonly<Record<string, number>>

/** A scenario to explore. */
export interface Job extends ScenarioSource {
  readonly options: Omit<CheckOptions, 'activity'>
  /** What to run in place of the scenario's own specification; no stories are told then. */
  readonly variant?: VariantRequest
  /** Properties whose stories are told; all of them where it is left out. */
  readonly tells?: readonly string[]
}

/** A story, found with fewer faults, to run again with this budget. */
export interface ReplayJob extends ScenarioSource {
  readonly property: string
  readonly script: Script
}

/** An error in a specification, or a bug, as data. */
export interface Failure {
  /** The code of a SpecError, or `does-not-return`, `exited`, `internal`. */
  readonly code: string
  readonly message: string
  /** `file:line:column` in the user's source. */
  readonly location: string | null
  readonly stack: string | null
}

export type Stories = Readonly<Record<string, Story>>
/** Stories that can be run again with more faults, by property. */
export type Scripts = Readonly<Record<string, Script>>

/** A result with its stories. */
export interface Told {
  readonly result: CheckResult
  readonly stories: Stories
}

export type FromWorker =
  /** `functionNames[n - 1]` is the user's function behind the activity number n. */
  | { readonly kind: 'started'; readonly functionNames: readonly string[] }
  | { readonly kind: 'violated'; readonly properties: readonly string[] }
  | (Told & { readonly kind: 'done'; readonly scripts?: Scripts; readonly notes?: VariantNotes })
  | { readonly kind: 'replayed'; readonly outcome: ReplayOutcome }
  | {
      readonly kind: 'failed'
      readonly failure: Failure
      /** What was found before, where it can be told. */
      readonly known: Told | null
    }
  | { readonly kind: 'out-of-memory' }
