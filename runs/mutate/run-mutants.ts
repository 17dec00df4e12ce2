/**
 * Runs the mutants of a suite: first its scenarios as they are, to see what there is to mutate, then each mutant in
 * one scenario after the other, the smallest first, until some property of some scenario notices. What comes out does
 * not depend on timing, except that the time may be over.
 */

import type { CheckResult } from '../../checker/contract/result.ts'
import type { Mutation } from '../../checker/mutation/mutation.ts'
import { canDiffer, mutationsOf } from '../../checker/mutation/mutations-of.ts'
import { count, plural } from '../../counterexamples/print/wording.ts'
import type { Exploration } from '../port/engine.ts'
import type { PlannedScenario } from '../port/plan.ts'
import type { Task } from '../port/task.ts'
import type { VariantRequest } from '../port/variant.ts'
import { type Expectations, judge } from '../scenarios/judge.ts'
import { sideBySide } from '../session/side-by-side.ts'
import { type Baseline, type LeftOut, type Mutant, type SuiteMutants, UnmetBaseline } from './mutant.ts'

/** What the runs need from outside. */
export interface MutationHost {
  readonly explore: (task: Task) => Promise<Exploration>
  /** How many of these at once. */
  readonly atOnce: number
  /** Seconds left; infinite where there is no limit, at most 0 when the time is over or the run was ended. */
  readonly secondsLeft: () => number
  readonly memoryLimitBytes: number
  /** Scenarios with more states are left out. */
  readonly maxStates: number
  readonly onProgress: (text: () => string) => void
}

/** How far a mutant's graph may outgrow that of the specification. Values may grow as well, hence the limit on depth. */
const limits = { timesStates: 10, moreStates: 1_000, timesDepth: 4, moreDepth: 20 } as const
/** A mutant that is undecided in so many scenarios is given up. */
const mostUndecided = 3

/** `scenarios` are those planned of one suite. Throws UnmetBaseline. */
export async function runMutants(scenarios: readonly PlannedScenario[], host: MutationHost): Promise<SuiteMutants> {
  const { baselines, leftOut } = await runBaselines(scenarios, host)
  const isWhole = !leftOut.some(({ isForTime }) => isForTime)
  const mutations = mutationsOf(baselines.map(({ observation }) => observation))
  const bySize = [...baselines].sort((left, right) => left.states - right.states)
  const suite = scenarios[0]?.suite.name ?? ''
  const mutants: Mutant[] = []
  const run = async (mutation: Mutation, index: number): Promise<Mutant> => {
    const killed = mutants.filter(({ fate }) => fate.startsWith('killed')).length
    host.onProgress(
      () => `${suite}: mutant ${index + 1} of ${mutations.length} (${mutation.id}), ${count(killed)} killed so far`,
    )
    // With a scenario missing for lack of time, a mutant that survives the others might have been killed there.
    return isWhole ? runMutant(mutation, bySize, host) : { mutation, fate: 'not run', where: null }
  }
  await sideBySide(mutations, host.atOnce, run, (mutant) => mutants.push(mutant))
  return { suite, argument: scenarios[0]?.argument ?? '', baselines: bySize, leftOut, mutants }
}

async function runBaselines(
  scenarios: readonly PlannedScenario[],
  host: MutationHost,
): Promise<{ readonly baselines: readonly Baseline[]; readonly leftOut: readonly LeftOut[] }> {
  const baselines: Baseline[] = []
  const leftOut: LeftOut[] = []
  for (const [index, planned] of scenarios.entries()) {
    const { suite, scenario } = planned
    host.onProgress(() => `${suite.name}: scenario ${index + 1} of ${scenarios.length} as it is (${scenario.name})`)
    const found = await baselineOf(planned, host)
    if ('observation' in found) baselines.push(found)
    else leftOut.push(found)
  }
  return { baselines, leftOut }
}

