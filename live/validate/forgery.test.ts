/** Logs that no broker writes are refuted at the event that cannot be. They are made from logs that real brokers wrote. */
import { describe, expect, it } from 'vitest'
import { forgeryKinds } from '../recording/forgery.ts'
import { hold } from './hold.ts'
import { logSuites } from './log-suites.ts'
import { forgedOf, recorded, refutedAt } from './testing/recorded.ts'

/** All of them are forged and refuted by a slow test. */
const few = 2

describe('logs of real brokers', () => {
  it.each(logSuites)('are of several versions and settings, with each kind of fault: $name', ({ name }) => {
    const own = recorded.filter(({ suite }) => suite === name)
    const settings = own.map(({ version, facts }) => [version, (facts as { flushDiskType: string }).flushDiskType])
    expect(new Set(settings.map(([version]) => version)).size).toBeGreaterThanOrEqual(2)
    expect(new Set(settings.map(([_, flush]) => flush)).size).toBe(2)
    const seen = new Set(own.flatMap((each) => each.seen.map((sighting) => (sighting as { seen: string }).seen)))
    expect([...seen]).toEqual(expect.arrayContaining(['kill', 'power cut', 'log']))
  })

  it.each(logSuites)('are accepted: $name', (suite) => {
    const own = recorded.filter((recording) => recording.suite === suite.name).slice(0, 2 * few)
    for (const recording of own) expect(hold(suite, recording).validation.text).toMatch(/^accepted/)
  })
})

describe.each([
  ['rocketmq/store', forgeryKinds.filter((kind) => !kind.startsWith('a final'))],
  ['rocketmq/transaction', forgeryKinds],
] as const)('forged logs of %s', (suite, kinds) => {
  it.each(kinds)('are refuted where they were forged: %s', (kind) => {
    const forged = forgedOf(suite, kind).slice(0, few)
    expect(forged).toHaveLength(few)
    for (const each of forged) {
      const { at, text } = refutedAt(each)
      expect(at, text).toBe(each.at)
    }
  })
})

it('a recording in which nothing can be forged gives no forgery', () => {
  for (const { name, forge } of logSuites) {
    const [recording] = recorded.filter(({ suite }) => suite === name)
    if (recording === undefined) throw new Error(name)
    expect(forge({ ...recording, seen: [] })).toEqual([])
  }
})
