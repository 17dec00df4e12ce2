/** Every log that was kept is accepted, and whatever is forged of it is refuted where it was forged. */
import { describe, expect, it } from 'vitest'
import { forgeryKinds } from '../recording/forgery.ts'
import { hold } from './hold.ts'
import { logSuiteNamed, logSuites } from './log-suites.ts'
import { forgedOf, recorded, refutedAt } from './testing/recorded.ts'

it.each(
  recorded.map((recording) => [`${recording.suite} ${recording.version}, run ${recording.run}`, recording] as const),
)('accepted: %s', (_, recording) => {
  expect(hold(logSuiteNamed(recording.suite), recording).validation.text).toMatch(/^accepted/)
})

describe.each(logSuites)('forged logs of $name', ({ name }) => {
  it.each(forgeryKinds.filter((kind) => forgedOf(name, kind).length > 0))('%s', (kind) => {
    for (const each of forgedOf(name, kind)) {
      const { at, text } = refutedAt(each)
      expect(at, text).toBe(each.at)
    }
  })
})
