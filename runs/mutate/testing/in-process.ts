/** Runs mutants in this thread, and notes which: for specifications that are known not to hang. */
import type { AnySuite } from '../../../spec/language/index.ts'
import { InThisThread } from '../../engine/in-this-thread.ts'
import type { MutationHost } from '../run-mutants.ts'

/** `runs` is the number of runs after which the time is over. */
export function hostOf(
  suite: AnySuite,
  { runs = Number.POSITIVE_INFINITY, maxStates = 20_000 } = {},
): MutationHost & { readonly ran: string[] } {
  const engine = new InThisThread([suite])
  const ran: string[] = []
  return {
    ran,
    explore: (task) => {
      const { variant, scenario } = task
      if (variant === undefined) throw new Error('mutants are variants')
      ran.push(`${scenario}: ${variant.kind === 'mutated' ? variant.mutation.id : 'as it is'}`)
      return engine.explore(task, {})
    },
    atOnce: 1,
    secondsLeft: () => (ran.length < runs ? Number.POSITIVE_INFINITY : 0),
    memoryLimitBytes: 2 ** 30,
    maxStates,
    onProgress: () => {},
  }
}
