/** A scenario that is over: what was selected, what came of it, and how that compares. */

import type { SelectedScenario } from '../cli/select-scenarios.ts'
import type { Run } from '../node/thread-engine.ts'
import { shellWord } from '../reporters/shell-word.ts'
import type { Outcome } from './exit-code.ts'
import { type Judgement, judge } from './judge.ts'

export interface FinishedScenario {
  readonly selected: SelectedScenario
  readonly run: Run
  readonly judgement: Judgement
  readonly outcome: Outcome
  /** False where the whole run ended before it. */
  readonly wasRun: boolean
}

export function finish(selected: SelectedScenario, run: Run, wasRun = true): FinishedScenario {
  const judgement = judge(selected.scenario, run.result)
  return { selected, run, judgement, outcome: run.failure === null ? judgement.outcome : 'error', wasRun }
}

/** The command that shows this scenario again, quoted for a POSIX shell. */
export function reproduceCommand({ argument, scenario }: SelectedScenario, program = 'ackproof'): string {
  return `${program} check ${shellWord(argument)} --scenario ${shellWord(scenario.id ?? scenario.name)}`
}
