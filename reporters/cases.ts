/**
 * A report as the flat list that other tools expect: one case for each promise of each scenario, and for what a scenario
 * pins besides, with what does not fit.
 */
import { storyText } from '../counterexamples/index.ts'
import { oneLine } from '../counterexamples/print/plain-text.ts'
import type { FinishedSearch } from '../runs/faults/finished-search.ts'
import type { Report } from '../runs/report.ts'
import type { FinishedScenario } from '../runs/scenarios/finished-scenario.ts'
import { countProblemsOf } from '../runs/scenarios/problems.ts'
import type { SuiteFindings } from '../runs/scenarios/suite-findings.ts'
import { reproduceCommand, searchCommand } from './reproduce.ts'
import { verdictText } from './verdict-text.ts'

/** `undecided` and `error` are no passes: a limit came before an answer, or the specification made a mistake. */
export type CaseStatus = 'passed' | 'failed' | 'undecided' | 'error' | 'not run'

export interface ReportCase {
  readonly suite: string
  readonly scenario: string
  /** Name of the promise, or what else is looked at: `the size of the graph`. */
  readonly name: string
  readonly status: CaseStatus
  /** What does not fit, or what was found, in one sentence. */
  readonly text: string
  /** The story, where the case failed and there is one; lines of plain text. */
  readonly story: string | null
  /** The command that shows it again. */
  readonly reproduce: string
  /** `file:line:column` in the user's source, where it is known. */
  readonly location: string | null
  readonly seconds: number
}

export function casesOf(report: Report): readonly ReportCase[] {
  switch (report.kind) {
    case 'check':
      return [
        ...report.scenarios.flatMap((finished) => ofScenario(finished, report.limits)),
        ...report.suites.flatMap((found) => ofFindings(found, report.isStrict)),
      ]
    case 'faults':
      return report.searches.flatMap(ofSearch)
    case 'mutation':
      return [
        ...report.unmet.map(({ planned, message }) =>
          blank(planned.suite.name, planned.scenario.name, 'without any mutation', 'failed', message),
        ),
        ...(report.differences?.unknown ?? []).map(({ suite, id }) =>
          blank(suite, 'mutation', id, 'failed', 'no property notices it, and it is not among the known survivors'),
        ),
        ...report.notRun.map((suite) => blank(suite, 'mutation', 'all mutants', 'not run', 'the run ended before')),
      ]
  }
}

/** Those that keep a report from being fine. */
export function amissIn(cases: readonly ReportCase[]): readonly ReportCase[] {
  return cases.filter(({ status }) => status !== 'passed')
}

function blank(suite: string, scenario: string, name: string, status: CaseStatus, text: string): ReportCase {
  return { suite, scenario, name, status, text: oneLine(text), story: null, reproduce: '', location: null, seconds: 0 }
}

function ofScenario(finished: FinishedScenario, limits: Parameters<typeof verdictText>[3]): readonly ReportCase[] {
  const { planned, run, judgement, wasRun } = finished
  const { suite, scenario } = planned
  const reproduce = reproduceCommand(planned)
  const constraints = scenario.spec.constraints.map(({ name }) => name)
  const base = { suite: suite.name, scenario: scenario.name, reproduce, story: null, location: null, seconds: 0 }
  const properties = judgement.properties.map(({ result, outcome, problem }): ReportCase => {
    const story = run.stories[result.name]
    const status = !wasRun ? 'not run' : outcome === 'met' ? 'passed' : outcome === 'unmet' ? 'failed' : 'undecided'
    return {
      ...base,
      name: result.name,
      status,
      text: oneLine(problem ?? verdictText(result, run.result, constraints, limits)),
      story:
        status === 'failed' && story !== undefined ? storyText(story, { color: false, width: 100, reproduce }) : null,
    }
  })
  const [first, ...others] = properties
  const timed = first === undefined ? [] : [{ ...first, seconds: run.result.engine.seconds }, ...others]
  const counts = wasRun ? countProblemsOf(finished) : []
  const size = counts.map(
    (text): ReportCase => ({
      ...base,
      name: 'the size of the graph',
      status: judgement.isComplete ? 'failed' : 'undecided',
      text,
    }),
  )
  const { failure } = run
  if (failure === null) return [...timed, ...size]
  const error: ReportCase = {
    ...base,
    name: 'the specification',
    status: 'error',
    text: oneLine(failure.message),
    location: failure.location,
  }
  return [error, ...timed]
}

function ofSearch({ searched, properties, run, wasRun }: FinishedSearch): readonly ReportCase[] {
  const { suite, scenario } = searched
  const reproduce = searchCommand(searched)
  const base = { suite: suite.name, scenario: scenario.name, reproduce, story: null, location: null, seconds: 0 }
  const cases = properties.map(({ name, outcome, problem, sentence }): ReportCase => {
    const status = !wasRun ? 'not run' : outcome === 'met' ? 'passed' : outcome === 'unmet' ? 'failed' : 'undecided'
    return { ...base, name, status, text: oneLine(problem ?? sentence) }
  })
  if (run.failure === null) return cases
  const { message, location } = run.failure.failure
  return [{ ...base, name: 'the specification', status: 'error', text: oneLine(message), location }, ...cases]
}

/** Findings fail a strict check, and are told in any other. */
function ofFindings({ suite, findings }: SuiteFindings, isStrict: boolean): readonly ReportCase[] {
  return findings.map(({ kind, text }) => blank(suite.name, 'findings', kind, isStrict ? 'failed' : 'passed', text))
}
