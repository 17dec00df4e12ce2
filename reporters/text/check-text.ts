/** A check as text: a line for each scenario, and more where there is something to tell. */

import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { PlannedScenario } from '../../runs/port/plan.ts'
import type { CheckEvent, CheckReport } from '../../runs/scenarios/check-scenarios.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import type { SuiteFindings } from '../../runs/scenarios/suite-findings.ts'
import type { ProgressEvent } from '../../runs/session/progress.ts'
import { Blocks } from './blocks.ts'
import { findingLines, strictLines } from './finding-lines.ts'
import { type LineOptions, lineOptionsOf, type TextOptions } from './options.ts'
import { headerLine, scenarioLines, scenarioStories } from './scenario-lines.ts'
import { statisticsLines } from './statistics.ts'
import { StoryRoom } from './story-room.ts'
import { reproduceLines, totalsLine } from './totals.ts'

const numbersWidth = 54

export class CheckText {
  readonly #options: LineOptions
  readonly #isStrict: boolean
  readonly #blocks = new Blocks()
  readonly #room: StoryRoom

  constructor(planned: readonly PlannedScenario[], options: TextOptions, isStrict: boolean) {
    this.#options = lineOptionsOf(planned, options, numbersWidth)
    this.#isStrict = isStrict
    this.#room = new StoryRoom(this.#options, planned.length === 1)
  }

  onOutcome(event: Exclude<CheckEvent, ProgressEvent>): readonly string[] {
    return event.kind === 'scenario' ? this.#scenario(event.finished) : this.#findings(event.findings)
  }

  /** Stories that waited for those that nobody expects; for the end of the run, before the totals. */
  lateStories(): readonly string[] {
    return this.#room.atEnd()
  }

  totals({ scenarios, suites, seconds }: CheckReport): readonly string[] {
    const { colors } = this.#options
    const findings = this.#isStrict
      ? strictLines(
          suites.map(({ suite, findings }) => ({ spec: suite.name, findings })),
          colors,
        )
      : []
    return this.#blocks.below([totalsLine(scenarios, seconds, colors), ...findings])
  }

  /** How to see again what did not fit. */
  closing({ scenarios }: CheckReport): readonly string[] {
    return reproduceLines(scenarios, this.#options.program)
  }

  #scenario(finished: FinishedScenario): readonly string[] {
    const options = this.#options
    const { run, planned, outcome } = finished
    if (options.isQuiet && outcome === 'met') return []
    const statistics = options.hasStatistics ? ['', ...statisticsLines(run.result), ''] : []
    const isAdvised = options.hasStatistics || options.isFull || run.result.completeness === 'time'
    const hints = isAdvised ? run.result.hints : []
    return this.#blocks.block(planned.suite, (name) => headerLine(name, options), [
      ...scenarioLines(finished, options),
      ...this.#room.inPlace(scenarioStories(finished, options)),
      ...statistics.map((line) => (line === '' ? '' : `      ${line}`)),
      ...hints.map((hint) => `      hint: ${oneLine(hint)}`),
    ])
  }

  #findings(found: SuiteFindings | null): readonly string[] {
    const { isQuiet, hasStatistics, colors } = this.#options
    if (found === null || (isQuiet && !this.#isStrict)) return []
    const lines = findingLines(found, colors, hasStatistics && !isQuiet)
    return lines.length === 0 ? [] : this.#blocks.block(found.suite, (name) => headerLine(name, this.#options), lines)
  }
}
