/**
 * Findings about a suite: what every one of its scenarios confirms. An action that never fires in one scenario, because
 * no fault of that kind is in its budget, may well fire in another.
 */
import type { Finding } from '../../checker/contract/result.ts'
import { findingOf, findingsOf } from '../../checker/trust/findings.ts'
import type { SuiteOutline } from '../port/outline.ts'
import type { FinishedScenario } from './finished-scenario.ts'
import { idleBranches } from './idle-branches.ts'

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
  const wereAllRun = own.length === suite.scenarios.length
  if (!wereAllRun || own.some(({ wasRun, run }) => !wasRun || run.failure !== null)) return null
  if (own.some(({ planned }) => planned.properties !== undefined)) return null
  // A run that ended early still shows what does happen.
  const suspicions = own.map(({ judgement, run }) =>
    judgement.isComplete ? run.result.suspicions : run.result.suspicions.filter(({ isRefuted }) => isRefuted),
  )
  const isAnyBounded = own.some(({ judgement, run }) => judgement.isComplete && run.result.completeness === 'depth')
  const found = findingsOf(suspicions, isAnyBounded ? 'as deep as its scenarios go' : null)
  const isAnyComplete = own.some(({ judgement }) => judgement.isComplete)
  if (isStrict && !isAnyComplete) found.push(findingOf('not-explored', suite.name))
  const idle = isStrict ? idleBranches(own) : null
  found.push(...(idle ?? []))
  const reasonFor = ({ kind, subject }: Finding): string | undefined =>
    suite.accepted.find((each) => each.finding === kind && each.of === subject)?.because
  return {
    suite,
    findings: [
      ...found.filter((finding) => reasonFor(finding) === undefined),
      ...(own.some(({ outcome }) => outcome === 'undecided') ? [] : unused(suite, found, idle !== null)),
    ],
    accepted: found.flatMap((finding) => {
      const because = reasonFor(finding)
      return because === undefined ? [] : [{ ...finding, because }]
    }),
  }
}

/** What the suite accepts and is not found; branches only where they were looked at. */
function unused({ accepted }: SuiteOutline, found: readonly Finding[], hasBranches: boolean): Finding[] {
  return accepted
    .filter(({ finding }) => hasBranches || finding !== 'branch-never-ran')
    .filter((each) => !found.some(({ kind, subject }) => each.finding === kind && each.of === subject))
    .map((each) => findingOf('acceptance-unused', `"${each.finding}" of "${each.of}"`))
}
