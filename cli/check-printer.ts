/** Prints a check while it goes on. */

import type { WrittenDiagrams } from '../node/diagrams.ts'
import { findingLines, strictLines } from '../reporters/text/finding-lines.ts'
import { headerLine, scenarioLines } from '../reporters/text/scenario-lines.ts'
import { statisticsLines } from '../reporters/text/statistics.ts'
import { reproduceLines, totalsLine } from '../reporters/text/totals.ts'
import type { FinishedScenario } from '../runs/finished-scenario.ts'
import type { SuiteFindings } from '../runs/suite-findings.ts'
import type { CheckSettings } from './check.ts'
import type { Output } from './output.ts'
import { ResultPrinter } from './result-printer.ts'
import type { SelectedScenario } from './select-scenarios.ts'

const numbersWidth = 54

export class CheckPrinter {
  readonly #output: Output
  readonly #settings: CheckSettings
  readonly #printer: ResultPrinter

  constructor(output: Output, selected: readonly SelectedScenario[], settings: CheckSettings) {
    this.#output = output
    this.#settings = settings
    this.#printer = new ResultPrinter(output, selected, settings, numbersWidth)
  }

  note(text: string): void {
    this.#printer.note(text)
  }

  scenario(finished: FinishedScenario): void {
    const { options } = this.#printer
    const { run, selected, outcome } = finished
    this.#printer.stack(run.failure?.stack)
    if (this.#settings.isQuiet && outcome === 'met') return
    this.#printer.block(selected.suite, (name) => headerLine(name, options), scenarioLines(finished, options))
    const { hints } = run.result
    if (this.#settings.hasStatistics) {
      this.#printer.print(['', ...statisticsLines(run.result), ''].map((line) => (line === '' ? '' : `      ${line}`)))
    }
    if (this.#settings.hasStatistics || options.isFull) this.#printer.print(hints.map((hint) => `      hint: ${hint}`))
  }

  /** What was found about a suite, once its scenarios are through; null where that is unknown. */
  findings(found: SuiteFindings | null): void {
    const { isQuiet, isStrict, hasStatistics } = this.#settings
    if (found === null || (isQuiet && !isStrict)) return
    const lines = findingLines(found, this.#output.colors, hasStatistics && !isQuiet)
    if (lines.length > 0) this.#printer.block(found.suite, (name) => headerLine(name, this.#printer.options), lines)
  }

  totals(scenarios: readonly FinishedScenario[], suites: readonly SuiteFindings[], seconds: number): void {
    const { colors } = this.#output
    const findings = this.#settings.isStrict ? strictLines(suites, colors) : []
    this.#printer.totals([totalsLine(scenarios, seconds, colors), ...findings])
  }

  diagrams(folder: string, written: WrittenDiagrams): void {
    this.#printer.diagrams(folder, written)
  }

  report(path: string): void {
    this.#printer.report(path)
  }

  reproduce(scenarios: readonly FinishedScenario[]): void {
    this.#printer.print(reproduceLines(scenarios, this.#output.program))
  }
}
