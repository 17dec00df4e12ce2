/** Findings about a suite as they are printed: one line each, and what they mean for the exit code. */

import { failing } from '../../checker/trust/findings.ts'
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { SuiteFindings } from '../../runs/scenarios/suite-findings.ts'
import { isOfCost } from '../../spec/language/acceptance.ts'
import type { Colors } from '../colors.ts'

/** As wide as the status of a scenario. */
const mark = '⚠ finding'.padEnd(13)
const costMark = '◷ slow'.padEnd(13)

/** With those that the suite accepts, if asked for. */
export function findingLines(
  { findings, accepted }: Pick<SuiteFindings, 'findings' | 'accepted'>,
  colors: Colors,
  withAccepted: boolean,
): readonly string[] {
  const lines = findings.map(({ kind, text }) => {
    const begin = isOfCost(kind) ? colors.dim(costMark) : colors.yellow(mark)
    return `  ${begin}${oneLine(text)} ${colors.dim(`[${kind}]`)}`
  })
  const others = withAccepted ? accepted : []
  return [
    ...lines,
    ...others.map(({ kind, text, because }) =>
      colors.dim(`  ${'accepted'.padEnd(mark.length)}${oneLine(text)} [${kind}]; because: ${oneLine(because)}`),
    ),
  ]
}

/** Why findings make the check fail: `--strict: 2 findings in classic/peterson; …`; nothing where there are none. */
export function strictLines(
  suites: readonly { readonly spec: string; readonly findings: SuiteFindings['findings'] }[],
  colors: Colors,
): readonly string[] {
  const counted = suites.map(({ spec, findings }) => ({ spec, findings: failing(findings) }))
  const found = counted.filter(({ findings }) => findings.length > 0)
  if (found.length === 0) return []
  const named = found.map(({ spec, findings }) => `${plural(findings.length, 'finding')} in ${oneLine(spec)}`)
  const advice = 'mend them, or accept each with .accept({ finding, of, because })'
  return [`${colors.red('--strict:')} ${named.join(', ')}; ${advice}`]
}
