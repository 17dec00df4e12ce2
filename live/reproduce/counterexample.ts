/** How a row breaks its promises: what the checker finds, ready to be carried out. */
import { onceRound } from '../../runs/conform/once-round.ts'
import { InThisThread } from '../../runs/engine/in-this-thread.ts'
import { outlineOf } from '../../runs/port/outline.ts'
import { taskOf } from '../../runs/port/task.ts'
import { headlineFirst } from '../../runs/scenarios/headline-first.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { LiveRow } from './row.ts'

export interface Counterexample {
  readonly row: LiveRow
  readonly promise: string
  /** The part of the promise that is broken, where it has several. */
  readonly part: string | null
  /** As it was found: it may go round for ever. */
  readonly trace: Trace
  /** The same without a loop: that is what can be carried out. */
  readonly path: Trace
}

/** Counterexamples of all promises that a scenario breaks, its headline first. Rejects where it cannot be explored to its end. */
export async function counterexamplesOf(row: LiveRow): Promise<readonly Counterexample[]> {
  const { live, scenario } = row
  const suite = outlineOf(live.suite)
  const outline = suite.scenarios.find(({ name }) => name === scenario.name)
  if (outline === undefined) throw new Error(`there is no scenario "${scenario.name}"`)
  const planned = { suite, source: { kind: 'built-in' }, argument: suite.name, scenario: outline } as const
  const limits = {
    maxStates: null,
    maxDepth: null,
    timeLimitSeconds: null,
    memoryLimitBytes: mostBytes,
    stopFirst: false,
  }
  // The traces are wanted, and no story is told of them.
  const task = { ...taskOf(planned, limits), tells: [] }
  const { result, failure } = await new InThisThread([live.suite]).explore(task, {})
  if (failure !== null) throw new Error(`"${scenario.name}": ${failure.message}`)
  return headlineFirst(result.properties, scenario.headline).flatMap(({ name, verdict, part, trace }) =>
    verdict !== 'violated' || trace === null
      ? []
      : [{ row, promise: name, part, trace, path: onceRound(scenario.definition, trace) }],
  )
}

const mostBytes = 2 * 2 ** 30
