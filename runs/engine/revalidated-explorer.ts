import type { Bounds, Hooks, Progress, StopReason } from '../../checker/contract/options.ts'
import type { CheckResult } from '../../checker/contract/result.ts'
import type { TuningOptions } from '../../checker/contract/tuning.ts'
import { createExplorer, type Explorer } from '../../checker/index.ts'
import type { SpecDefinition, Trace } from '../../spec/language/index.ts'
import { watched } from './counted.ts'
import { revalidate, revalidatePath } from './revalidate.ts'

const activityName = 'a step of a story, run again before it is told,'

/** An exploration, driven with `step`, whose stories are run again before they are given out. */
export class RevalidatedExplorer {
  /** `functionNames[n - 1]` is the user's function behind the activity number n. */
  readonly functionNames: readonly string[]
  readonly #definition: SpecDefinition
  readonly #explorer: Explorer
  readonly #activity: Int32Array | null
  #result: CheckResult | null = null

  constructor(definition: SpecDefinition, bounds: Bounds = {}, hooks: Hooks = {}, tuning: TuningOptions = {}) {
    this.#definition = definition
    this.#explorer = createExplorer(definition, bounds, hooks, tuning)
    this.#activity = hooks.activity ?? null
    this.functionNames = [...this.#explorer.functionNames, activityName]
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    return this.#explorer.step(budgetMs)
  }

  /** See `Explorer`. */
  askAll(goesOn: () => boolean): boolean {
    return this.#explorer.askAll(goesOn)
  }

  /** Ends the run at the next step, with this reason. */
  stop(reason: StopReason): void {
    this.#explorer.stop(reason)
  }

  progress(): Progress {
    return this.#explorer.progress()
  }

  /**
   * Verdicts and statistics; a run that has not ended is stopped. Throws `SpecError`, also where a story comes to
   * another end when it is run again.
   */
  result(): CheckResult {
    this.#result ??= this.#revalidated(this.#explorer.result())
    return this.#result
  }

  /** What was found before `step` threw, where its stories still stand when they are run again; else null. */
  resultAfterError(): CheckResult | null {
    const result = this.#explorer.resultAfterError()
    try {
      return result && this.#revalidated(result)
    } catch {
      return null
    }
  }

  /** A shortest way to where user code ran when `step` threw, if it leads there when it is run again; else null. */
  errorTrace(): Trace | null {
    const trace = this.#explorer.errorTrace()
    if (trace === null) return null
    try {
      this.#again((definition) => {
        revalidatePath(definition, trace)
      })
      return trace
    } catch {
      return null
    }
  }

  #revalidated(result: CheckResult): CheckResult {
    this.#again((definition) => {
      revalidate(definition, result)
    })
    return result
  }

  /** Runs user code outside the engine. */
  #again(action: (definition: SpecDefinition) => void): void {
    const activity = this.#activity
    if (activity !== null) activity[0] = this.functionNames.length
    try {
      action(watched(this.#definition, activity ?? undefined))
    } finally {
      if (activity !== null) activity[0] = 0
    }
  }
}
