import { describe, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { classicSuites } from '../../spec/classic/index.ts'
import type { Scenario } from '../../spec/language/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { isWithin } from '../costly-suites.ts'
import { expectAgreement } from './agreement.ts'
import { hasFewRenamings } from './orbits.ts'

/** By hand everything is compared; continuous integration has time for less, and for the first levels of one scenario a suite. */
const isLongRun = process.env.ACKPROOF_MODELS !== undefined
const mostStates = isLongRun ? 5_000 : 600

const scenarios = [...classicSuites, ...rocketmqSuites]
  .flatMap((suite) => suite.scenarios)
  .filter(({ definition }) => hasFewRenamings(definition))

describe('the engine and the reference explorer agree', () => {
  it.each(scenarios.filter(isSmall))('$suite: $name', ({ definition, maxDepth }) => {
    expectAgreement(definition, maxDepth === null ? {} : { maxDepth })
  })

  const larger = scenarios.filter((scenario) => !isSmall(scenario) && startsSmall(scenario))
  const isFirst = ({ suite }: Scenario, at: number): boolean =>
    larger.findIndex((other) => other.suite === suite) === at

  it.each(larger.filter((scenario, at) => isLongRun || isFirst(scenario, at)))(
    'on the first levels of $suite: $name',
    ({ definition }) => {
      // The tunings were turned to their corners on the small ones.
      expectAgreement(definition, { maxDepth: depthWithin(definition) }, {})
    },
  )
})

function isSmall(scenario: Scenario): boolean {
  const size = sizeOf(scenario)
  return isLongRun ? size <= mostStates : isWithin(mostStates, scenario.suite, size)
}

function sizeOf({ definition, counts, maxDepth }: Scenario): number {
  if (counts?.distinct !== undefined) return counts.distinct
  const bounds = maxDepth === null ? {} : { maxDepth }
  return check(definition, { exhaust: true, maxStates: mostStates, ...bounds }).states.distinct
}

/** Whether the first level is within reach of the reference explorer; some models begin anywhere. */
function startsSmall({ definition }: Scenario): boolean {
  return check(definition, { exhaust: true, maxDepth: 1 }).states.distinct <= mostStates
}

/** The deepest bound that keeps the graph small. */
function depthWithin(definition: Scenario['definition']): number {
  let depth = 2
  while (check(definition, { exhaust: true, maxStates: mostStates, maxDepth: depth + 1 }).completeness === 'depth')
    depth++
  return depth
}
