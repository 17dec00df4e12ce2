import type { Counters } from '../port/engine.ts'
import type { PlannedScenario } from '../port/plan.ts'

/** A scenario that is being run. */
export interface RunningScenario {
  readonly planned: PlannedScenario
  /** From 1, of all that are planned. */
  readonly index: number
  readonly counters: Counters
  /** What is done with the scenario, where its name does not say it: ` with 1 power cut`; '' else. */
  readonly doing: string
}

/** Where a run is: at the first of the scenarios that run now. */
export interface ProgressEvent extends RunningScenario {
  readonly kind: 'progress'
  readonly total: number
  /** Those that run side by side with it, in the planned order. */
  readonly beside: readonly RunningScenario[]
}

/** Puts together what is known of scenarios that run side by side. */
export class SharedProgress {
  readonly #total: number
  readonly #emit: (event: ProgressEvent) => void
  /** By index. */
  readonly #running = new Map<number, RunningScenario>()

  constructor(total: number, emit: (event: ProgressEvent) => void) {
    this.#total = total
    this.#emit = emit
  }

  update(running: RunningScenario): void {
    this.#running.set(running.index, running)
    const [first = running, ...beside] = [...this.#running.values()].sort((left, right) => left.index - right.index)
    this.#emit({ kind: 'progress', ...first, total: this.#total, beside })
  }

  /** The scenario runs no longer. */
  end(index: number): void {
    this.#running.delete(index)
  }
}
