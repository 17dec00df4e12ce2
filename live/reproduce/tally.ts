/** What several runs come to. */
import { type Compared, comparedInAll } from '../../runs/conform/compared.ts'
import type { Done, Outcome } from './done.ts'

export type Counts = Readonly<Record<Outcome, number>>

export function countsOf(outcomes: readonly Outcome[]): Counts {
  const counts = { follows: 0, departs: 0, 'shows the break': 0, inconclusive: 0, skipped: 0, failed: 0 }
  for (const outcome of outcomes) counts[outcome]++
  return counts
}

/** By suite, how much of its variables was compared in these runs, the shares of all of its rows together. */
export function comparedBySuite(done: readonly Done[]): ReadonlyMap<string, Compared> {
  const suites = [...new Set(done.map(suiteOf))]
  return new Map(
    suites.map((suite) => [
      suite,
      comparedInAll(done.flatMap((each) => (suiteOf(each) === suite && each.compared !== null ? [each.compared] : []))),
    ]),
  )
}

export function suiteOf({ errand }: Done): string {
  return errand.row.live.suite.name
}

/** 0: all as expected. 1: a broker departs, or broke down. 3: a wait ran out, so that the answer is not known. */
export function exitCodeOf(outcomes: readonly Outcome[]): 0 | 1 | 3 {
  const { departs, failed, inconclusive, 'shows the break': shown } = countsOf(outcomes)
  if (departs + failed + shown > 0) return 1
  return inconclusive > 0 ? 3 : 0
}
