/** Fault searches in the machine-readable report. Fields are only ever added. */

import type { CheckResult, Completeness, Verdict } from '../../checker/contract/result.ts'
import type { Budget } from '../../checker/faults/budgets.ts'
import type { FinishedSearch, JudgedFrontier } from '../../runs/faults/finished-search.ts'
import { faultBudget } from '../../runs/faults/run-search.ts'
import type { FaultReport } from '../../runs/faults/search-scenarios.ts'
import type { SpecOutline } from '../../runs/port/outline.ts'
import type { FaultBudget } from '../../runs/port/task.ts'
import type { FaultKind, PropertyKind } from '../../spec/language/index.ts'
import { searchCommand } from '../reproduce.ts'
import {
  type CheckData,
  type ErrorData,
  errorData,
  headOf,
  locationNamed,
  type ScenarioHead,
  scenarioHead,
} from './check-report.ts'
import { type StoryData, storyData } from './explanation.ts'
import { asItIs, type Located } from './relative-location.ts'

/** The report of `check --faults`: nothing in `results`, a member of `faults` for each scenario. */
export interface FaultData extends Omit<CheckData, 'kind'> {
  readonly kind: 'faults'
  readonly faults: readonly SearchData[]
  /** Selected scenarios that declare no faults, and were left out. */
  readonly withoutFaults: readonly { readonly spec: string; readonly scenario: string }[]
}

export interface SearchData extends ScenarioHead {
  readonly seconds: number
  /** The scenario's own; each budget takes the place of what it says of the same keys. */
  readonly configuration: Readonly<Record<string, unknown>>
  /** Keys that are fault budgets, in the order of the search. */
  readonly kinds: readonly FaultKind[]
  readonly properties: readonly FrontierData[]
  /** Every budget, in the order of the search. */
  readonly budgets: readonly BudgetData[]
  readonly replays: readonly ReplayData[]
  /** What does not fit what is expected, one sentence each. */
  readonly problems: readonly string[]
  readonly error: (ErrorData & { readonly budget: FaultBudget }) | null
  readonly reproduce: string
}

export interface FrontierData {
  readonly name: string
  readonly kind: PropertyKind
  readonly location: string | null
  readonly sentence: string
  /** The sentence that is expected, or null. */
  readonly expected: string | null
  readonly ok: boolean
  readonly outcome: JudgedFrontier['outcome']
  /** What does not fit, in one sentence; or null. */
  readonly problem: string | null
  /** Whether every budget is settled. */
  readonly settled: boolean
  /** The fewest faults that break the promise, or reach the goal. */
  readonly fewest: readonly FaultBudget[]
  /** The most faults with which, and with fewer than which, there is no story. */
  readonly safe: readonly FaultBudget[]
  /** Budgets without a story, above one with a story. */
  readonly exceptions: readonly FaultBudget[]
  /** The smallest budgets of which nothing is known. */
  readonly undecided: readonly FaultBudget[]
  /** One for each of `fewest`. */
  readonly stories: readonly (StoryData & { readonly budget: FaultBudget })[]
}

export interface BudgetData {
  readonly budget: FaultBudget
  /** `replayed`: every story of a smaller budget came to the same end here, so that there was nothing to explore. */
  readonly how: 'explored' | 'replayed' | 'untried'
  readonly verdicts: Readonly<Record<string, Verdict>>
  /** How far the exploration came, or null. */
  readonly completeness: Completeness | null
  readonly states: CheckResult['states'] | null
  readonly bounds: CheckResult['bounds'] | null
  readonly seconds: number | null
}

/** A story found with the budget `from`, run again with `budget`. */
export interface ReplayData {
  readonly property: string
  readonly from: FaultBudget
  readonly budget: FaultBudget
  /** Whether it came to the same end. */
  readonly same: boolean
  /** Why not, or null. */
  readonly reason: string | null
}

export function faultData(report: FaultReport, at: Located = asItIs): FaultData {
  const { searches, leftOut, limits } = report
  const isMet = searches.every(({ outcome }) => outcome === 'met')
  return {
    ...headOf(report, { kind: 'faults', isMet, at }),
    limits,
    strict: false,
    results: [],
    suites: [],
    faults: searches.map((finished) => searchData(finished, at)),
    withoutFaults: leftOut.map(({ suite, scenario }) => ({ spec: suite.name, scenario: scenario.name })),
  }
}

function searchData(finished: FinishedSearch, at: Located): SearchData {
  const { searched, run, properties } = finished
  const { scenario, kinds } = searched
  const named = (budget: Budget): FaultBudget => faultBudget(kinds, budget)
  return {
    ...scenarioHead(scenario, finished, at),
    seconds: run.seconds,
    configuration: scenario.configuration,
    kinds,
    properties: properties.map((property) => frontierData(property, { spec: scenario.spec, named, at })),
    budgets: run.search.budgets.map((budget) => budgetData(budget, finished)),
    replays: run.search.replays.map(({ property, from, budget, result: replay }) => ({
      property,
      from: named(from),
      budget: named(budget),
      same: replay.isSame,
      reason: replay.isSame ? null : replay.reason,
    })),
    problems: properties.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`])),
    error: errorOf(finished, at),
    reproduce: searchCommand(searched),
  }
}

interface Words {
  readonly spec: SpecOutline
  readonly named: (budget: Budget) => FaultBudget
  readonly at: Located
}

function frontierData(property: JudgedFrontier, { spec, named, at }: Words): FrontierData {
  const { name, kind, frontier, sentence, expected, outcome, problem, stories } = property
  return {
    name,
    kind,
    location: at(locationNamed(name, spec.properties)),
    sentence,
    expected,
    ok: outcome === 'met',
    outcome,
    problem,
    settled: frontier.isSettled,
    fewest: frontier.fewest.map(named),
    safe: frontier.safe.map(named),
    exceptions: frontier.exceptions.map(named),
    undecided: frontier.undecided.map(named),
    stories: stories.map(({ budget, part, story, trace }) => ({
      budget: named(budget),
      ...storyData(part, trace, story),
    })),
  }
}

function budgetData(budget: Budget, { searched, run, properties }: FinishedSearch): BudgetData {
  const entries = properties.map(({ name }) => [name, run.search.entry(name, budget)] as const)
  const result = run.runs.get(budget)?.result
  const isTried = entries.every(([, { how }]) => how !== 'untried')
  return {
    budget: faultBudget(searched.kinds, budget),
    how: result !== undefined ? 'explored' : isTried ? 'replayed' : 'untried',
    verdicts: Object.fromEntries(entries.map(([name, { verdict }]) => [name, verdict])),
    completeness: result?.completeness ?? null,
    states: result?.states ?? null,
    bounds: result?.bounds ?? null,
    seconds: result?.engine.seconds ?? null,
  }
}

function errorOf({ run, searched }: FinishedSearch, at: Located): SearchData['error'] {
  if (run.failure === null) return null
  const { budget, failure } = run.failure
  return { ...errorData(failure, at), budget: faultBudget(searched.kinds, budget) }
}
