import { expect, it } from 'vitest'
import { LoopWatch } from './loop-watch.ts'

const running = { activity: 3, runs: 12, heartbeat: 7 }

it('counts while the same run is seen going on and nothing moves', () => {
  const watch = new LoopWatch()
  expect(watch.sample(0, running)).toBe(0)
  expect(watch.sample(100, running)).toBe(100)
  expect(watch.sample(200, running)).toBe(200)
})

it.each([
  ['another function runs', { activity: 4 }],
  ['no function runs', { activity: 0 }],
  ['the same function runs again', { runs: 13 }],
  ['the explorer has moved on', { heartbeat: 8 }],
])('begins anew when %s', (_, change) => {
  const watch = new LoopWatch()
  watch.sample(0, running)
  expect(watch.sample(100, { ...running, ...change })).toBe(0)
})
