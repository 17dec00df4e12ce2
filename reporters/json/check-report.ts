/** The machine-readable report. Fields are only ever added; `version` changes if one has to go. */
import type { ActionStatistics, CheckResult, Completeness, Finding, Verdict } from '../../checker/contract/result.ts'
import type { Failure } from '../../runs/port/engine.ts'
import type { RunLimits } from '../../runs/port/limits.ts'
import type { ScenarioOutline, SpecOutline } from '../../runs/port/outline.ts'
import type { CheckReport } from '../../runs/scenarios/check-scenarios.ts'
import type { FinishedScenario } from '../../runs/scenarios/finished-scenario.ts'
import type { JudgedProperty } from '../../runs/scenarios/judge.ts'
import { countProblemsOf, problemsOf } from '../../runs/scenarios/problems.ts'
import type { AcceptedFinding } from '../../runs/scenarios/suite-findings.ts'
import type { EndedRun, RunError } from '../../runs/session/ended-run.ts'
import type { Outcome } from '../../runs/session/exit-code.ts'
import type { EndingSignal } from '../../runs/session/session.ts'
import type { Counts, PropertyKind, Trace } from '../../spec/language/index.ts'
import { reproduceCommand } from '../reproduce.ts'
import { verdictText } from '../verdict-text.ts'
import { type StoryData, storyData } from './explanation.ts'
import { type ObservationData, observedData } from './observed.ts'
import { asItIs, type Located } from './relative-location.ts'
import type { ShardData } from './shard-data.ts'

/** What every report begins with. */
export interface DataHead {
  readonly version: 1
  readonly kind: 'check' | 'faults' | 'mutation' | 'audit'
  /** True when every expectation of every scenario is met, and every scenario was run. */
  readonly ok: boolean
  readonly exitCode: number
  /** The signal that ended the run early, or null. */
  readonly interrupted: EndingSignal | null
  readonly seconds: number
  /** Why nothing was run: wrong usage, or a file that cannot be loaded; or null. */
  readonly error: RunError | null
  /** Which part of a run this is, where it is no whole one. */
  readonly shard?: ShardData
  /** What the compiler says of the specifications; left out where it was not asked. */
  readonly typeErrors?: readonly RunError[]
}

export interface CheckData extends DataHead {
  readonly kind: 'check'
  readonly limits: RunLimits
  /** Whether findings count as failures. */
  readonly strict: boolean
  readonly results: readonly ScenarioData[]
  /** Suites of which all scenarios were run to some end. */
  readonly suites: readonly SuiteData[]
}

export interface SuiteData {
  readonly spec: string
  readonly location: string | null
  /** What every scenario that was explored to its end confirms, and the suite does not accept. */
  readonly findings: readonly Finding[]
  /** What it does accept, with its reasons. */
  readonly accepted: readonly AcceptedFinding[]
}

/** What is said of a scenario in every report: which it is, and what it came to. */
export interface ScenarioHead {
  /** Name of the suite. */
  readonly spec: string
  readonly scenario: string
  readonly id: string | null
  /** Where it is declared, `file:line:column`; null where that is not known, and for suites that ship with the tool. */
  readonly location: string | null
  readonly ok: boolean
  readonly outcome: Outcome
  /** False where the whole run ended before this scenario. */
  readonly ran: boolean
}

export function scenarioHead(
  { suite, name, id, location }: ScenarioOutline,
  { outcome, wasRun }: { readonly outcome: Outcome; readonly wasRun: boolean },
  at: Located,
): ScenarioHead {
  return { spec: suite, scenario: name, id, location: at(location), ok: outcome === 'met', outcome, ran: wasRun }
}

export interface ScenarioData extends ScenarioHead {
  readonly completeness: Completeness
  /** Whether everything was explored that the scenario asks for. */
  readonly complete: boolean
  readonly states: CheckResult['states']
  /** Pinned counts, or null. */
  readonly expectedStates: Counts | null
  readonly engine: CheckResult['engine']
  readonly bounds: CheckResult['bounds']
  readonly waiting: number
  readonly configuration: Readonly<Record<string, unknown>>
  readonly neighbour: string | null
  readonly actions: Readonly<Record<string, ActionStatistics & { readonly location: string | null }>>
  readonly properties: readonly PropertyData[]
  readonly variables: CheckResult['variables']
  readonly hints: readonly string[]
  /** What this scenario says about the specification beside its verdicts; another scenario may say otherwise. */
  readonly findings: readonly Finding[]
  /** What does not fit the expectations, one sentence each. */
  readonly problems: readonly string[]
  /** Those of them that are about pinned counts. */
  readonly countProblems: readonly string[]
  /** An error in the specification that ended the run, or null. */
  readonly error: ErrorData | null
  /** The command that runs this scenario again. */
  readonly reproduce: string
}

export interface ErrorData {
  readonly code: string
  readonly message: string
  readonly location: string | null
  /** A shortest way to the state that a function was run for, or by the step that was looked at; null for neither. */
  readonly trace: Trace | null
  /** That way, one sentence a step; null where there is none. */
  readonly sentences: readonly string[] | null
}

