import { expect, it } from 'vitest'
import { LoopWatch } from './loop-watch.ts'

it('counts while the same function is seen running and nothing moves', () => {
  const watch = new LoopWatch()
  expect(watch.sample(0, 3, 7)).toBe(0)
  expect(watch.sample(100, 3, 7)).toBe(100)
  expect(watch.sample(200, 3, 7)).toBe(200)
})

it.each([
  ['another function runs', 4, 7],
  ['no function runs', 0, 7],
  ['the explorer has moved on', 3, 8],
])('begins anew when %s', (_, activity, heartbeat) => {
  const watch = new LoopWatch()
  watch.sample(0, 3, 7)
  expect(watch.sample(100, activity, heartbeat)).toBe(0)
})
