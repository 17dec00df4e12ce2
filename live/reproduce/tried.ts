/** Which steps that a specification refuses are tried on a broker. */
import { type Attempt, refusedAlong } from '../../runs/conform/attempt.ts'
import { Random } from '../../runs/walk/random.ts'
import type { Trace } from '../../spec/language/index.ts'
import type { LiveRow } from './row.ts'

/** Null where the broker is given the chance to take the step. No fault is: how many there are is assumed. */
export function whyNotTried({ live, scenario }: LiveRow, attempt: Attempt, trace: Trace): string | null {
  const action = scenario.definition.actions.find(({ name }) => name === attempt.action)
  if (action?.isFault === true) return 'a fault that its specification does not have there'
  const state = trace.steps[attempt.after]?.state
  if (state === undefined) throw new Error(`the trace has no step ${attempt.after}`)
  return live.whyNotTried({ ...attempt, state, trace }, scenario.configuration as never)
}

/** Along a walk: in one state of two, one step out of those that can be tried there. They follow from the seed. */
export function attemptsAlong(row: LiveRow, trace: Trace, seed: string): readonly Attempt[] {
  const random = new Random(seed)
  const possible = refusedAlong(row.scenario.definition, trace)
  return trace.steps.flatMap((_, at) => {
    if (random.below(2) === 0) return []
    const here = possible.filter((each) => each.after === at && whyNotTried(row, each, trace) === null)
    return here.slice(here.length === 0 ? 0 : random.below(here.length)).slice(0, 1)
  })
}
