/** The end of a run in a few lines: how many scenarios came out how, and how to see again those that did not fit. */

import { plural, secondsText } from '../../counterexamples/print/wording.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import type { Outcome } from '../../runs/session/exit-code.ts'
import type { Colors } from '../colors.ts'
import { reproduceCommand } from '../reproduce.ts'

export function totalsLine(scenarios: readonly FinishedScenario[], seconds: number, colors: Colors): string {
  const states = scenarios.reduce((sum, { run, wasRun }) => sum + (wasRun ? run.result.states.distinct : 0), 0)
  const effort = `${plural(states, 'state')} in ${secondsText(seconds)} s`
  return `${plural(scenarios.length, 'scenario')}: ${outcomesText(scenarios, colors)}${ignoredText(scenarios, colors)}; ${effort}`
}

/** What no scenario judges is told, so that it does not pass for what was checked. */
function ignoredText(scenarios: readonly FinishedScenario[], colors: Colors): string {
  const judged = scenarios.flatMap(({ judgement, wasRun }) => (wasRun ? judgement.properties : []))
  const ignored = judged.filter(({ expected }) => expected === null).length
  return ignored === 0 ? '' : `, ${colors.yellow(`${plural(ignored, 'verdict')} ignored`)}`
}

/** `3 as expected, 1 undecided`: how many came out how. */
export function outcomesText(
  scenarios: readonly Pick<FinishedScenario, 'outcome' | 'wasRun'>[],
  colors: Colors,
): string {
  const ran = scenarios.filter(({ wasRun }) => wasRun)
  const having = (outcome: Outcome): number => ran.filter((each) => each.outcome === outcome).length
  const parts = [
    colors.green(`${having('met')} as expected`),
    part(having('unmet'), 'not as expected', colors.red),
    part(having('undecided'), 'undecided', colors.yellow),
    part(having('error'), 'with an error', colors.red),
    part(scenarios.length - ran.length, 'not run', colors.yellow),
  ]
  return parts.filter((text) => text !== '').join(', ')
}

function part(number: number, words: string, color: (text: string) => string): string {
  return number === 0 ? '' : color(`${number} ${words}`)
}

/** One line for each scenario that did not come out as expected. */
export function reproduceLines(scenarios: readonly FinishedScenario[], program: string): readonly string[] {
  return againLines(
    scenarios
      .filter(({ outcome }) => outcome === 'unmet' || outcome === 'error')
      .map(({ planned }) => reproduceCommand(planned, program)),
  )
}

/** Commands that show again what did not come out as expected. */
export function againLines(commands: readonly string[]): readonly string[] {
  return commands.length === 0 ? [] : ['', 'To see these again:', ...new Set(commands.map((command) => `  ${command}`))]
}
