/** What `reproduce --json` writes. */
import type { Attempt } from '../../runs/conform/attempt.ts'
import type { Compared } from '../../runs/conform/compared.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { Done } from './done.ts'
import { comparedBySuite } from './tally.ts'

export interface ReproduceData {
  readonly version: 1
  readonly kind: 'reproduce'
  /** The signal that ended it early, or null. */
  readonly interrupted: string | null
  readonly runs: readonly RunData[]
  /** By suite. */
  readonly compared: Readonly<Record<string, Compared>>
}

/** A run. With `spec`, `scenario`, `promise` and `trace` it can be given to `reproduce` again. */
interface RunData {
  readonly spec: string
  readonly row: string
  /** Whose specification and broker it is: the row, or a neighbour. */
  readonly scenario: string
  readonly kind: string
  /** The promises that the row breaks, and the run is about. */
  readonly promises: readonly string[]
  readonly rocketmq: string
  readonly run: number
  readonly outcome: string
  readonly text: string
  readonly seconds: number
  readonly steps: readonly { readonly action: string; readonly how: string; readonly because: string | null }[]
  readonly notSeen: readonly string[]
  readonly trace: Trace
  /** Steps that its specification refuses, and that were tried: each after so many steps of the trace. */
  readonly attempts: readonly Attempt[]
}

export function reproduceData(done: readonly Done[], interrupted: string | null): ReproduceData {
  return {
    version: 1,
    kind: 'reproduce',
    interrupted,
    runs: done.map(runData),
    compared: Object.fromEntries(comparedBySuite(done)),
  }
}

function runData({ errand, number, outcome, text, seconds, steps, notSeen }: Done): RunData {
  const { row, on, kind, broken, version } = errand
  return {
    spec: row.live.suite.name,
    row: row.scenario.name,
    scenario: on.scenario.name,
    kind,
    promises: broken.map(({ promise }) => promise),
    rocketmq: version,
    run: number + 1,
    outcome,
    text,
    seconds,
    steps: steps.map(({ step, how, because }) => ({ action: step.action, how, because })),
    notSeen,
    trace: errand.pathOf(number),
    attempts: errand.attemptsOf(number),
  }
}
