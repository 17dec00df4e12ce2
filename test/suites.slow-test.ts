/** What test/suites.test.ts has no time for: the stories of larger graphs. */
import { describe, it } from 'vitest'
import { check } from '../checker/check.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import { isWithin, mostStatesOfFastTests } from './costly-suites.ts'
import { expectReadable } from './readable-stories.ts'

const mostStates = 20_000

/** Rows of a table: their neighbours differ by one switch and are told in the same sentences. */
const rows = rocketmqSuites.flatMap((suite) => suite.scenarios).filter(({ id }) => id !== null)
const larger = rows.filter(({ suite, counts }) => {
  const states = counts?.distinct ?? 0
  return !isWithin(mostStatesOfFastTests, suite, states) && states <= mostStates
})

describe('stories of rows of up to 20,000 states are for readers', () => {
  it.each(larger)('$suite: $name', ({ definition }) => expectReadable(definition, check(definition, { exhaust: true })))
})
