/** Runs a fault search over one scenario, task by task. */

import { type Budget, isBelow } from '../../checker/faults/budgets.ts'
import { FaultSearch, type FaultTask, type FoundVerdict } from '../../checker/faults/fault-search.ts'
import type { FaultKind } from '../../spec/language/index.ts'
import type { Counters, Engine, Exploration, Failure } from '../port/engine.ts'
import type { RunLimits } from '../port/limits.ts'
import { type PlannedScenario, plannedSpec } from '../port/plan.ts'
import type { StopSignal } from '../port/stop-signal.ts'
import { type FaultBudget, taskOf } from '../port/task.ts'
import { exploresAll } from '../scenarios/judge.ts'
import { budgetText } from './frontier-sentence.ts'

/** A planned scenario that declares faults. */
export interface SearchedScenario extends PlannedScenario {
  readonly kinds: readonly FaultKind[]
}

export interface SearchRun {
  readonly search: FaultSearch
  /** By budget that was explored. */
  readonly runs: ReadonlyMap<Budget, Exploration>
  /** What ended the search early, and with which budget. */
  readonly failure: { readonly budget: Budget; readonly failure: Failure } | null
  readonly seconds: number
}

/** A search before its first task. */
export function searchOf(searched: SearchedScenario): FaultSearch {
  return new FaultSearch(
    searched.kinds.map(({ most }) => most),
    plannedSpec(searched).properties,
  )
}

/** `{ powerCut: 1, processCrash: 0 }`. */
export function faultBudget(kinds: readonly FaultKind[], budget: Budget): FaultBudget {
  return Object.fromEntries(kinds.map(({ key }, kind) => [key, budget[kind] ?? 0]))
}

/** What a search needs from outside. */
export interface SearchHost {
  readonly engine: Engine
  readonly limits: RunLimits
  readonly signal: StopSignal
  /** `doing` says with which faults: ` with 1 power cut`. */
  readonly onProgress: (counters: Counters, doing: string) => void
}

export async function runSearch(searched: SearchedScenario, host: SearchHost): Promise<SearchRun> {
  const startMs = performance.now()
  const search = searchOf(searched)
  const runs = new Map<Budget, Exploration>()
  let failure: SearchRun['failure'] = null
  for (let task = search.next(); task !== null && failure === null && !host.signal.aborted; task = search.next()) {
    const { budget } = task
    const failed = await perform(task, { ...host, searched, search, runs })
    if (failed !== null) failure = { budget, failure: failed }
    else if (host.limits.stopFirst && breaksSomething(runs.get(budget))) break
  }
  return { search, runs, failure, seconds: (performance.now() - startMs) / 1000 }
}

interface Searching extends SearchHost {
  readonly searched: SearchedScenario
  readonly search: FaultSearch
  readonly runs: Map<Budget, Exploration>
}

/** Returns what ended the search, or null. */
async function perform(step: FaultTask, searching: Searching): Promise<Failure | null> {
  const { searched, limits, search, runs, engine, signal } = searching
  const { scenario, kinds } = searched
  const task = { ...taskOf(searched, limits), budget: faultBudget(kinds, step.budget) }
  if (step.kind === 'replay') {
    const { bounds: _, ...source } = task
    const script = runs.get(step.from)?.scripts?.[step.property]
    if (script === undefined) throw new Error(`"${step.property}" has no story to run again`)
    const { result, failure } = await engine.replay({ ...source, property: step.property, script }, { signal })
    // What hangs is explored all the same: that names the function which does.
    if (failure !== null && failure.code !== 'does-not-return') return failure
    if (result !== null || !signal.aborted) search.replayed(step, result)
    return null
  }
  // The first violation ends the search, not the exploration that finds it: its other promises are of interest too.
  const bounds = { ...task.bounds, stopFirst: false, exhaust: false }
  const words = budgetText(kinds, step.budget)
  const tells = search.properties.map(({ name }) => name).filter((name) => !hasLesserStory(search, name, step.budget))
  const run = await engine.explore(
    { ...task, bounds, tells },
    { signal, onProgress: (counters) => searching.onProgress(counters, ` with ${words}`) },
  )
  runs.set(step.budget, run)
  search.explored(step, verdictsIn(run, scenario))
  return run.failure
}

/** Whether fewer faults do, so that a story with more is not worth telling. */
function hasLesserStory(search: FaultSearch, property: string, budget: Budget): boolean {
  return search.budgets.some(
    (less) => isBelow(less, budget) && ['violated', 'reachable'].includes(search.entry(property, less).verdict),
  )
}

function verdictsIn(run: Exploration, scenario: PlannedScenario['scenario']): ReadonlyMap<string, FoundVerdict> {
  const isComplete = exploresAll(scenario, run.result)
  return new Map(
    run.result.properties.map(({ name, verdict }) => {
      const isFinal = verdict === 'violated' || verdict === 'reachable' || isComplete
      return [name, { verdict: isFinal ? verdict : 'undecided', hasStory: run.scripts?.[name] !== undefined }]
    }),
  )
}

function breaksSomething(run: Exploration | undefined): boolean {
  return run?.result.properties.some(({ verdict }) => verdict === 'violated') === true
}
