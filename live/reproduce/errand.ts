/** What is to be carried out for a row: its counterexamples, and its neighbours along the same steps and at random. */

import { retrace } from '../../runs/walk/retrace.ts'
import { walk } from '../../runs/walk/walk.ts'
import type { Step } from '../../spec/language/definition.ts'
import { sameValue, type Trace } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { Version } from '../classpath/versions.ts'
import { type Counterexample, counterexamplesOf } from './counterexample.ts'
import { type LiveRow, neighboursOf, predictedFor } from './row.ts'

/**
 * A counterexample is carried out by a broker that is to show it. A broker of a neighbour is not to show it: it is led along
 * the same steps as far as its own specification has them, and along random walks of that.
 */
export type ErrandKind = 'counterexample' | 'same steps' | 'random walk'

/** What is to be carried out, as often as one likes. */
export interface Errand {
  readonly kind: ErrandKind
  /** The row that is reproduced. */
  readonly row: LiveRow
  /** Whose broker it is: that of the row, or of a neighbour. */
  readonly on: LiveRow
  readonly version: Version
  /** What the row breaks, and this is about; of a random walk all that the row breaks and the neighbour does not. */
  readonly broken: readonly Counterexample[]
  /** Of run `number`, counted from 0: the same again, or another walk. */
  readonly pathOf: (number: number) => Trace
  /** How far the same steps go, and what stops them. */
  readonly note: string | null
}

export interface ErrandOptions {
  /** Decides the random walks, with the names of the row and the neighbour. */
  readonly seed: number
  readonly walkSteps: number
}

/** `row`: what it breaks is found by the checker, which may take seconds. */
export async function errandsOf(row: LiveRow, version: Version, options: ErrandOptions): Promise<readonly Errand[]> {
  return errandsFor(row, await counterexamplesOf(row), version, options)
}

export function errandsFor(
  row: LiveRow,
  counterexamples: readonly Counterexample[],
  version: Version,
  { seed, walkSteps }: ErrandOptions,
): readonly Errand[] {
  const own = counterexamples.map(
    (each): Errand => ({
      kind: 'counterexample',
      row,
      on: row,
      version,
      broken: [each],
      pathOf: () => each.path,
      note: null,
    }),
  )
  const all = counterexamples.flatMap(({ promise }) => neighboursOf(row, promise))
  const neighbours = all.filter(({ scenario }, at) => all.findIndex((other) => other.scenario === scenario) === at)
  const theirs = neighbours
    .filter((on) => predictedFor(on).versions.includes(version))
    .flatMap((on): readonly Errand[] => {
      const broken = counterexamples.filter(({ promise }) => on.scenario.expect[promise]?.verdict === 'holds')
      const same = broken.flatMap((each) => {
        const { trace, refused } = sameSteps(on, each.path)
        if (trace.length === 1) return []
        const note = noteOf(each.path.length - 1, refused)
        return [{ kind: 'same steps', row, on, version, broken: [each], pathOf: () => trace, note } as const]
      })
      const walkOptions = { seed: `${seed}/${row.scenario.name}/${on.scenario.name}`, steps: walkSteps }
      const pathOf = (number: number): Trace => walk(on.scenario.definition, { ...walkOptions, number }).trace
      return [...same, { kind: 'random walk', row, on, version, broken, pathOf, note: null }]
    })
  return [...own, ...theirs]
}

/**
 * Begins where the path begins, if the neighbour can begin there, and else in its first initial state. A step that cannot be
 * taken is left out, and the next one tried.
 */
function sameSteps({ scenario: { definition } }: LiveRow, { steps }: Trace): SameSteps {
  const start = steps[0]?.state
  const canBegin = [...new PlainWorld(definition).initialStates()].some((state) => sameValue(state, start))
  const startingFrom = canBegin ? start : undefined
  const taken: Step[] = []
  const refused: Refused[] = []
  for (const { action, params } of steps.slice(1)) {
    const step = { action: action ?? '', args: params }
    const { refusal } = retrace(definition, [...taken, step], startingFrom)
    if (refusal === null) taken.push(step)
    else refused.push({ action: step.action, text: refusal.text })
  }
  return { trace: retrace(definition, taken, startingFrom).trace, refused }
}

interface SameSteps {
  readonly trace: Trace
  readonly refused: readonly Refused[]
}

interface Refused {
  readonly action: string
  readonly text: string
}

function noteOf(steps: number, refused: readonly Refused[]): string {
  const [first, ...others] = refused
  if (first === undefined) return 'all of the steps'
  const names = others.length === 0 ? '' : `; left out as well: ${others.map(({ action }) => action).join(', ')}`
  return `${steps - refused.length} of ${steps} steps; left out: ${first.text}${names}`
}
