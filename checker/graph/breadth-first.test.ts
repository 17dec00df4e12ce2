import { expect, it } from 'vitest'
import { BreadthFirst } from './breadth-first.ts'
import { graphOf } from './testing/hand-made.ts'

const everywhere = (): boolean => true
const byNumber = (left: number, right: number): boolean => left < right

it('measures the shortest way to each state, in states', () => {
  // 0 → 1 → 3 → 4, 0 → 2 → 3
  const search = new BreadthFirst(graphOf([[1, 2], [3], [3], [4], []]))
  search.begin()
  for (let sources = [0]; search.advance(sources, everywhere); sources = []);
  expect([...search.distance]).toEqual([1, 2, 2, 3, 4])
})

it('goes back by the predecessor that comes first, whatever the order in which they were met', () => {
  const search = new BreadthFirst(graphOf([[2, 1], [3], [3], []]))
  search.begin()
  for (let sources = [0]; search.advance(sources, everywhere); sources = []);
  expect(search.predecessor(3, byNumber)).toBe(1)
  expect(search.predecessor(3, (left, right) => left > right)).toBe(2)
  expect(search.predecessor(0, byNumber)).toBe(-1)
})

it('lets sources join later, and keeps out of what is not inside', () => {
  // 0 → 1 → 2; 3 → 2
  const search = new BreadthFirst(graphOf([[1], [2], [], [2]]))
  search.begin()
  search.advance([0], everywhere)
  search.advance([], (state) => state !== 1)
  search.advance([3], everywhere)
  search.advance([], everywhere)
  expect([...search.distance]).toEqual([1, 0, 4, 3])
  expect(search.predecessor(2, byNumber)).toBe(3)
  expect(search.predecessor(3, byNumber)).toBe(-1)
})

it('forgets everything when it begins again', () => {
  const search = new BreadthFirst(graphOf([[1], []]))
  search.begin()
  for (let sources = [0]; search.advance(sources, everywhere); sources = []);
  search.begin()
  expect([...search.distance]).toEqual([0, 0])
  search.advance([1], everywhere)
  expect([...search.distance]).toEqual([0, 1])
})
