/** Prints a check while it goes on: a block for each suite, then totals. */
import { columnsOf, oneLine } from '../counterexamples/plain-text.ts'
import type { AnySuite } from '../spec/language/index.ts'
import type { CheckSettings } from './check.ts'
import type { WrittenDiagrams } from './diagrams.ts'
import type { FinishedScenario } from './finished-scenario.ts'
import type { Output } from './output.ts'
import { headerLine, type LineOptions, scenarioLines } from './scenario-lines.ts'
import type { SelectedScenario } from './select-scenarios.ts'
import { statisticsLines } from './statistics.ts'
import { reproduceLines, totalsLine } from './totals.ts'
import { plural } from './wording.ts'

const namesAtLeast = 24
const namesAtMost = 90
const widestStory = 110
const numbersWidth = 54

export class CheckPrinter {
  readonly #output: Output
  readonly #settings: CheckSettings
  readonly #options: LineOptions
  /** With the report on stdout, nothing else goes there. */
  readonly #isSilent: boolean
  #suite: AnySuite | null = null
  #isAfterBlank = false

  constructor(output: Output, selected: readonly SelectedScenario[], settings: CheckSettings) {
    const longest = Math.max(...selected.map(({ scenario }) => columnsOf(oneLine(scenario.name))))
    const room = Math.max(namesAtLeast, Math.min(namesAtMost, output.width - numbersWidth))
    this.#output = output
    this.#settings = settings
    this.#isSilent = settings.reportFile === '-'
    this.#options = {
      colors: output.colors,
      width: Math.min(output.width, widestStory),
      nameWidth: Math.max(namesAtLeast, Math.min(longest, room)),
      isFull: selected.length === 1 || settings.scenarios.length > 0,
      limits: settings.limits,
      program: output.program,
    }
  }

  note(text: string): void {
    if (!this.#settings.isQuiet) this.#output.note(text)
  }

  scenario(finished: FinishedScenario): void {
    if (this.#settings.isDebug && finished.run.failure?.stack) this.#output.note(finished.run.failure.stack)
    if (this.#settings.isQuiet && finished.outcome === 'met') return
    const { suite } = finished.selected
    if (suite !== this.#suite)
      this.#print([...(this.#suite === null ? [] : ['']), headerLine(suite.name, this.#options)])
    this.#suite = suite
    this.#print(scenarioLines(finished, this.#options))
    const { hints } = finished.run.result
    if (this.#settings.hasStatistics) {
      this.#print(['', ...statisticsLines(finished.run.result), ''].map((line) => (line === '' ? '' : `      ${line}`)))
    }
    if (this.#settings.hasStatistics || this.#options.isFull) this.#print(hints.map((hint) => `      hint: ${hint}`))
  }

  totals(scenarios: readonly FinishedScenario[], seconds: number): void {
    const line = totalsLine(scenarios, seconds, this.#output.colors)
    if (this.#isSilent) this.note(line)
    else this.#print([...(this.#suite === null ? [] : ['']), line])
  }

  diagrams(folder: string, { count, problems, renderer }: WrittenDiagrams): void {
    for (const problem of problems) this.#output.note(`ackproof: ${problem}`)
    if (!this.#settings.isQuiet) {
      this.#print([
        `diagrams: ${plural(count, 'counterexample')}, as .dot and .svg, in ${folder}${renderer === null ? '' : ` (${renderer})`}`,
      ])
    }
  }

  report(path: string): void {
    if (!this.#settings.isQuiet) this.#print([`report: ${path}`])
  }

  reproduce(scenarios: readonly FinishedScenario[]): void {
    this.#print(reproduceLines(scenarios, this.#output.program))
  }

  #print(lines: readonly string[]): void {
    if (this.#isSilent) return
    for (const line of lines) {
      if (line === '' && this.#isAfterBlank) continue
      this.#output.line(line)
      this.#isAfterBlank = line === ''
    }
  }
}
