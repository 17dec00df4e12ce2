/** Runs, as they are printed. */
import { stepText } from '../../counterexamples/print/sentence.ts'
import { plural } from '../../counterexamples/print/wording.ts'
import type { Compared } from '../../runs/conform/compared.ts'
import type { ConformedStep } from '../../runs/conform/conform.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Done } from './done.ts'
import type { Errand } from './errand.ts'
import type { LiveRow } from './row.ts'
import { countsOf } from './tally.ts'

export function rowLine({ live, scenario }: LiveRow, version: string): string {
  return `${scenario.name} (${live.suite.name}) on RocketMQ ${version}`
}

/** What is about to be carried out. */
export function errandLine({ kind, on, version, broken, note }: Errand): string {
  const promises = broken.map(({ promise }) => `"${promise}"`).join(', ')
  const neighbour = `  neighbour "${on.scenario.name}" on RocketMQ ${version}, which keeps ${promises}`
  switch (kind) {
    case 'counterexample': {
      const breaks = broken.map(({ promise, trace }) => `  breaks "${promise}" ${howItEnds(trace)}`).join('\n')
      return note === null ? breaks : `${breaks}\n    no neighbour is run beside it: ${note}`
    }
    case 'same steps':
      return `${neighbour}: ${note}`
    case 'random walk':
      return `${neighbour}: random walks`
  }
}

/** What a finite run can show of it. */
function howItEnds({ length, loop, back, steps }: Trace): string {
  const states = `in ${plural(length, 'state')}`
  if (loop === null) return states
  if (back === null) {
    return `${states}, where nothing happens any more: the run shows the way there, and not that nothing follows`
  }
  const round = plural(steps.length - loop, 'step')
  const where = loop === 0 ? 'the initial state' : `that after step ${loop}`
  return `${states}, of which the last ${round} go round for ever: they are gone through once, and the end is compared with ${where}`
}

/** Steps that were carried out, and how each came about. */
export function stepLines({ errand: { on }, steps }: Done): readonly string[] {
  const { actions } = on.scenario.definition
  const names = steps.map(({ step }) => stepText(actions, step))
  const width = Math.max(0, ...names.map((name) => name.length))
  return steps.map(
    (step, at) => `    ${String(at + 1).padStart(2)} ${(names[at] ?? '').padEnd(width)}  ${howText(step)}`,
  )
}

function howText({ how, because }: ConformedStep): string {
  return because === null ? how : `${how}: ${because}`
}

export function runLine({ number, text, seconds, notSeen }: Done): string {
  const unseen = notSeen.length === 0 ? '' : `; the promise also reads, and nothing has shown, ${notSeen.join(', ')}`
  return `    run ${number + 1}: ${text} (${seconds.toFixed(1)} s)${unseen}`
}

/** `41 runs: 38 follow, 1 departs, 2 inconclusive`. */
export function sumLine(done: readonly Done[]): string {
  const counts = countsOf(done.map(({ outcome }) => outcome))
  const words = [
    `${counts.follows} follow`,
    ...(counts.departs > 0 ? [`${counts.departs} depart`] : []),
    ...(counts['shows the break'] > 0 ? [`${counts['shows the break']} show the break`] : []),
    ...(counts.inconclusive > 0 ? [`${counts.inconclusive} inconclusive`] : []),
    ...(counts.failed > 0 ? [`${counts.failed} failed`] : []),
    ...(counts.skipped > 0 ? [`${counts.skipped} skipped`] : []),
  ]
  return `${plural(done.length, 'run')}: ${words.join(', ')}`
}

/** One line for each variable, and why one is not wholly compared. */
export function comparedLines(
  suite: string,
  compared: Compared,
  notCompared: Readonly<Record<string, string>>,
): readonly string[] {
  const width = Math.max(0, ...compared.variables.map(({ name }) => name.length))
  return [
    `${suite}: ${percent(compared.share)} of the specification's variables compared, in ${plural(compared.moments, 'state')}`,
    ...compared.variables.map(({ name, share }) => {
      const why = notCompared[name]
      return `  ${name.padEnd(width)}  ${percent(share).padStart(5)}${share < 1 && why !== undefined ? `  ${why}` : ''}`
    }),
  ]
}

function percent(share: number): string {
  return `${Math.round(share * 100)} %`
}
