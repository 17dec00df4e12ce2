/** Scenarios that are explored when a test first asks for one, each once, and one after the other. */
import { createChecker } from '../../runs/checker.ts'
import type { Engine } from '../../runs/port/engine.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'

export class Explorations {
  readonly limits: RunLimits
  readonly #engine: Engine
  readonly #started = new Map<string, Promise<FinishedScenario>>()
  #last: Promise<unknown> = Promise.resolve()

  constructor(engine: Engine, limits: RunLimits) {
    this.#engine = engine
    this.limits = limits
  }

  /** `properties` are those to explore for and to judge; all of them where none are named. */
  of(planned: PlannedScenario, properties?: readonly string[]): Promise<FinishedScenario> {
    const key = JSON.stringify([planned.suite.name, planned.scenario.name, properties])
    const known = this.#started.get(key)
    if (known !== undefined) return known
    const chosen = properties === undefined ? planned : { ...planned, properties }
    const exploration = this.#last.then(() => this.#explore(chosen))
    this.#last = exploration.catch(() => {})
    this.#started.set(key, exploration)
    return exploration
  }

  close(): Promise<void> {
    return this.#engine.close()
  }

  async #explore(planned: PlannedScenario): Promise<FinishedScenario> {
    const { report } = createChecker(this.#engine).check({ scenarios: [planned], limits: this.limits, isStrict: false })
    const [finished] = (await report).scenarios
    if (finished === undefined) throw new Error('unreachable: a check of one scenario without one')
    return finished
  }
}
