/**
 * Explores in the thread of the caller, a slice at a time, so that signals and timers get their turn in between. Stories are
 * run again before they are given out.
 */
import { RevalidatedExplorer } from '../runs/engine/revalidated-explorer.ts'
import type { Explore } from './answer.ts'

const sliceMs = 50

export const exploreHere: Explore = async (definition, bounds, { signal }) => {
  const explorer = new RevalidatedExplorer(definition, bounds)
  while (!explorer.step(sliceMs)) {
    await nextTurn()
    if (signal?.aborted === true) explorer.stop('stopped')
  }
  return explorer.result()
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}
