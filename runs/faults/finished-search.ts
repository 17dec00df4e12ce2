/** A fault search that is over: the frontier of each property, and how it compares with what is expected. */

import type { CheckResult } from '../../checker/contract/result.ts'
import { type Budget, isBelow } from '../../checker/faults/budgets.ts'
import type { ReplayCheck } from '../../checker/faults/fault-search.ts'
import { type Frontier, frontierOf } from '../../checker/faults/frontier.ts'
import type { Story } from '../../counterexamples/index.ts'
import type { PropertyKind, Trace } from '../../spec/language/index.ts'
import { headlineFirst } from '../scenarios/headline-first.ts'
import type { Outcome } from '../session/exit-code.ts'
import { frontierSentence } from './frontier-sentence.ts'
import { type SearchedScenario, type SearchRun, searchOf } from './run-search.ts'

export interface FinishedSearch {
  readonly searched: SearchedScenario
  readonly run: SearchRun
  readonly properties: readonly JudgedFrontier[]
  readonly outcome: Outcome
  /** False where the whole run ended before it. */
  readonly wasRun: boolean
}

export interface JudgedFrontier {
  readonly name: string
  readonly kind: PropertyKind
  readonly frontier: Frontier
  readonly sentence: string
  /** The sentence that the scenario expects; null = it does not say. */
  readonly expected: string | null
  readonly outcome: Exclude<Outcome, 'error'>
  /** What does not fit, as a sentence; null where nothing is amiss. */
  readonly problem: string | null
  /** One for each of the budgets with the fewest faults. */
  readonly stories: readonly FaultStory[]
  /** Stories that more faults saved, so that the budget had to be explored. */
  readonly saved: readonly ReplayCheck[]
}

export interface FaultStory {
  readonly budget: Budget
  readonly part: string | null
  /** Null where the run ended before it could be told. */
  readonly story: Story | null
  readonly trace: Trace | null
}

export function finishSearch(searched: SearchedScenario, run: SearchRun): FinishedSearch {
  const inOrder = headlineFirst(run.search.properties, searched.scenario.headline)
  const properties = inOrder.map(({ name, kind }) => judgeFrontier(name, kind, searched, run))
  const outcomes = properties.map(({ outcome }) => outcome)
  const outcome = outcomes.includes('unmet') ? 'unmet' : outcomes.includes('undecided') ? 'undecided' : 'met'
  return { searched, run, properties, outcome: run.failure === null ? outcome : 'error', wasRun: true }
}

/** A search that the end of the whole run came before. */
export function searchNotRun(searched: SearchedScenario): FinishedSearch {
  const run = { search: searchOf(searched), runs: new Map(), failure: null, seconds: 0 }
  return { ...finishSearch(searched, run), wasRun: false }
}

function judgeFrontier(
  name: string,
  kind: PropertyKind,
  { scenario, kinds }: SearchedScenario,
  run: SearchRun,
): JudgedFrontier {
  const frontier = frontierOf(run.search, name)
  const sentence = frontierSentence(kind, kinds, frontier, boundsOf(name, scenario.spec.constraints, run))
  const expected = scenario.faults?.frontier[name] ?? null
  const judged = (outcome: JudgedFrontier['outcome'], problem: string | null): JudgedFrontier => ({
    name,
    kind,
    frontier,
    sentence,
    expected,
    outcome,
    problem,
    stories: frontier.fewest.map((budget) => storyOf(name, budget, run)),
    saved: run.search.replays.filter(
      ({ property, budget, result: { isSame } }) =>
        property === name && !isSame && run.search.entry(name, budget).how === 'explored',
    ),
  })
  if (expected === null && scenario.ignored.includes(name)) return judged('met', null)
  if (!frontier.isSettled) {
    const wanted = expected === null ? '' : `expected "${expected}", and `
    return judged('undecided', `${wanted}the search ended before every budget was settled`)
  }
  if (expected !== null && expected !== sentence) {
    return judged('unmet', `expected "${expected}", found "${sentence}"`)
  }
  return judged('met', null)
}

function storyOf(name: string, budget: Budget, { runs }: SearchRun): FaultStory {
  const run = runs.get(budget)
  const result = run?.result.properties.find((property) => property.name === name)
  return {
    budget,
    part: result?.part ?? null,
    story: run?.stories[name] ?? null,
    trace: result?.trace ?? null,
  }
}

/** What the verdicts without a story are limited to, where not everything was explored; null where all was. */
function boundsOf(name: string, constraints: readonly { readonly name: string }[], { runs }: SearchRun): string | null {
  const names = constraints.map((constraint) => constraint.name)
  const texts = [...runs.values()].flatMap(({ result }) => {
    const property = result.properties.find((each) => each.name === name)
    if (property === undefined || !['holds', 'unreachable'].includes(property.verdict)) return []
    return [...boundTexts(result, names), ...(property.reason === null ? [] : [property.reason])]
  })
  return texts.length === 0 ? null : [...new Set(texts)].join(' and ')
}

/** `to depth 12`, `inside constraint "c"`: what was left out of an exploration by the scenario's own bounds. */
function boundTexts({ completeness, bounds }: CheckResult, constraints: readonly string[]): readonly string[] {
  const names = constraints.map((name) => `"${name}"`).join(' and ')
  return [
    ...(completeness === 'depth' && bounds.depth !== null ? [`to depth ${bounds.depth}`] : []),
    ...(bounds.constraintCut > 0 ? [`inside constraint ${names}`] : []),
  ]
}

/**
 * Kinds of fault that changed nothing wherever it was looked at, though one more of them was allowed: probably the
 * specification does not use the key.
 */
export function idleKinds({ searched, run }: FinishedSearch): readonly string[] {
  const graphs = [...run.runs].filter(([, { result }]) => isWhole(result))
  return searched.kinds.flatMap(({ key }, kind) => {
    const pairs = graphs.flatMap(([less, { result }]) =>
      graphs
        .filter(([more]) => isOneMore(less, more, kind))
        .map(([, { result: other }]) => result.states.generated === other.states.generated),
    )
    return pairs.length > 0 && pairs.every((isEqual) => isEqual) ? [key] : []
  })
}

function isWhole({ completeness }: CheckResult): boolean {
  return completeness === 'full' || completeness === 'constraint' || completeness === 'depth'
}

function isOneMore(less: Budget, more: Budget, kind: number): boolean {
  return isBelow(less, more) && more.every((times, index) => times - (less[index] ?? 0) === (index === kind ? 1 : 0))
}
