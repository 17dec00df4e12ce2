import { describe, expect, it } from 'vitest'
import { ComponentSearch } from '../graph/component-search.ts'
import { graphOf } from '../graph/testing/hand-made.ts'
import { Reachability } from './reachability.ts'

const byNumber = (left: number, right: number): boolean => left < right

/** `open` states have steps out of what was explored. */
function reachability(steps: readonly (readonly number[])[], goals: readonly number[], open: readonly number[] = []) {
  const graph = graphOf(steps)
  for (const state of open) graph.isOpen[state] = 1
  const reach = new Reachability(
    graph,
    Uint8Array.from(steps, (_, state) => Number(goals.includes(state))),
  )
  const search = new ComponentSearch(graph)
  search.begin(
    Int32Array.from(steps, (_, state) => state),
    0,
  )
  for (let component = search.next(); component !== null; component = search.next()) reach.add(component)
  return reach
}

describe('whether something can always be reached', () => {
  it('is so where every state has a way to it, round cycles as well', () => {
    const reach = reachability([[1], [2], [0, 3], []], [3])
    expect(reach.isReachableInside).toBe(true)
    expect(reach.nearestTrap(byNumber)).toBe(-1)
  })

  it('is not so where a cycle has no way out', () => {
    const reach = reachability([[1, 2], [], [3], [2]], [1])
    expect(reach.isReachableInside).toBe(false)
    expect(reach.nearestTrap(byNumber)).toBe(2)
  })

  it('is not certain where the only way leaves what was explored', () => {
    const reach = reachability([[1, 2], [], [3], [2]], [1], [3])
    expect(reach.isReachableInside).toBe(false)
    expect(reach.nearestTrap(byNumber)).toBe(-1)
  })
})
