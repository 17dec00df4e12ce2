import { createExplorer, type Explorer } from '../../checker/index.ts'
import type { CheckOptions, Progress, StopReason } from '../../checker/options.ts'
import type { CheckResult } from '../../checker/result.ts'
import type { SpecDefinition } from '../../spec/language/index.ts'
import { watched } from './counted.ts'
import { revalidate } from './revalidate.ts'

const activityName = 'a step of a story, run again before it is told,'

/** An exploration, driven with `step`, whose stories are run again before they are given out. */
export class RevalidatedExplorer {
  /** `functionNames[n - 1]` is the user's function behind the activity number n. */
  readonly functionNames: readonly string[]
  readonly #definition: SpecDefinition
  readonly #explorer: Explorer
  readonly #activity: Int32Array | null
  #result: CheckResult | null = null

  constructor(definition: SpecDefinition, ...[options = {}, tuning]: ExplorerOptions) {
    this.#definition = definition
    this.#explorer = createExplorer(definition, options, tuning)
    this.#activity = options.activity ?? null
    this.functionNames = [...this.#explorer.functionNames, activityName]
  }

  /** Explores for about `budgetMs` milliseconds; true when the run has ended. Throws `SpecError`. */
  step(budgetMs: number): boolean {
    return this.#explorer.step(budgetMs)
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

  #revalidated(result: CheckResult): CheckResult {
    const activity = this.#activity
    if (activity !== null) activity[0] = this.functionNames.length
    try {
      revalidate(watched(this.#definition, activity ?? undefined), result)
    } finally {
      if (activity !== null) activity[0] = 0
    }
    return result
  }
}

type ExplorerOptions = [options?: CheckOptions, tuning?: Parameters<typeof createExplorer>[2]]
