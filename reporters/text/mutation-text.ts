/** Mutants as text: a block for each suite. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { MutationEvent, MutationReport } from '../../runs/mutate/mutate-suites.ts'
import { reproduceCommand } from '../reproduce.ts'
import { differenceLines, suiteLines, totalsText } from './mutation-lines.ts'
import type { TextOptions } from './options.ts'

export class MutationText {
  readonly #options: Pick<TextOptions, 'colors' | 'program'>

  constructor(options: Pick<TextOptions, 'colors' | 'program'>) {
    this.#options = options
  }

  onOutcome(event: Exclude<MutationEvent, { kind: 'progress' }>): readonly string[] {
    const { colors, program } = this.#options
    if (event.kind === 'suite') return [...suiteLines(event.suite, colors), '']
    const { planned, message } = event.unmet
    return [
      `${colors.bold(oneLine(planned.suite.name))}  ${colors.red('not mutated')}: it is not as it expects to be in the first place`,
      `  ${oneLine(planned.scenario.name)}: ${oneLine(message)}`,
      `  ${reproduceCommand(planned, program)}`,
      '',
    ]
  }

  /** A run that is over, as it was shown while it went on. */
  whole(report: MutationReport): readonly string[] {
    return [
      ...report.ended.flatMap((suite) => this.onOutcome({ kind: 'suite', suite })),
      ...report.unmet.flatMap((unmet) => this.onOutcome({ kind: 'unmet', unmet })),
      ...this.totals(report, 'the file of survivors'),
    ]
  }

  /** `survivorsFile` is the file that the differences are those from. */
  totals({ ended, notRun, seconds, differences }: MutationReport, survivorsFile: string): readonly string[] {
    const found = differences === null ? [] : differenceLines(differences, survivorsFile)
    return [totalsText(ended, notRun, seconds), ...found]
  }
}
