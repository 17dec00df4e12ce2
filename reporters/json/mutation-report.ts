/** What became of the mutants, for programs. Fields are only ever added. */

import type { SurvivorDifferences } from '../../node/survivors-file.ts'
import type { EndingSignal } from '../../runs/exit-code.ts'
import { type AllSuites, type Mutant, score } from '../../runs/mutate/mutant.ts'
import { emptinessText, mistakeText } from '../mutation-sentences.ts'

export interface MutationSummary extends AllSuites {
  readonly exitCode: number
  readonly interrupted: EndingSignal | null
  readonly seconds: number
  /** Null where no file was given, or it was written. */
  readonly differences: SurvivorDifferences | null
}

export function mutationData(summary: MutationSummary): object {
  const { ended, unmet, notRun, exitCode, interrupted, seconds, differences } = summary
  return {
    version: 1,
    ok: exitCode === 0,
    exitCode,
    interrupted,
    seconds,
    differences,
    notRun,
    unmet: unmet.map(({ selected: { suite, scenario }, message }) => ({
      suite: suite.name,
      scenario: scenario.name,
      problem: message,
    })),
    suites: ended.map(({ suite, baselines, leftOut, mutants }) => ({
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
