/** What came of one run, judged by what was to be expected of it. */
import { oneLine } from '../../counterexamples/print/plain-text.ts'
import type { Compared } from '../../runs/conform/compared.ts'
import type { ConformedStep } from '../../runs/conform/conform.ts'
import { notSeen } from '../../runs/conform/promise-seen.ts'
import { type Carried, type CarryOptions, carryOut } from './carry-out.ts'
import type { Errand } from './errand.ts'
import { breakShown } from './shown-break.ts'

/**
 * - `follows`: the broker did all that the specification says. Of a counterexample: it was reproduced.
 * - `departs`: it was seen to do otherwise.
 * - `shows the break`: so does a neighbour, and what was seen breaks the promise that it is to keep.
 * - `inconclusive`: a wait ran out, and nothing is known.
 * - `skipped`: this machine cannot do it.
 * - `failed`: the broker or its adapter broke down.
 */
export type Outcome = 'follows' | 'departs' | 'shows the break' | 'inconclusive' | 'skipped' | 'failed'

export interface Done {
  readonly errand: Errand
  /** Of the runs of the errand, from 0. */
  readonly number: number
  readonly outcome: Outcome
  /** In one line. */
  readonly text: string
  readonly seconds: number
  readonly steps: readonly ConformedStep[]
  /** Null where nothing was compared. */
  readonly compared: Compared | null
  /** Of a counterexample that was reproduced: what the promise reads where it is broken, and no look at the broker has shown. */
  readonly notSeen: readonly string[]
}

export async function run(
  errand: Errand,
  number: number,
  options: Omit<CarryOptions, 'version' | 'attempts'>,
): Promise<Done> {
  const { on, version } = errand
  const attempts = errand.attemptsOf(number)
  const carried = await carryOut(on, errand.pathOf(number), { ...options, version, attempts })
  const base = { errand, number, seconds: 0, steps: [], compared: null, notSeen: [] }
  if ('missing' in carried) return { ...base, outcome: 'skipped', text: oneLine(`skipped: ${carried.missing}`) }
  if ('failure' in carried) return { ...base, outcome: 'failed', text: oneLine(`failed: ${carried.failure}`) }
  const { conformance, seconds } = carried
  const { steps, compared, text } = conformance
  const known = { ...base, seconds, steps, compared, notSeen: unseenIn(errand, carried) }
  if (conformance.outcome === 'departs' && errand.kind !== 'counterexample') {
    const shown = await breakShown(errand, conformance, carried.projection, { ...options, version, canStart: true })
    if (shown !== null) return { ...known, outcome: 'shows the break', text: `shows the break: ${shown}` }
  }
  return { ...known, outcome: conformance.outcome, text }
}

/** Whether some broker of these runs was started. */
export function hasStarted(done: readonly Done[]): boolean {
  return done.some(({ outcome }) => outcome !== 'skipped' && outcome !== 'failed')
}

type Ended = Extract<Carried, { readonly seconds: number }>

function unseenIn({ kind, row, broken }: Errand, { conformance, projection }: Ended): readonly string[] {
  if (kind !== 'counterexample' || conformance.outcome !== 'follows') return []
  const { definition } = row.scenario
  return broken.flatMap(({ promise, part, trace }) =>
    notSeen({ definition, promise, part }, trace, conformance, projection),
  )
}
