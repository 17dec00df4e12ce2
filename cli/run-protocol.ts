/** What the main thread and the thread that explores say to each other: plain data only. */
import type { CheckOptions } from '../checker/options.ts'
import type { CheckResult } from '../checker/result.ts'
import type { Story } from '../counterexamples/index.ts'
import type { VariantNotes, VariantRequest } from './mutate/variant.ts'

/** From where a thread loads a suite: what ships with the tool, or a bundled file of the user's. */
export type SpecSource =
  | { readonly kind: 'built-in' }
  /** `stem` names a suite that has no name of its own: the user's file without its extensions. */
  | { readonly kind: 'module'; readonly url: string; readonly stem: string }

/** One scenario to run, named so that another thread can find it. */
export interface Job {
  readonly source: SpecSource
  readonly suite: string
  readonly scenario: string
  readonly options: Omit<CheckOptions, 'activity'>
  /** What to run in place of the scenario's own specification; no stories are told then. */
  readonly variant?: VariantRequest
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

export type FromWorker =
  /** `functionNames[n - 1]` is the user's function behind the activity number n. */
  | { readonly kind: 'started'; readonly functionNames: readonly string[] }
  | { readonly kind: 'violated'; readonly properties: readonly string[] }
  | { readonly kind: 'done'; readonly result: CheckResult; readonly stories: Stories; readonly notes?: VariantNotes }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'out-of-memory' }
