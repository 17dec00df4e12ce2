import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { classicSuites } from '../../spec/classic/index.ts'
import type { Scenario } from '../../spec/language/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { isWithin } from '../costly-suites.ts'
import { corners, expectAgreement } from './agreement.ts'
import { hasFewRenamings } from './orbits.ts'

/** Scenarios that the reference explorer gets through in a moment. */
const small = [...classicSuites, ...rocketmqSuites]
  .flatMap((suite) => suite.scenarios)
  .filter(
    (scenario) =>
      scenario.maxDepth === null &&
      isWithin(150, scenario.suite, sizeOf(scenario)) &&
      hasFewRenamings(scenario.definition),
  )

function sizeOf({ definition, counts }: Scenario): number {
  return counts?.distinct ?? check(definition, { exhaust: true, maxStates: 150 }).states.distinct
}

describe('the engine and the reference explorer agree on what is shipped', () => {
  it.each(small)('$suite: $name', ({ definition }) => {
    const result = expectAgreement(definition, {}, { corner: corners['lists at once, and memo given up late'] ?? {} })
    expect(['full', 'constraint']).toContain(result.completeness)
  })
})
