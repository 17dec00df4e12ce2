/** What became of the mutants of a suite. */
import type { Mutation } from '../../checker/mutation/mutation.ts'
import type { Observation } from '../../checker/mutation/observe.ts'
import type { PlannedScenario } from '../port/plan.ts'
import type { SurvivorDifferences } from './survivors.ts'

/**
 * `changes nothing`: it takes the same steps as the specification in every scenario, but for some that leave the state
 * as it is. `undecided`: its graph outgrew a limit, or the bounds of a scenario leave a property open. `not run`: the
 * time was over, or the run was ended.
 */
export type Fate = 'killed' | 'killed by an error' | 'survived' | 'undecided' | 'changes nothing' | 'not run'

export interface Mutant {
  readonly mutation: Mutation
  readonly fate: Fate
  /** Where it was noticed first, or first undecided; null for other fates. */
  readonly where: {
    readonly scenario: string
    /** The property whose verdict is not the expected one; null for an error, or where it is undecided. */
    readonly property: string | null
    readonly problem: string
  } | null
}

/** A scenario without any mutation: what mutants are compared with. */
export interface Baseline {
  readonly planned: PlannedScenario
  readonly states: number
  readonly depth: number
  readonly observation: Observation
}

/** A scenario that mutants are not run in. */
export interface LeftOut {
  readonly scenario: string
  readonly reason: string
  /** Left out because the time was over, not because of its size. */
  readonly isForTime: boolean
}

export interface SuiteMutants {
  readonly suite: string
  /** What a person writes to select it. */
  readonly argument: string
  /** The smallest first. */
  readonly baselines: readonly Baseline[]
  readonly leftOut: readonly LeftOut[]
  /** Actions in order of declaration; see `mutationsOf`. */
  readonly mutants: readonly Mutant[]
}

/** A suite that does not even do what it expects has nothing to be compared with. */
export class UnmetBaseline extends Error {
  override readonly name = 'UnmetBaseline'
  readonly planned: PlannedScenario
  readonly isSpecError: boolean

  constructor(planned: PlannedScenario, problem: string, isSpecError: boolean) {
    super(problem)
    this.planned = planned
    this.isSpecError = isSpecError
  }
}

/** Everything that a run came to. */
export interface MutationSummary {
  readonly ended: readonly SuiteMutants[]
  readonly unmet: readonly UnmetBaseline[]
  /** Names of suites that the run ended before. */
  readonly notRun: readonly string[]
  /** Whether every suite is as it expects to be, and every mutant was run. */
  readonly isWhole: boolean
  /** How the survivors differ from those that are known; null where none are given. */
  readonly differences: SurvivorDifferences | null
}

export function having(mutants: readonly Mutant[], ...fates: readonly Fate[]): readonly Mutant[] {
  return mutants.filter(({ fate }) => fates.includes(fate))
}

/** Mutants that were noticed, and those that might have been: all that were run and change anything. */
export function score(mutants: readonly Mutant[]): { readonly killed: number; readonly of: number } {
  const killed = having(mutants, 'killed', 'killed by an error').length
  return { killed, of: killed + having(mutants, 'survived', 'undecided').length }
}
