/** A whole report as the terminal would have shown it. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { Report } from '../../runs/report.ts'
import { CheckText } from './check-text.ts'
import { FaultText } from './fault-text.ts'
import { MutationText } from './mutation-text.ts'
import type { TextOptions } from './options.ts'

export function textOf(report: Report, options: TextOptions): string {
  const lines = report.error === null ? linesOf(report, options) : [oneLine(report.error.message)]
  return lines.map((line) => `${line}\n`).join('')
}

function linesOf(report: Report, options: TextOptions): readonly string[] {
  switch (report.kind) {
    case 'check': {
      const { scenarios, suites, isStrict } = report
      const text = new CheckText(
        scenarios.map(({ planned }) => planned),
        options,
        isStrict,
      )
      const lines = scenarios.flatMap((finished, at) => {
        const { suite } = finished.planned
        const findings = suites.find((each) => each.suite === suite) ?? null
        const isLast = suite !== scenarios[at + 1]?.planned.suite
        return [
          ...(finished.wasRun ? text.onOutcome({ kind: 'scenario', finished }) : []),
          ...(isLast ? text.onOutcome({ kind: 'suite', findings }) : []),
        ]
      })
      return [...lines, ...text.lateStories(), ...text.totals(report), ...text.closing(report)]
    }
    case 'faults': {
      const text = new FaultText(
        report.searches.map(({ searched }) => searched),
        options,
      )
      const lines = report.searches.flatMap((finished) => (finished.wasRun ? text.onOutcome({ finished }) : []))
      return [...lines, ...text.lateStories(), ...text.totals(report), ...text.closing(report)]
    }
    case 'mutation':
      return new MutationText(options).whole(report)
  }
}
