/** Prints the results of whatever runs scenarios, while it goes on: a block for each suite, then totals. */
import { columnsOf, oneLine } from '../counterexamples/plain-text.ts'
import type { WrittenDiagrams } from '../node/diagrams.ts'
import type { LineOptions } from '../reporters/text/scenario-lines.ts'
import { plural } from '../runs/wording.ts'
import type { AnySuite } from '../spec/language/index.ts'
import type { CheckSettings } from './check.ts'
import type { Output } from './output.ts'
import type { SelectedScenario } from './select-scenarios.ts'

const namesAtLeast = 24
const namesAtMost = 90
const widestStory = 110

export class ResultPrinter {
  readonly options: LineOptions
  readonly #output: Output
  readonly #settings: CheckSettings
  /** With the report on stdout, nothing else goes there. */
  readonly #isSilent: boolean
  #suite: AnySuite | null = null
  #isAfterBlank = false

  /** `numbersWidth` = columns that a line needs besides the scenario's name. */
  constructor(output: Output, selected: readonly SelectedScenario[], settings: CheckSettings, numbersWidth: number) {
    const longest = Math.max(...selected.map(({ scenario }) => columnsOf(oneLine(scenario.name))))
    const room = Math.max(namesAtLeast, Math.min(namesAtMost, output.width - numbersWidth))
    this.#output = output
    this.#settings = settings
    this.#isSilent = settings.reportFile === '-'
    this.options = {
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

  /** A stack trace, where these are wanted. */
  stack(stack: string | null | undefined): void {
    if (this.#settings.isDebug && stack) this.#output.note(stack)
  }

  /** Lines about a scenario, below the header of its suite. */
  block(suite: AnySuite, header: (name: string) => string, lines: readonly string[]): void {
    if (suite !== this.#suite) this.print([...(this.#suite === null ? [] : ['']), header(suite.name)])
    this.#suite = suite
    this.print(lines)
  }

  totals(lines: readonly string[]): void {
    if (this.#isSilent) for (const line of lines) this.note(line)
    else this.print([...(this.#suite === null ? [] : ['']), ...lines])
  }

  diagrams(folder: string, { count, problems, renderer }: WrittenDiagrams): void {
    for (const problem of problems) this.#output.note(`ackproof: ${problem}`)
    if (!this.#settings.isQuiet) {
      this.print([
        `diagrams: ${plural(count, 'counterexample')}, as .dot and .svg, in ${folder}${renderer === null ? '' : ` (${renderer})`}`,
      ])
    }
  }

  report(path: string): void {
    if (!this.#settings.isQuiet) this.print([`report: ${path}`])
  }

  /** Blank lines that follow one another are one. */
  print(lines: readonly string[]): void {
    if (this.#isSilent) return
    for (const line of lines) {
      if (line === '' && this.#isAfterBlank) continue
      this.#output.line(line)
      this.#isAfterBlank = line === ''
    }
  }
}
