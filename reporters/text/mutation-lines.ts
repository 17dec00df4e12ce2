/** What became of the mutants, for people. */

import { oneLine } from '../../counterexamples/print/plain-text.ts'
import { count, plural, secondsText } from '../../counterexamples/print/wording.ts'
import { having, type LeftOut, type Mutant, type SuiteMutants, score } from '../../runs/mutate/mutant.ts'
import type { SurvivorDifferences, SurvivorName } from '../../runs/mutate/survivors.ts'
import type { Colors } from '../colors.ts'
import { emptinessText, mistakeText } from '../mutation-sentences.ts'

/** One suite as lines. */
export function suiteLines(suite: SuiteMutants, colors: Colors): readonly string[] {
  const { mutants, baselines, leftOut } = suite
  const scenarios = plural(baselines.length + leftOut.length, 'scenario')
  if (leftOut.some(({ isForTime }) => isForTime)) {
    return [
      `${colors.bold(oneLine(suite.suite))}  ${colors.yellow('not mutated')}: the run ended while its scenarios were looked at as they are`,
    ]
  }
  if (baselines.length === 0) {
    return [
      `${colors.bold(oneLine(suite.suite))}  ${colors.yellow('not mutated')}: each of its ${scenarios} is left out; --max-states takes larger ones in`,
      ...leftOutLines(leftOut, colors),
    ]
  }
  const used = leftOut.length === 0 ? scenarios : `${count(baselines.length)} of ${scenarios}`
  return [
    `${colors.bold(oneLine(suite.suite))}  ${plural(mutants.length, 'mutant')}, ${used}`,
    ...leftOutLines(leftOut, colors),
    ...(mutants.length === 0 ? [] : [`  ${killedText(mutants, colors)}`]),
    ...section(
      colors.yellow('No property would notice if'),
      having(mutants, 'survived').map(({ mutation }) => mistakeText(mutation)),
    ),
    ...undecidedLines(having(mutants, 'undecided'), colors),
    ...section(
      'Nothing changes, in these scenarios',
      having(mutants, 'changes nothing').map(({ mutation }) => emptinessText(mutation)),
    ),
    ...notRunLines(having(mutants, 'not run'), colors),
  ]
}

function leftOutLines(leftOut: readonly LeftOut[], colors: Colors): readonly string[] {
  return leftOut.map(({ scenario, reason }) => colors.dim(`  left out: ${oneLine(scenario)} (${oneLine(reason)})`))
}

/** `73 % killed: 57 of 78 that change anything, 3 of them by an error`. */
function killedText(mutants: readonly Mutant[], colors: Colors): string {
  const { killed, of } = score(mutants)
  if (of === 0) return 'no mutant that changes anything was run to its end'
  const errors = having(mutants, 'killed by an error').length
  const share = `${Math.floor((100 * killed) / of)} % killed`
  const byError = errors === 0 ? '' : `, ${count(errors)} of them by an error`
  const text = `${share}: ${count(killed)} of ${count(of)} that change anything${byError}`
  return killed === of ? colors.green(text) : text
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [`  ${title}`, ...lines.map((line) => `    ${line}`)]
}

/** By reason. */
function undecidedLines(mutants: readonly Mutant[], colors: Colors): readonly string[] {
  const reasons = [...new Set(mutants.map(({ where }) => where?.problem ?? ''))]
  return reasons.flatMap((reason) =>
    section(
      colors.yellow(`Undecided (${oneLine(reason)}), and no property noticed that`),
      mutants.filter(({ where }) => (where?.problem ?? '') === reason).map(({ mutation }) => mistakeText(mutation)),
    ),
  )
}

function notRunLines(mutants: readonly Mutant[], colors: Colors): readonly string[] {
  return mutants.length === 0
    ? []
    : [colors.yellow(`  ${plural(mutants.length, 'mutant')} not run: the run ended before`)]
}

/** The last line. `notRun` are names of suites that the run ended before. */
export function totalsText(suites: readonly SuiteMutants[], notRun: readonly string[], seconds: number): string {
  const mutants = suites.flatMap((suite) => suite.mutants)
  const { killed } = score(mutants)
  const parts = [
    `${count(killed)} killed`,
    ...(['survived', 'undecided', 'changes nothing', 'not run'] as const)
      .map((fate) => [fate, having(mutants, fate).length] as const)
      .filter(([, number]) => number > 0)
      .map(([fate, number]) => `${count(number)} ${fate === 'changes nothing' ? 'without any effect' : fate}`),
  ]
  const missing =
    notRun.length === 0 ? '' : `; ${plural(notRun.length, 'suite')} not run: ${oneLine(notRun.join(', '))}`
  return `${plural(suites.length, 'suite')}, ${plural(mutants.length, 'mutant')}: ${parts.join(', ')}; in ${secondsText(seconds)} s${missing}`
}

/** How the survivors differ from those of the file, and how to change that. Empty where they do not. */
export function differenceLines({ unknown, gone, unexplained }: SurvivorDifferences, path: string): readonly string[] {
  const names = (list: readonly SurvivorName[]): readonly string[] =>
    list.map(({ suite, id }) => `${oneLine(suite)}  ${oneLine(id)}`)
  return [
    ...section(`Not killed, and not in ${path}: add a property that notices, or say there why not`, names(unknown)),
    ...section(`In ${path}, and not among the survivors any more`, names(gone)),
    ...section(`In ${path} without a reason: say there why it may survive`, names(unexplained)),
    ...(unknown.length + gone.length === 0 ? [] : [`  --update brings ${path} up to date`]),
  ]
}
