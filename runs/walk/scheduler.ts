/** Who chooses the steps of a walk. */
import type { Step } from '../../spec/language/definition.ts'
import type { Random } from './random.ts'

/** Chooses among the steps that can be taken, of which there is at least one: an index, or null to end the walk. */
export type Choose = (steps: readonly Step[]) => number | null

/** Chooses the steps of walks. A walk can be repeated only where its choices depend on nothing but `random` and the steps. */
export interface Scheduler {
  /** Begins a walk. Whatever it has to remember is of this walk alone. */
  begin(random: Random): Choose
}

/** Each step that can be taken is as likely as the others. */
export const uniform: Scheduler = {
  begin: (random) => (steps) => random.below(steps.length),
}
