/** What test/suites.test.ts has no time for: the stories of larger graphs whose states are costly. */
import { describe, it } from 'vitest'
import { check } from '../checker/check.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import { isCostly } from './costly-suites.ts'
import { expectReadable } from './readable-stories.ts'

describe('stories of costly scenarios of 2,000 to 20,000 states are for readers', () => {
  const scenarios = rocketmqSuites.flatMap((suite) => suite.scenarios)
  const larger = scenarios.filter(({ counts }) => (counts?.distinct ?? 0) > 2_000 && (counts?.distinct ?? 0) <= 20_000)
  it.each(larger.filter(isCostly))('$suite: $name', ({ definition }) =>
    expectReadable(definition, check(definition, { exhaust: true })),
  )
})
