/** What became of the mutants, for programs. Fields are only ever added. */
import type { EndingSignal } from '../exit-code.ts'
import { type Mutant, type SuiteMutants, score } from './mutant.ts'
import { emptinessText, mistakeText } from './sentences.ts'
import type { SurvivorDifferences } from './survivors-file.ts'

export interface MutationSummary {
  readonly exitCode: number
  readonly interrupted: EndingSignal | null
  readonly seconds: number
  /** Null where no file was given. */
  readonly differences: SurvivorDifferences | null
  /** Suites that were not mutated, because they are not as they expect to be without any mutation. */
  readonly unmet: readonly { readonly suite: string; readonly scenario: string; readonly problem: string }[]
}

export function mutationData(suites: readonly SuiteMutants[], summary: MutationSummary): object {
  const { exitCode, interrupted, seconds, differences, unmet } = summary
  return {
    version: 1,
    ok: exitCode === 0,
    exitCode,
    interrupted,
    seconds,
    differences,
    unmet,
    suites: suites.map(({ suite, baselines, leftOut, mutants }) => ({
      suite,
      scenarios: baselines.map(({ selected, states, depth }) => ({ name: selected.scenario.name, states, depth })),
      leftOut: leftOut.map(({ scenario, reason }) => ({ name: scenario, reason })),
      ...score(mutants),
      mutants: mutants.map(mutantData),
    })),
  }
}

function mutantData({ mutation, fate, where }: Mutant): object {
  const { id, kind, action, path } = mutation
  const text = fate === 'changes nothing' ? emptinessText(mutation) : mistakeText(mutation)
  return { id, kind, action, path, text, fate, where }
}
