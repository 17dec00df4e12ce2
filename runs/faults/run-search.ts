/** Runs a fault search over one scenario, task by task, in the exploring thread. */
import { type Budget, isBelow } from '../../checker/faults/budgets.ts'
import { type Explored, FaultSearch, type FaultTask } from '../../checker/faults/fault-search.ts'
import { jobOf } from '../../cli/job.ts'
import type { RunContext } from '../../cli/run-each.ts'
import type { SelectedScenario } from '../../cli/select-scenarios.ts'
import { messageOf } from '../../cli/usage-error.ts'
import type { Run } from '../../node/thread-engine.ts'
import type { Failure, FaultBudget } from '../../node/thread-protocol.ts'
import type { RunLimits } from '../../reporters/verdict-text.ts'
import { userFrame } from '../../spec/language/call-site.ts'
import { type FaultKind, type Scenario, type SpecDefinition, SpecError } from '../../spec/language/index.ts'
import { exploresAll } from '../judge.ts'
import { budgetText } from './frontier-sentence.ts'

/** A selected scenario that declares faults. */
export interface SearchedScenario extends SelectedScenario {
  readonly kinds: readonly FaultKind[]
}

export interface SearchRun {
  readonly search: FaultSearch
  /** Of every budget that was explored. */
  readonly runs: ReadonlyMap<Budget, Run>
  /** What ended the search early, and with which budget. */
  readonly failure: { readonly budget: Budget; readonly failure: Failure } | null
  readonly seconds: number
}

/** A search before its first task. */
export function searchOf({ scenario, kinds }: SearchedScenario): FaultSearch {
  return new FaultSearch(
    kinds.map(({ most }) => most),
    scenario.definition.properties,
  )
}

/** `{ powerCut: 1, processCrash: 0 }`. */
export function faultBudget(kinds: readonly FaultKind[], budget: Budget): FaultBudget {
  return Object.fromEntries(kinds.map(({ key }, kind) => [key, budget[kind] ?? 0]))
}

export async function runSearch(
  searched: SearchedScenario,
  limits: RunLimits,
  context: RunContext,
): Promise<SearchRun> {
  const startMs = performance.now()
  const search = searchOf(searched)
  const runs = new Map<Budget, Run>()
  let failure: SearchRun['failure'] = null
  for (let task = search.next(); task !== null && failure === null && !context.isEnding(); task = search.next()) {
    const { budget } = task
    const built = buildWith(searched, budget)
    const failed =
      'failure' in built
        ? built.failure
        : await perform(task, built.definition, { ...context, searched, limits, search, runs })
    if (failed !== null) failure = { budget, failure: failed }
    else if (limits.stopFirst && breaksSomething(runs.get(budget))) break
  }
  return { search, runs, failure, seconds: (performance.now() - startMs) / 1000 }
}

interface Searching extends RunContext {
  readonly searched: SearchedScenario
  readonly limits: RunLimits
  readonly search: FaultSearch
  readonly runs: Map<Budget, Run>
}

/** Returns what ended the search, or null. */
async function perform(task: FaultTask, definition: SpecDefinition, searching: Searching): Promise<Failure | null> {
  const { searched, limits, search, runs, runner } = searching
  const { scenario, kinds } = searched
  const job = { ...jobOf(searched, limits), budget: faultBudget(kinds, task.budget) }
  if (task.kind === 'replay') {
    const { options: _, ...source } = job
    const script = runs.get(task.from)?.scripts?.[task.property]
    if (script === undefined) throw new Error(`"${task.property}" has no story to run again`)
    const { outcome, failure } = await runner.replay({ ...source, property: task.property, script }, definition)
    // What hangs is explored all the same: that names the function which does.
    if (failure !== null && failure.code !== 'does-not-return') return failure
    if (outcome !== null || !searching.isEnding()) search.replayed(task, outcome)
    return null
  }
  // The first violation ends the search, not the exploration that finds it: its other promises are of interest too.
  const options = { ...job.options, stopFirst: false, exhaust: false }
  const words = budgetText(kinds, task.budget)
  const tells = search.properties.map(({ name }) => name).filter((name) => !hasLesserStory(search, name, task.budget))
  const run = await runner.run({ ...job, options, tells }, definition, (counters) =>
    searching.onProgress(counters, ` with ${words}`),
  )
  runs.set(task.budget, run)
  search.explored(task, exploredBy(run, scenario))
  return run.failure
}

/** Whether fewer faults do, so that nobody wants to hear of more. */
function hasLesserStory(search: FaultSearch, property: string, budget: Budget): boolean {
  return search.budgets.some(
    (less) => isBelow(less, budget) && ['violated', 'reachable'].includes(search.entry(property, less).verdict),
  )
}

function exploredBy(run: Run, scenario: Scenario): ReadonlyMap<string, Explored> {
  const isComplete = exploresAll(scenario, run.result)
  return new Map(
    run.result.properties.map(({ name, verdict }) => {
      const isFinal = verdict === 'violated' || verdict === 'reachable' || isComplete
      return [name, { verdict: isFinal ? verdict : 'undecided', hasStory: run.scripts?.[name] !== undefined }]
    }),
  )
}

function breaksSomething(run: Run | undefined): boolean {
  return run?.result.properties.some(({ verdict }) => verdict === 'violated') === true
}

/** The specification with a budget, which must make the same promises with every one. */
function buildWith(
  { suite, scenario, kinds }: SearchedScenario,
  budget: Budget,
): { readonly definition: SpecDefinition } | { readonly failure: Failure } {
  try {
    const definition = suite.build({ ...scenario.configuration, ...faultBudget(kinds, budget) })
    const promises = (of: SpecDefinition): string => JSON.stringify(of.properties.map(({ name, kind }) => [name, kind]))
    if (promises(definition) === promises(scenario.definition)) return { definition }
    const problem = `it makes other promises than scenario "${scenario.name}", and nothing can be compared`
    return {
      failure: { code: 'declaration', message: `spec "${definition.name}": ${problem}`, location: null, stack: null },
    }
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? null) : null
    if (error instanceof SpecError) {
      return {
        failure: { code: error.details.code, message: error.message, location: error.details.location ?? null, stack },
      }
    }
    const location = stack === null ? null : userFrame(stack)
    const message = `suite "${suite.name}" cannot be built: ${messageOf(error)}`
    return { failure: { code: 'user-exception', message, location, stack } }
  }
}
