/** `expectMet`: one error that tells every expectation that is not met. */
import { failing } from '../../checker/trust/findings.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import { describeKind } from '../../spec/language/specify.ts'
import type { PropertyReport, Report, ScenarioReport } from './report.ts'

/** Stories that are told in full. */
const mostStories = 3

/** Expectations that are not met. It has a message and no more: test runners print every other property. */
export class UnmetError extends Error {
  override readonly name = 'UnmetError'
}

/**
 * Throws one `UnmetError` unless the report is fine: every expectation that is not met, with its place in the source,
 * then the first stories in full. The report has all of them.
 */
export function expectMet(report: Report): void {
  if (!isReport(report)) {
    throw new TypeError(
      `expectMet: a report of checkSuite was expected, and ${describeKind(report)} was given${hintFor(report)}`,
    )
  }
  if (report.ok) return
  const problems = problemsIn(report)
  const stories = report.scenarios
    .flatMap(({ properties }) => properties)
    .flatMap(({ ok, story }) => (ok || story === null ? [] : [story]))
  const told = stories.slice(0, mostStories).map((story) => story.text().trimEnd())
  const more = stories.length - told.length
  const untold = more > 0 ? [`… and ${plural(more, 'more story', 'more stories')} in the report`] : []
  const head = `the check is not fine: ${plural(problems.length, 'problem')}`
  const message = [[head, ...problems.map((problem) => `  ✗ ${problem}`)].join('\n'), ...told, ...untold].join('\n\n')
  const error = new UnmetError(message)
  Error.captureStackTrace?.(error, expectMet)
  throw error
}

function isReport(value: unknown): value is Report {
  return typeof value === 'object' && value !== null && 'ok' in value && 'scenarios' in value
}

function hintFor(given: unknown): string {
  return given instanceof Promise ? ': write expectMet(await checkSuite(…))' : ''
}

function problemsIn({ scenarios, findings, interrupted }: Report): readonly string[] {
  const found = scenarios.flatMap((scenario) => scenarioProblems(scenario, `${scenario.suite} › ${scenario.name}`))
  const ended = interrupted ? ['the check was ended before it was through'] : []
  // Findings count only in a strict check, in which they may be all that is amiss.
  const onlyFindings = found.length === 0 && ended.length === 0
  return [...found, ...ended, ...(onlyFindings ? failing(findings).map(({ suite, text }) => `${suite}: ${text}`) : [])]
}

function scenarioProblems(
  { properties, countProblems, error, ran, outcome, hints }: ScenarioReport,
  name: string,
): readonly string[] {
  if (!ran) return [`${name}: not checked`]
  return [
    ...(error === null ? [] : [`${name}: ${error.message}`]),
    ...properties.filter(({ ok }) => !ok).map((property) => `${name} › ${propertyProblem(property)}`),
    ...countProblems.map((problem) => `${name}: ${problem}`),
    ...(outcome === 'undecided' ? hints.map((hint) => `${name}: ${hint}`) : []),
  ]
}

function propertyProblem({ name, problem, location }: PropertyReport): string {
  return `${name}: ${problem}${location === null ? '' : ` (${location})`}`
}
