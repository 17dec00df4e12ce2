/** What is to be carried out for a row: its counterexamples, and its neighbours along the same steps and at random. */

import type { Attempt } from '../../runs/conform/attempt.ts'
import { walk } from '../../runs/walk/walk.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Version } from '../classpath/versions.ts'
import { type Counterexample, counterexamplesOf } from './counterexample.ts'
import { type Neighbour, neighboursBeside, whyNoNeighbour } from './neighbours.ts'
import type { LiveRow } from './row.ts'
import { sameSteps } from './same-steps.ts'
import { attemptsAlong } from './tried.ts'

/**
 * A counterexample is carried out by a broker that is to show it. A broker of a neighbour is not to show it: it is led along
 * the same steps, and along random walks of its own specification. What that refuses is tried on it.
 */
export type ErrandKind = 'counterexample' | 'same steps' | 'random walk'

/** What is to be carried out, as often as one likes. */
export interface Errand {
  readonly kind: ErrandKind
  /** The row that is reproduced. */
  readonly row: LiveRow
  /** Whose broker it is: that of the row, or of a neighbour. */
  readonly on: LiveRow
  /** Of that broker. A neighbour's may be another one than the row's. */
  readonly version: Version
  /** What the row breaks, and this is about; of a random walk all that the row breaks and the neighbour does not. */
  readonly broken: readonly Counterexample[]
  /** Of run `number`, counted from 0: the same again, or another walk. */
  readonly pathOf: (number: number) => Trace
  /** Of the same run: what its specification refuses, and is tried. */
  readonly attemptsOf: (number: number) => readonly Attempt[]
  /** Whether each step of the counterexample is among the steps or the attempts. */
  readonly isWhole: boolean
  /** Of the same steps: what is taken, tried and left out. Of a counterexample: why no neighbour is run beside it, or null. */
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
  options: ErrandOptions,
): readonly Errand[] {
  const own = counterexamples.map(
    (each): Errand => ({
      kind: 'counterexample',
      row,
      on: row,
      version,
      broken: [each],
      pathOf: () => each.path,
      attemptsOf: () => [],
      isWhole: true,
      note: whyNoNeighbour(row, each.promise, version),
    }),
  )
  const all = counterexamples.flatMap(({ promise }) => neighboursBeside(row, promise, version))
  const neighbours = all.filter(({ on }, at) => all.findIndex((other) => other.on.scenario === on.scenario) === at)
  return [...own, ...neighbours.flatMap((neighbour) => errandsBeside(row, counterexamples, neighbour, options))]
}

function errandsBeside(
  row: LiveRow,
  counterexamples: readonly Counterexample[],
  { on, version }: Neighbour,
  { seed, walkSteps: steps }: ErrandOptions,
): readonly Errand[] {
  const broken = counterexamples.filter(({ promise }) => on.scenario.expect[promise]?.verdict === 'holds')
  const same = broken.flatMap((each): readonly Errand[] => {
    const { trace, attempts, isWhole, note } = sameSteps(on, each.path)
    if (trace.length === 1 && attempts.length === 0) return []
    const pathOf = (): Trace => trace
    const attemptsOf = (): readonly Attempt[] => attempts
    return [{ kind: 'same steps', row, on, version, broken: [each], pathOf, attemptsOf, isWhole, note }]
  })
  const walkSeed = `${seed}/${row.scenario.name}/${on.scenario.name}`
  const pathOf = (number: number): Trace => walk(on.scenario.definition, { seed: walkSeed, steps, number }).trace
  const attemptsOf = (number: number): readonly Attempt[] =>
    attemptsAlong(on, pathOf(number), `${walkSeed}#${number}/tried`)
  return [...same, { kind: 'random walk', row, on, version, broken, pathOf, attemptsOf, isWhole: false, note: null }]
}
