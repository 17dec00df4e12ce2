/**
 * Findings about a suite: what every one of its scenarios confirms. An action that never fires in one scenario, because
 * no fault of that kind is in its budget, may well fire in another.
 */
import type { CheckResult, Finding } from '../../checker/contract/result.ts'
import { costFindings, findingOf, findingsOf } from '../../checker/trust/findings.ts'
import type { SuiteOutline } from '../port/outline.ts'
import type { RanPlaces } from '../port/ran-places.ts'
import type { Outcome } from '../session/exit-code.ts'
import type { FinishedScenario } from './finished-scenario.ts'
import { type BranchedFile, idleBranches } from './idle-branches.ts'

export interface AcceptedFinding extends Finding {
  /** The suite's reason. */
  readonly because: string
}

export interface SuiteFindings {
  readonly suite: SuiteOutline
  /** Those that the suite does not accept. */
  readonly findings: readonly Finding[]
  readonly accepted: readonly AcceptedFinding[]
}

/** What a scenario says about its suite. */
export interface SuiteRun extends Pick<CheckResult, 'completeness' | 'suspicions' | 'slow'> {
  /** Whether it was run, and met no error. */
  readonly isWhole: boolean
  /** Whether everything was explored that the scenario asks for. */
  readonly isComplete: boolean
  readonly outcome: Outcome
  /** Which places of the source ran, where they are counted. */
  readonly ran: RanPlaces | undefined
}

/**
 * `finished` may hold scenarios of other suites. Null where not all scenarios of the suite were run to some end, with
 * all their properties: another may refute what these say. With `isStrict` a suite of which nothing was explored to its end is a finding itself.
 */
export function suiteFindings(
  suite: SuiteOutline,
  finished: readonly FinishedScenario[],
  isStrict: boolean,
): SuiteFindings | null {
  const own = finished.filter(({ planned }) => planned.suite === suite)
  if (own.length !== suite.scenarios.length || own.some(({ planned }) => planned.properties !== undefined)) return null
  const runs = own.map(({ judgement, run, wasRun, outcome }): SuiteRun => {
    const { completeness, suspicions, slow } = run.result
    return {
      completeness,
      suspicions,
      slow,
      outcome,
      isWhole: wasRun && run.failure === null,
      isComplete: judgement.isComplete,
      ran: run.ran,
    }
  })
  const { name, accepted } = suite
  const found = findingsOfRuns({ name, accepted, files: own[0]?.planned.files }, runs, isStrict)
  return found && { suite, ...found }
}

/** The same of the runs of every scenario, each with all its properties. */
export function findingsOfRuns(
  suite: Pick<SuiteOutline, 'name' | 'accepted'> & { readonly files: readonly BranchedFile[] | undefined },
  runs: readonly SuiteRun[],
  isStrict: boolean,
): Omit<SuiteFindings, 'suite'> | null {
  if (runs.some(({ isWhole }) => !isWhole)) return null
  // A run that ended early still shows what does happen.
  const suspicions = runs.map((run) =>
    run.isComplete ? run.suspicions : run.suspicions.filter(({ isRefuted }) => isRefuted),
  )
  const isAnyBounded = runs.some(({ isComplete, completeness }) => isComplete && completeness === 'depth')
  const found = findingsOf(suspicions, isAnyBounded ? 'as deep as its scenarios go' : null)
  const isAnyComplete = runs.some(({ isComplete }) => isComplete)
  if (isStrict && !isAnyComplete) found.push(findingOf('not-explored', suite.name))
  const idle = isStrict ? idleBranches(suite.files, runs) : null
  found.push(...(idle ?? []), ...costFindings(runs.map(({ slow }) => slow)))
  const reasonFor = ({ kind, subject }: Finding): string | undefined =>
    suite.accepted.find((each) => each.finding === kind && each.of === subject)?.because
  return {
    findings: [
      ...found.filter((finding) => reasonFor(finding) === undefined),
      ...(runs.some(({ outcome }) => outcome === 'undecided') ? [] : unused(suite.accepted, found, idle !== null)),
    ],
    accepted: found.flatMap((finding) => {
      const because = reasonFor(finding)
      return because === undefined ? [] : [{ ...finding, because }]
    }),
  }
}

/** What the suite accepts and is not found; branches only where they were looked at. */
function unused(accepted: SuiteOutline['accepted'], found: readonly Finding[], hasBranches: boolean): Finding[] {
  return accepted
    .filter(({ finding }) => hasBranches || finding !== 'branch-never-ran')
    .filter((each) => !found.some(({ kind, subject }) => each.finding === kind && each.of === subject))
    .map((each) => findingOf('acceptance-unused', `"${each.finding}" of "${each.of}"`))
}
