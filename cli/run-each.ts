/** Runs one thing after the other in the exploring thread, with progress, until all are done or a signal ends the run. */

import type { Counters } from '../node/shared-counters.ts'
import type { ScenarioRunner } from '../node/thread-engine.ts'
import type { RunLimits } from '../reporters/verdict-text.ts'
import type { EndingSignal } from '../runs/exit-code.ts'
import type { SelectedScenario } from './select-scenarios.ts'
import { withRunner } from './with-runner.ts'

export interface Ended<Done> {
  readonly finished: readonly Done[]
  /** The signal that ended the run early, or null. */
  readonly signal: EndingSignal | null
}

export interface RunContext {
  readonly runner: ScenarioRunner
  /** `doing` says more about what is run than the scenario's name. */
  readonly onProgress: (counters: Counters, doing?: string) => void
  /** Whether the run is to end; asked before each job. */
  readonly isEnding: () => boolean
}

export interface Steps<Selected, Done> {
  readonly run: (selected: Selected, context: RunContext) => Promise<Done>
  /** What is said of those that a signal came before. */
  readonly skip: (selected: Selected) => Done
  readonly done: (done: Done) => void
}

export async function runEach<Selected extends SelectedScenario, Done>(
  selected: readonly Selected[],
  settings: { readonly limits: RunLimits; readonly isQuiet: boolean },
  note: (text: string) => void,
  steps: Steps<Selected, Done>,
): Promise<Ended<Done>> {
  const { memoryLimitBytes } = settings.limits
  const { value, signal } = await withRunner({ memoryLimitBytes, isQuiet: settings.isQuiet }, note, async (running) => {
    const { runner, status, signal } = running
    const finished: Done[] = []
    for (const [index, each] of selected.entries()) {
      if (signal() !== null) {
        finished.push(steps.skip(each))
        continue
      }
      const onProgress = (counters: Counters, doing = ''): void => {
        const scenario = `${each.suite.name} ${each.scenario.name}${doing}`
        status?.update({ scenario, index: index + 1, total: selected.length }, counters, performance.now())
      }
      const done = await steps.run(each, { runner, onProgress, isEnding: () => signal() !== null })
      status?.clear()
      finished.push(done)
      steps.done(done)
    }
    return finished
  })
  return { finished: value, signal }
}
