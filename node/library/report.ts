/** What a check came to, for the program that asked for it. */
import pc from 'picocolors'
import type { CheckResult, Completeness, Finding, Verdict } from '../../checker/contract/result.ts'
import { type CheckData, locationNamed } from '../../reporters/json/check-report.ts'
import { jsonOf } from '../../reporters/json/json.ts'
import { textOf } from '../../reporters/text/text.ts'
import { verdictText } from '../../reporters/verdict-text.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { CheckReport } from '../../runs/scenarios/check-scenarios.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import { expectedText, type JudgedProperty } from '../../runs/scenarios/judge.ts'
import { countProblemsOf } from '../../runs/scenarios/problems.ts'
import type { Outcome } from '../../runs/session/exit-code.ts'
import type { PropertyKind } from '../../spec/language/index.ts'
import { type ToldStory, toldStory } from './told-story.ts'

export interface Report {
  /** Whether every scenario was checked to its end and came out as expected, with no finding where these count. */
  readonly ok: boolean
  /** Whether the end was asked for before it came. */
  readonly interrupted: boolean
  readonly scenarios: readonly ScenarioReport[]
  /** What is suspicious about a suite, of which all scenarios were checked, beside the verdicts. */
  readonly findings: readonly FindingReport[]
  readonly seconds: number
  /** As `ackproof check` prints it. */
  text(options?: { readonly color?: boolean; readonly width?: number }): string
  /** The report that `ackproof check --json` writes; places in the working folder are relative to it. */
  json(): CheckData
}

export interface ScenarioReport {
  readonly suite: string
  readonly name: string
  /** Row of the reference table that it realises, or null. */
  readonly id: string | null
  readonly ok: boolean
  /** `undecided`: a limit came before an answer. `error`: the specification made a mistake. */
  readonly outcome: Outcome
  /** False where the whole check ended before this scenario. */
  readonly ran: boolean
  /** `file:line:column` of its declaration, where it is known. */
  readonly location: string | null
  readonly completeness: Completeness
  readonly states: CheckResult['states']
  readonly seconds: number
  /** The scenario's headline first. */
  readonly properties: readonly PropertyReport[]
  /** Pinned counts that do not fit, or could not be compared, one sentence each. */
  readonly countProblems: readonly string[]
  /** What its author may want to look at, one sentence each: a function that did not return, a family that is read whole. */
  readonly hints: readonly string[]
  /** The mistake in the specification that ended it, or null. */
  readonly error: { readonly message: string; readonly location: string | null } | null
}

export interface PropertyReport {
  readonly name: string
  readonly kind: PropertyKind
  readonly verdict: Verdict
  /** The verdict with its bounds, in words: `holds on the full graph`. */
  readonly text: string
  /** What the scenario expects: `violated in 9 states`; null where it ignores the property. */
  readonly expected: string | null
  readonly ok: boolean
  /** What does not fit, as a sentence; null where it is as expected. */
  readonly problem: string | null
  /** `file:line:column` of its declaration, where it is known. */
  readonly location: string | null
  /** How the promise broke or the goal is reached; null where it did not, or the end came before it could be told. */
  readonly story: ToldStory | null
}

export interface FindingReport extends Finding {
  readonly suite: string
}

export function reportOf(report: CheckReport): Report {
  const { limits, seconds, interrupted } = report
  const scenarios = report.scenarios.map((finished) => scenarioReport(finished, limits))
  return {
    ok: report.exitCode === 0,
    interrupted: interrupted !== null,
    scenarios,
    findings: report.suites.flatMap(({ suite, findings }) =>
      findings.map((finding) => ({ ...finding, suite: suite.name })),
    ),
    seconds,
    text: ({ color = false, width = 100 } = {}) => {
      const isFull = scenarios.length === 1
      const words = { isFull, isQuiet: false, hasStatistics: false, limits, program: 'ackproof' }
      return textOf(report, { colors: pc.createColors(color), width, ...words })
    },
    json: () => jsonOf(report, process.cwd()) as CheckData,
  }
}

export function scenarioReport(finished: FinishedScenario, limits: RunLimits): ScenarioReport {
  const { planned, run, judgement, outcome, wasRun } = finished
  const { suite, name, id, location } = planned.scenario
  const { completeness, states, engine } = run.result
  return {
    suite,
    name,
    id,
    ok: outcome === 'met',
    outcome,
    ran: wasRun,
    location,
    completeness,
    states,
    seconds: engine.seconds,
    properties: judgement.properties.map((judged) => propertyReport(judged, finished, limits)),
    countProblems: wasRun ? countProblemsOf(finished) : [],
    hints: run.result.hints,
    error: run.failure && { message: run.failure.message, location: run.failure.location },
  }
}

function propertyReport(
  { result, expected, outcome, problem }: JudgedProperty,
  { planned, run }: FinishedScenario,
  limits: RunLimits,
): PropertyReport {
  const { constraints, properties } = planned.scenario.spec
  const names = constraints.map(({ name }) => name)
  const story = run.stories[result.name]
  return {
    name: result.name,
    kind: result.kind,
    verdict: result.verdict,
    text: verdictText(result, run.result, names, limits),
    expected: expected === null ? null : expectedText(expected),
    ok: outcome === 'met',
    problem,
    location: locationNamed(result.name, properties),
    story: story === undefined ? null : toldStory(story, planned.scenario.name),
  }
}
