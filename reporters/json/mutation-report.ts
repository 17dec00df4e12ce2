/** What became of the mutants, for programs. Fields are only ever added. */
import { type Mutant, score } from '../../runs/mutate/mutant.ts'
import type { MutationReport } from '../../runs/mutate/mutate-suites.ts'
import { emptinessText, mistakeText } from '../mutation-sentences.ts'
import { headOf } from './check-report.ts'

export function mutationData(report: MutationReport): object {
  const { ended, unmet, notRun, exitCode, differences } = report
  return {
    ...headOf(report, exitCode === 0),
    differences,
    notRun,
    unmet: unmet.map(({ planned: { suite, scenario }, message }) => ({
      suite: suite.name,
      scenario: scenario.name,
      location: scenario.location,
      problem: message,
    })),
    suites: ended.map(({ suite, baselines, leftOut, mutants }) => ({
      suite,
      scenarios: baselines.map(({ planned, states, depth }) => ({ name: planned.scenario.name, states, depth })),
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
