import { describe, expect, it } from 'vitest'
import { classicSuites } from '../../spec/classic/index.ts'
import { rocketmqSuites } from '../../spec/rocketmq/index.ts'
import { compareRandomModels, expectSameFindings } from './findings-agreement.ts'

describe('the engine and plain runs come to the same findings', () => {
  it('about random specifications, whatever the tuning', async () => {
    const { modelsWith } = await compareRandomModels({ seed: 1, models: 12 })
    expect(modelsWith.size).toBeGreaterThan(8)
  })

  const small = [...classicSuites, ...rocketmqSuites]
    .flatMap((suite) => suite.scenarios)
    .filter(({ counts, maxDepth }) => maxDepth === null && (counts?.distinct ?? Number.POSITIVE_INFINITY) <= 50)

  it.each(small)('about $suite: $name', ({ definition }) => {
    expectSameFindings(definition)
  })
})
