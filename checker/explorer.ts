import type { SpecDefinition, Trace } from '../spec/language/index.ts'
import { conclude } from './conclude.ts'
import type { Bounds, Hooks, Progress, StopReason } from './contract/options.ts'
import type { CheckResult } from './contract/result.ts'
import type { TuningOptions } from './contract/tuning.ts'
import { Search } from './explore/search.ts'
import { asksAll } from './trust/late-runs.ts'

/** An exhaustive check that the caller drives: the search, and the conclusions from it. */
export class Explorer {
  readonly #search: Search
  #result: CheckResult | null = null

  constructor(definition: SpecDefinition, bounds: Bounds, hooks: Hooks, tuning: TuningOptions) {
    this.#search = new Search(definition, bounds, hooks, tuning)
  }

  /** `functionNames[n - 1]` is the user's function behind the number n in `Hooks.activity`. */
  get functionNames(): readonly string[] {
    return this.#search.functionNames
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    return this.#search.step(budgetMs)
  }

  /** Ends the run at the next step, with this reason. */
  stop(reason: StopReason): void {
    this.#search.stop(reason)
  }

  progress(): Progress {
    return this.#search.progress()
  }

  /**
   * After the last step: asks the properties that were decided early of all other states as well. False where the run did
   * not come to its end, where that would take too long, or where `goesOn` says no in the middle. Cost: at most that of
   * looking at every step once more.
   */
  askAll(goesOn: () => boolean): boolean {
    return this.#search.concluded((ending) => asksAll(ending, goesOn))
  }

  /**
   * Verdicts and statistics; a run that has not ended is stopped. Stories are rebuilt and run again here, which may
   * throw `SpecError`, and does if `step` did.
   */
  result(): CheckResult {
    this.#result ??= this.#search.concluded(conclude)
    return this.#result
  }

  /**
   * A shortest way to the state or step for which user code ran when `step` threw; null where it ran for none. Cost: at
   * most one more exploration.
   */
  errorTrace(): Trace | null {
    return this.#search.errorTrace()
  }

  /**
   * What was found before `step` threw: stories that are known and still stand when they are run again, everything else
   * undecided. Null where they cannot be told.
   */
  resultAfterError(): CheckResult | null {
    if (!this.#search.hasFailed) return this.result()
    this.#result ??= this.#search.concludedAfterError(conclude)
    return this.#result
  }
}
