import type { Result } from '../results.ts'

/** A counterexample that was reproduced in every run: what tests of results need and do not look at. */
export const fiveOfFive: Omit<Result, 'suite' | 'row' | 'promise' | 'rocketmq' | 'sources'> = {
  kind: 'counterexample',
  neighbour: null,
  adapter: 'as it is',
  behaviour: 'as it was',
  date: '2026-01-31',
  runs: 5,
  follows: 5,
  departs: 0,
  showsTheBreak: 0,
  inconclusive: 0,
  texts: [],
  notSeen: [],
}
