/** Results on stdout, line by line, news on stderr. With a report on stdout nothing else goes there. */
import { visible } from '../counterexamples/print/plain-text.ts'
import type { Failure } from '../runs/port/engine.ts'
import type { Output } from './output.ts'

export class Printer {
  readonly #output: Output
  readonly #isSilent: boolean
  readonly #isQuiet: boolean
  #isAfterBlank = false

  /** `isSilent`: stdout belongs to a report. `isQuiet`: no news about the run. */
  constructor(output: Output, isSilent: boolean, isQuiet: boolean) {
    this.#output = output
    this.#isSilent = isSilent
    this.#isQuiet = isQuiet
  }

  readonly note = (text: string): void => {
    if (!this.#isQuiet) this.#output.note(text)
  }

  /** A stack trace, where these are wanted. */
  stack(isWanted: boolean, failure: Failure | null): void {
    if (isWanted && failure?.stack) this.#output.note(failure.stack.split('\n').map(visible).join('\n'))
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

  /** The totals, which are news where stdout belongs to a report. */
  printTotals(lines: readonly string[]): void {
    if (this.#isSilent) for (const line of lines) this.note(line)
    else this.print(lines)
  }
}
