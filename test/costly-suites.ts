/** Suites of which a state costs ten times what it costs elsewhere: many steps lead out of it, and many promises are asked of it. */
const costly = ['rocketmq/replication', 'rocketmq/dledger', 'rocketmq/controller']

/** Above it a scenario is explored by slow tests alone; a tenth of it where states are costly. */
export const mostStatesOfFastTests = 4_000

/** Whether a scenario has at most so many states, or a tenth of that where they are costly. */
export function isWithin(mostStates: number, suite: string, states: number): boolean {
  return states <= mostStates / (costly.includes(suite) ? 10 : 1)
}
