import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ComponentSearch } from './component-search.ts'
import { graphOf } from './testing/hand-made.ts'

function componentsOf(steps: readonly (readonly number[])[], states = steps.map((_, state) => state)): number[][] {
  const search = new ComponentSearch(graphOf(steps))
  for (const state of states) search.zoneOf[state] = 7
  search.begin(Int32Array.from(states), 7)
  const found: number[][] = []
  for (let component = search.next(); component !== null; component = search.next()) found.push([...component].sort())
  return found
}

describe('strongly connected components', () => {
  it('come after those that they lead to', () => {
    // 0 → 1 ⇄ 2 → 3, 3 → 4 → 5 → 3, 6 alone
    expect(componentsOf([[1], [2], [1, 3], [4], [5], [3], []])).toEqual([[3, 4, 5], [1, 2], [0], [6]])
  })

  it('stay inside their zone', () => {
    // Without state 1 the ring falls apart.
    expect(componentsOf([[1], [2], [0]], [0, 2])).toEqual([[0], [2]])
  })

  it('are found on a path of a hundred thousand states without running out of stack', () => {
    const size = 100_000
    const search = new ComponentSearch(graphOfRing(size))
    search.begin(
      Int32Array.from({ length: size }, (_, state) => state),
      0,
    )
    expect(search.next()?.length).toBe(size)
    expect(search.next()).toBeNull()
  })

  it('are the classes of states that reach each other, in any graph', () => {
    const graphs = fc
      .integer({ min: 1, max: 9 })
      .chain((size) =>
        fc.array(fc.uniqueArray(fc.nat(size - 1), { maxLength: 3 }), { minLength: size, maxLength: size }),
      )
    fc.assert(
      fc.property(graphs, (steps) => {
        const reach = reachability(steps)
        const expected = steps.map((_, left) =>
          steps.map((_, right) => right).filter((right) => reach[left]?.has(right) && reach[right]?.has(left)),
        )
        const found = componentsOf(steps)
        expect([...found].map((each) => each.join()).sort()).toEqual(
          [...new Set(expected.map((each) => each.join()))].sort(),
        )
        const position = (state: number): number => found.findIndex((component) => component.includes(state))
        steps.forEach((targets, state) => {
          for (const target of targets) expect(position(target)).toBeLessThanOrEqual(position(state))
        })
      }),
      { numRuns: 500 },
    )
  })
})

function graphOfRing(size: number) {
  return {
    ...graphOf([]),
    size,
    begins: Int32Array.from({ length: size + 1 }, (_, state) => state),
    targets: Int32Array.from({ length: size }, (_, state) => (state + 1) % size),
  }
}

function reachability(steps: readonly (readonly number[])[]): Set<number>[] {
  return steps.map((_, start) => {
    const reached = new Set([start])
    for (const state of reached) for (const target of steps[state] ?? []) reached.add(target)
    return reached
  })
}
