/** Commands that show something again, quoted for a POSIX shell. */
import type { PlannedScenario } from '../runs/port/plan.ts'
import { shellWord } from './shell-word.ts'

/** The command that runs this scenario again, with the properties that it was planned with. */
export function reproduceCommand(planned: PlannedScenario, program = 'ackproof'): string {
  return `${program} check ${shellWord(planned.argument)}${selectionWords(planned)}`
}

/** The command that searches this scenario for the fewest faults again. */
export function searchCommand(planned: PlannedScenario, program = 'ackproof'): string {
  return `${program} check ${shellWord(planned.argument)} --faults${selectionWords(planned)}`
}

function selectionWords({ scenario, properties = [] }: PlannedScenario): string {
  const options = [['--scenario', scenario.id ?? scenario.name], ...properties.map((name) => ['--property', name])]
  return options.map(([option = '', value = '']) => ` ${option} ${shellWord(value)}`).join('')
}
