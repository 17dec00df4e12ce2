/** What became of the mutants, for programs. Fields are only ever added. */
import { type Mutant, type SuiteMutants, score } from '../../runs/mutate/mutant.ts'
import { isRunToItsEnd, type MutationReport } from '../../runs/mutate/mutate-suites.ts'
import type { SurvivorDifferences } from '../../runs/mutate/survivors.ts'
import { emptinessText, mistakeText } from '../mutation-sentences.ts'
import { type DataHead, headOf } from './check-report.ts'
import { asItIs, type Located } from './relative-location.ts'

export interface MutationData extends DataHead {
  readonly kind: 'mutation'
  /** How the survivors differ from those that are known; null where none are given. */
  readonly differences: SurvivorDifferences | null
  /** Suites that the end of the run came before. */
  readonly notRun: readonly string[]
  /** Scenarios that are not as expected without any mutation. */
  readonly unmet: readonly UnmetData[]
  readonly suites: readonly MutatedSuiteData[]
}

export interface UnmetData {
  readonly suite: string
  readonly scenario: string
  readonly location: string | null
  readonly problem: string
}

export interface MutatedSuiteData extends ReturnType<typeof score> {
  readonly suite: string
  /** Whether every mutant was run; false too where no scenario is small enough. */
  readonly complete: boolean
  readonly scenarios: readonly { readonly name: string; readonly states: number; readonly depth: number }[]
  /** Scenarios that were not run, and why. */
  readonly leftOut: readonly { readonly name: string; readonly reason: string }[]
  readonly mutants: readonly MutantData[]
}

export interface MutantData extends Pick<Mutant['mutation'], 'id' | 'kind' | 'action' | 'path'> {
  /** The mistake in words. */
  readonly text: string
  readonly fate: Mutant['fate']
  readonly where: Mutant['where']
}

export function mutationData(report: MutationReport, at: Located = asItIs): MutationData {
  const { ended, unmet, notRun, exitCode, differences } = report
  return {
    ...headOf(report, { kind: 'mutation', isMet: exitCode === 0, at }),
    differences,
    notRun,
    unmet: unmet.map(({ planned: { suite, scenario }, message }) => ({
      suite: suite.name,
      scenario: scenario.name,
      location: at(scenario.location),
      problem: message,
    })),
    suites: ended.map((each) => suiteData(each)),
  }
}

function suiteData(ended: SuiteMutants): MutatedSuiteData {
  const { suite, baselines, leftOut, mutants } = ended
  return {
    suite,
    complete: isRunToItsEnd(ended),
    scenarios: baselines.map(({ planned, states, depth }) => ({ name: planned.scenario.name, states, depth })),
    leftOut: leftOut.map(({ scenario, reason }) => ({ name: scenario, reason })),
    ...score(mutants),
    mutants: mutants.map(mutantData),
  }
}

function mutantData({ mutation, fate, where }: Mutant): MutantData {
  const { id, kind, action, path } = mutation
  const text = fate === 'changes nothing' ? emptinessText(mutation) : mistakeText(mutation)
  return { id, kind, action, path, text, fate, where }
}
