import { expect, it } from 'vitest'
import { LogGrowth } from './log-growth.ts'

const growth = () => new LogGrowth(() => ({ action: 'send' }))

it('tells each new record by an event, with the log up to it', () => {
  const log = growth()
  expect(log.read(['a', 'b'])).toEqual([
    { event: { action: 'send', observed: { log: ['a'] } }, record: 0 },
    { event: { action: 'send', observed: { log: ['a', 'b'] } }, record: 1 },
  ])
  expect(log.read(['a', 'b'])).toEqual([])
  expect(log.read(['a', 'b', 'c'])).toMatchObject([{ record: 2 }])
})

it.each([
  ['is gone', ['a']],
  ['is another one', ['a', 'x', 'c']],
])('tells a reading in which a record %s by a look, which names no step', (_, later) => {
  const log = growth()
  log.read(['a', 'b'])
  expect(log.read(later)).toEqual([{ event: { observed: { log: later } }, record: null }])
})

it('goes on from what a fault has left', () => {
  const log = growth()
  log.read(['a', 'b'])
  log.becomes(['a'])
  expect(log.read(['a', 'c'])).toMatchObject([{ event: { observed: { log: ['a', 'c'] } }, record: 1 }])
})