async function baselineOf(planned: PlannedScenario, host: MutationHost): Promise<Baseline | LeftOut> {
  const { scenario } = planned
  const left = (reason: string, isForTime = false): LeftOut => ({ scenario: scenario.name, reason, isForTime })
  const pinned = scenario.counts?.distinct ?? 0
  if (pinned > host.maxStates) return left(plural(pinned, 'state'))
  if (host.secondsLeft() <= 0) return left('no time left', true)

  const { result, notes, failure } = await host.explore(
    taskOf(planned, { kind: 'observed' }, host, {
      maxStates: host.maxStates,
      ...(scenario.maxDepth !== null && { maxDepth: scenario.maxDepth }),
    }),
  )
  if (failure !== null) throw new UnmetBaseline(planned, failure.message, true)
  const unmet = judge(verdictsOnly(planned), result).properties.find(({ outcome }) => outcome === 'unmet')
  if (unmet !== undefined) throw new UnmetBaseline(planned, `${unmet.result.name}: ${unmet.problem}`, false)
  if (result.completeness === 'states') return left(`more than ${plural(host.maxStates, 'state')}`)
  if (host.secondsLeft() <= 0) return left('no time left', true)
  if (notes?.kind !== 'observed' || judge(verdictsOnly(planned), result).outcome !== 'met') {
    return left(`undecided (it ended at a limit: ${result.completeness})`)
  }
  return { planned, states: result.states.distinct, depth: result.states.depth, observation: notes.observation }
}

async function runMutant(mutation: Mutation, baselines: readonly Baseline[], host: MutationHost): Promise<Mutant> {
  let differs = false
  const undecided: { readonly scenario: string; readonly problem: string }[] = []
  for (const baseline of baselines) {
    if (!canDiffer(mutation, baseline.observation)) continue
    if (host.secondsLeft() <= 0) return { mutation, fate: 'not run', where: null }
    const { planned } = baseline
    const mustHold = Object.keys(planned.scenario.expect).filter(
      (name) => planned.scenario.expect[name]?.verdict === 'holds',
    )
    const { result, notes, failure } = await host.explore(
      taskOf(planned, { kind: 'mutated', mutation, mustHold }, host, {
        maxStates: limits.timesStates * baseline.states + limits.moreStates,
        maxDepth: planned.scenario.maxDepth ?? limits.timesDepth * baseline.depth + limits.moreDepth,
      }),
    )
    const where = { scenario: planned.scenario.name, property: null }
    // A bug of ours is no news about the specification.
    if (failure?.code === 'internal') throw new Error(`${failure.message} (mutant "${mutation.id}")`)
    if (failure !== null) return { mutation, fate: 'killed by an error', where: { ...where, problem: failure.message } }
    const judgement = judge(verdictsOnly(planned), result)
    const unmet = judgement.properties.find(({ outcome }) => outcome === 'unmet')
    if (unmet !== undefined) {
      return {
        mutation,
        fate: 'killed',
        where: { ...where, property: unmet.result.name, problem: unmet.problem ?? '' },
      }
    }
    if (host.secondsLeft() <= 0) return { mutation, fate: 'not run', where: null }
    if (judgement.outcome === 'undecided') {
      undecided.push({ scenario: planned.scenario.name, problem: whyUndecided(result) })
    }
    if (notes?.kind === 'mutated' && notes.differs) differs = true
    if (undecided.length === mostUndecided) break
  }
  const [first] = undecided
  if (first !== undefined) return { mutation, fate: 'undecided', where: { ...first, property: null } }
  return { mutation, fate: differs ? 'survived' : 'changes nothing', where: null }
}

/** Why the first open property is undecided; a run that ended at a limit gives no reason of its own. */
function whyUndecided({ completeness, properties }: CheckResult): string {
  const open = properties.find(({ verdict }) => verdict === 'undecided')
  const isWhole = completeness === 'full' || completeness === 'constraint'
  return isWhole && open?.reason ? open.reason : 'its graph outgrew the limit'
}

/** Pinned counts and lengths are no properties: a mutant that only changes these is not noticed. */
function verdictsOnly({ scenario }: PlannedScenario): Expectations {
  const expect = Object.entries(scenario.expect).map(([name, { verdict }]) => [name, { verdict }])
  return { expect: Object.fromEntries(expect), ignored: scenario.ignored, counts: null, maxDepth: scenario.maxDepth }
}

function taskOf(
  { source, suite, scenario }: PlannedScenario,
  variant: VariantRequest,
  { secondsLeft, memoryLimitBytes }: MutationHost,
  bounds: { readonly maxStates: number; readonly maxDepth?: number },
): Task {
  const seconds = secondsLeft()
  return {
    source,
    suite: suite.name,
    scenario: scenario.name,
    bounds: {
      ...bounds,
      ...(Number.isFinite(seconds) && { timeLimitSeconds: seconds }),
      memoryLimitBytes,
      // The whole graph, so that a mutant that changes nothing is known for sure.
      exhaust: true,
      withoutStories: variant.kind === 'mutated',
    },
    variant,
  }
}
