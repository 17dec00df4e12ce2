/** Commands that show something again, quoted for a POSIX shell. */
import type { PlannedScenario } from '../runs/port/plan.ts'
import { shellWord } from './shell-word.ts'

/** The command that runs this scenario again. */
export function reproduceCommand({ argument, scenario }: PlannedScenario, program = 'ackproof'): string {
  return `${program} check ${shellWord(argument)} --scenario ${shellWord(scenario.id ?? scenario.name)}`
}

/** The command that searches this scenario for the fewest faults again. */
export function searchCommand({ argument, scenario }: PlannedScenario, program = 'ackproof'): string {
  return `${program} check ${shellWord(argument)} --faults --scenario ${shellWord(scenario.id ?? scenario.name)}`
}