export function errorData({ code, message, location, path }: Failure, at: Located): ErrorData {
  const sentences = path?.steps.map(({ sentence }) => sentence) ?? null
  return { code, message, location: at(location), trace: path?.trace ?? null, sentences }
}

export interface PropertyData extends StoryData {
  readonly name: string
  readonly kind: PropertyKind
  readonly location: string | null
  readonly verdict: Verdict
  /** The verdict with its bounds, in words. */
  readonly text: string
  /** Why the verdict is `undecided`, or holds for less than everything, where the bounds alone do not say it; or null. */
  readonly reason: string | null
  /** Null where the scenario ignores the property. */
  readonly expected: Exclude<Verdict, 'undecided'> | null
  /** Pinned length of the story in states, or null. */
  readonly expectedLength: number | null
  readonly ok: boolean
  readonly outcome: Exclude<Outcome, 'error'>
  /** What does not fit, in one sentence; or null. */
  readonly problem: string | null
  /** Of a suite that ships: on which real systems the break was seen; left out where none was tried. */
  readonly observed?: readonly ObservationData[]
}

export function headOf<Kind extends DataHead['kind']>(
  { exitCode, interrupted, seconds, error, typeErrors }: EndedRun,
  { kind, isMet, at }: { readonly kind: Kind; readonly isMet: boolean; readonly at: Located },
): DataHead & { readonly kind: Kind } {
  const placed = (each: RunError): RunError => ({ ...each, location: at(each.location) })
  const told = error === null ? null : placed(error)
  const types = typeErrors?.map(placed)
  const ok = error === null && interrupted === null && (types ?? []).length === 0 && isMet
  const head = { version: 1, kind, ok, exitCode, interrupted, seconds, error: told } as const
  return types === undefined ? head : { ...head, typeErrors: types }
}

export function checkData(report: CheckReport, at: Located = asItIs): CheckData {
  const { scenarios, suites, limits, isStrict } = report
  const isMet = scenarios.every(({ outcome }) => outcome === 'met')
  return {
    ...headOf(report, { kind: 'check', isMet, at }),
    limits,
    strict: isStrict,
    results: scenarios.map((finished) => scenarioData(finished, limits, at)),
    suites: suites.map(({ suite, findings, accepted }) => ({
      spec: suite.name,
      location: at(suite.location),
      findings: findings.map((each) => placedFinding(each, at)),
      accepted: accepted.map((each) => placedFinding(each, at)),
    })),
  }
}

function placedFinding<Found extends Finding>(finding: Found, at: Located): Found {
  const location = at(finding.location ?? null)
  return location === null ? finding : { ...finding, location }
}

function scenarioData(finished: FinishedScenario, limits: RunLimits, at: Located): ScenarioData {
  const { planned, run, judgement } = finished
  const { scenario } = planned
  const { result, failure } = run
  return {
    ...scenarioHead(scenario, finished, at),
    completeness: result.completeness,
    complete: judgement.isComplete,
    states: result.states,
    expectedStates: scenario.counts,
    engine: result.engine,
    bounds: result.bounds,
    waiting: result.waiting,
    configuration: scenario.configuration,
    neighbour: scenario.neighbour,
    actions: actionData(result.actions, scenario.spec, at),
    properties: judgement.properties.map((property) => propertyData(property, finished, limits, at)),
    variables: result.variables,
    hints: result.hints,
    findings: result.findings,
    problems: problemsOf(finished),
    countProblems: countProblemsOf(finished),
    error: failure === null ? null : errorData(failure, at),
    reproduce: reproduceCommand(planned),
  }
}

function actionData(actions: CheckResult['actions'], spec: SpecOutline, at: Located): ScenarioData['actions'] {
  const entries = Object.entries(actions).map(([name, counts]) => {
    return [name, { ...counts, location: at(locationNamed(name, spec.actions)) }] as const
  })
  return Object.fromEntries(entries)
}

/** Where the action or property of that name is declared. */
export function locationNamed(
  name: string,
  declared: readonly { readonly name: string; readonly location: string | null }[],
): string | null {
  return declared.find((each) => each.name === name)?.location ?? null
}

function propertyData(
  judged: JudgedProperty,
  finished: FinishedScenario,
  limits: RunLimits,
  at: Located,
): PropertyData {
  const { result, expected, outcome, problem } = judged
  const { spec } = finished.planned.scenario
  const constraints = spec.constraints.map(({ name }) => name)
  return {
    name: result.name,
    kind: result.kind,
    location: at(locationNamed(result.name, spec.properties)),
    verdict: result.verdict,
    text: verdictText(result, finished.run.result, constraints, limits),
    reason: result.reason,
    expected: expected?.verdict ?? null,
    expectedLength: expected !== null && 'length' in expected ? (expected.length ?? null) : null,
    ok: outcome === 'met',
    outcome,
    problem,
    ...storyData(result.part, result.trace, finished.run.stories[result.name] ?? null),
    ...observedData(finished.planned, result.name),
  }
}
