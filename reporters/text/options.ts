/** How text is laid out. */
import { columnsOf, oneLine } from '../../counterexamples/print/plain-text.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import type { Colors } from '../colors.ts'

export interface TextOptions {
  readonly colors: Colors
  /** Columns of the terminal. */
  readonly width: number
  /** Every property and every story, instead of what needs telling. */
  readonly isFull: boolean
  /** Only what is not as expected. */
  readonly isQuiet: boolean
  readonly hasStatistics: boolean
  readonly limits: RunLimits
  /** What runs this program, in commands that are printed. */
  readonly program: string
}

/** The same, with the columns that the scenarios at hand need. */
export interface LineOptions extends TextOptions {
  /** Columns for the names of scenarios. */
  readonly nameWidth: number
}

const namesAtLeast = 24
const namesAtMost = 90
const widestStory = 110

/** `numbersWidth` = columns that a line needs besides the scenario's name. */
export function lineOptionsOf(
  planned: readonly PlannedScenario[],
  options: TextOptions,
  numbersWidth: number,
): LineOptions {
  return lineOptionsFor(
    planned.map(({ scenario }) => scenario.name),
    options,
    numbersWidth,
  )
}

/** The same for names of scenarios. */
export function lineOptionsFor(names: readonly string[], options: TextOptions, numbersWidth: number): LineOptions {
  const longest = Math.max(0, ...names.map((name) => columnsOf(oneLine(name))))
  const room = Math.max(namesAtLeast, Math.min(namesAtMost, options.width - numbersWidth))
  return {
    ...options,
    width: Math.min(options.width, widestStory),
    nameWidth: Math.max(namesAtLeast, Math.min(longest, room)),
  }
}
