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

/** The report of `check --faults`: nothing in `results`, a member of `faults` for each scenario. */
export interface FaultData extends CheckData {
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

export function faultData(report: FaultReport): FaultData {
  const { searches, leftOut, limits } = report
  return {
    ...headOf(
      report,
      searches.every(({ outcome }) => outcome === 'met'),
    ),
    limits,
    results: [],
    suites: [],
    faults: searches.map(searchData),
    withoutFaults: leftOut.map(({ suite, scenario }) => ({ spec: suite.name, scenario: scenario.name })),
  }
}

function searchData(finished: FinishedSearch): SearchData {
  const { searched, run, properties, outcome, wasRun } = finished
  const { scenario, kinds } = searched
  const named = (budget: Budget): FaultBudget => faultBudget(kinds, budget)
  return {
    ...scenarioHead(scenario, outcome, wasRun),
    seconds: run.seconds,
    configuration: scenario.configuration,
    kinds,
    properties: properties.map((property) => frontierData(property, scenario.spec, named)),
    budgets: run.search.budgets.map((budget) => budgetData(budget, finished)),
    replays: run.search.replays.map(({ property, from, budget, result: replay }) => ({
      property,
      from: named(from),
      budget: named(budget),
      same: replay.isSame,
      reason: replay.isSame ? null : replay.reason,
    })),
    problems: properties.flatMap(({ name, problem }) => (problem === null ? [] : [`${name}: ${problem}`])),
    error: errorOf(finished),
    reproduce: searchCommand(searched),
  }
}

function frontierData(
  property: JudgedFrontier,
  spec: SpecOutline,
  named: (budget: Budget) => FaultBudget,
): FrontierData {
  const { name, kind, frontier, sentence, expected, outcome, stories } = property
  return {
    name,
    kind,
    location: locationNamed(name, spec.properties),
    sentence,
    expected,
    ok: outcome === 'met',
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

function errorOf({ run, searched }: FinishedSearch): SearchData['error'] {
  if (run.failure === null) return null
  const { budget, failure } = run.failure
  return { ...errorData(failure), budget: faultBudget(searched.kinds, budget) }
}
