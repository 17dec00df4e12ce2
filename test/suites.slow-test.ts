/** What test/suites.test.ts has no time for: the stories of larger graphs. */
import { describe, it } from 'vitest'
import { check } from '../checker/check.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import { expectReadable } from './readable-stories.ts'

describe('stories of scenarios of 1,000 to 20,000 states are for readers', () => {
  const scenarios = rocketmqSuites.flatMap((suite) => suite.scenarios)
  const larger = scenarios.filter(({ counts }) => (counts?.distinct ?? 0) > 1_000 && (counts?.distinct ?? 0) <= 20_000)
  it.each(larger)('$suite: $name', ({ definition }) => expectReadable(definition, check(definition, { exhaust: true })))
})
