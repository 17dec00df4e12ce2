import { expect, it } from 'vitest'
import { Phase, SharedCounters } from './shared-counters.ts'

it('carries counters, requests and the phase through shared memory', () => {
  const writer = new SharedCounters()
  const reader = new SharedCounters(writer.buffer)
  const counters = {
    distinct: 2 ** 40,
    generated: 2,
    waiting: 3,
    depth: 4,
    memoryBytes: 5,
    seconds: 6.5,
    isExplored: true,
  }
  writer.publish(counters)
  writer.phase = Phase.Exploring
  writer.activity[0] = 9
  expect(reader.read()).toEqual(counters)
  expect([reader.heartbeat, reader.phase, reader.activity[0]]).toEqual([1, Phase.Exploring, 9])

  expect(writer.stopRequest).toBeNull()
  reader.requestStop('memory')
  reader.requestStop('stopped')
  expect(writer.stopRequest).toBe('memory')

  reader.reset()
  expect([writer.stopRequest, writer.heartbeat, writer.read().distinct]).toEqual([null, 0, 0])
})
