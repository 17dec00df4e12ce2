/** A fault search as text: a line for each scenario, a sentence for each promise. */
import { count, plural, secondsText } from '../../counterexamples/print/wording.ts'
import type { FinishedSearch } from '../../runs/faults/finished-search.ts'
import type { FaultReport } from '../../runs/faults/search-scenarios.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import { searchCommand } from '../reproduce.ts'
import { Blocks } from './blocks.ts'
import { leftOutLines } from './left-out.ts'
import { type LineOptions, lineOptionsOf, type TextOptions } from './options.ts'
import { searchHeaderLine, searchLines, searchStories, statesOf } from './search-lines.ts'
import { StoryRoom } from './story-room.ts'
import { againLines, outcomesText } from './totals.ts'

const numbersWidth = 57

export class FaultText {
  readonly #options: LineOptions
  readonly #blocks = new Blocks()
  readonly #room: StoryRoom

  constructor(planned: readonly PlannedScenario[], options: TextOptions) {
    this.#options = lineOptionsOf(planned, options, numbersWidth)
    this.#room = new StoryRoom(this.#options, planned.length === 1)
  }

  onOutcome({ finished }: { readonly finished: FinishedSearch }): readonly string[] {
    const options = this.#options
    if (options.isQuiet && finished.outcome === 'met') return []
    const { suite } = finished.searched
    const stories = options.isFull ? this.#room.inPlace(searchStories(finished, options)) : []
    const lines = [...searchLines(finished, options), ...stories]
    return this.#blocks.block(suite, (name) => searchHeaderLine(name, options), lines)
  }

  /** Stories that waited for those that nobody expects; for the end of the run, before the totals. */
  lateStories(): readonly string[] {
    return this.#room.atEnd()
  }

  totals({ searches, leftOut, seconds }: FaultReport): readonly string[] {
    const budgets = searches.reduce((sum, { run }) => sum + run.search.budgets.length, 0)
    const explored = searches.reduce((sum, { run }) => sum + run.runs.size, 0)
    const states = searches.reduce((sum, each) => sum + statesOf(each), 0)
    const effort = `${plural(budgets, 'fault budget')}, ${count(explored)} explored, ${plural(states, 'state')} in ${secondsText(seconds)} s`
    return this.#blocks.below([
      `${plural(searches.length, 'scenario')}: ${outcomesText(searches, this.#options.colors)}; ${effort}`,
      ...leftOutLines(leftOut, 'no faults declared'),
    ])
  }

  /** How to see again what did not fit. */
  closing({ searches }: FaultReport): readonly string[] {
    const amiss = searches.filter(({ outcome }) => outcome === 'unmet' || outcome === 'error')
    return againLines(amiss.map(({ searched }) => searchCommand(searched, this.#options.program)))
  }
}
