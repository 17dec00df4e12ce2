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

/** Of different actions, so many in each state of a walk: a round of each thread in every state would take as long as the walk itself. */
const mostInState = 2

/** Along a walk: in each state some of the steps that can be tried there. They follow from the seed. */
export function attemptsAlong(row: LiveRow, trace: Trace, seed: string): readonly Attempt[] {
  const random = new Random(seed)
  const all = refusedAlong(row.scenario.definition, trace).filter((each) => whyNotTried(row, each, trace) === null)
  return trace.steps.flatMap((_, at) => {
    const chosen: Attempt[] = []
    let left = all.filter(({ after }) => after === at)
    while (left.length > 0 && chosen.length < mostInState) {
      const actions = [...new Set(left.map(({ action }) => action))]
      const action = actions[random.below(actions.length)]
      const its = left.filter((each) => each.action === action)
      chosen.push(its[random.below(its.length)] as Attempt)
      left = left.filter((each) => each.action !== action)
    }
    return chosen
  })
}
