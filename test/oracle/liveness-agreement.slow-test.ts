import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAgreement } from './agreement.ts'
import { exploreReference } from './explore.ts'
import { forRandomModels } from './random/for-random-models.ts'
import { conditionsPlan, withConditions } from './random/many-conditions.ts'
import { graphBlueprint, graphSpecificationOf } from './random/random-graph.ts'
import { promisesPlan, withPromises } from './random/random-promises.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'

/** The reference explorer's fixpoints take their time. */
const MOST_STATES = 120

describe('the engine and the reference explorer', () => {
  it('agree on many more random graphs', async () => {
    await forRandomModels({ seed: 21, models: 700 }, [graphBlueprint], (plan) => {
      const { maxDepth } = plan
      expectAgreement(graphSpecificationOf(plan), maxDepth === null ? {} : { maxDepth })
    })
  })

  it('agree on random graphs with more conditions than a number has bits', async () => {
    let longLoops = 0
    const size = { seed: 51, models: 200 }
    const models = await forRandomModels(size, [graphBlueprint, conditionsPlan], (plan, conditions) => {
      const { maxDepth } = plan
      const definition = withConditions(graphSpecificationOf(plan), conditions)
      const { properties } = expectAgreement(definition, maxDepth === null ? {} : { maxDepth }, {})
      for (const { trace } of properties) {
        if (trace !== null && trace.loop !== null && trace.length - trace.loop > 3) longLoops++
      }
    })
    expect(longLoops / models).toBeGreaterThan(0.1)
  })

  it('agree on what random specifications promise for ever', async () => {
    let compared = 0
    const bound = fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 })
    const size = { seed: 31, models: 600 }
    const models = await forRandomModels(size, [blueprint, promisesPlan, bound], (plan, promises, maxDepth) => {
      const definition = withPromises(specificationOf(plan), promises)
      const options = maxDepth === null ? {} : { maxDepth }
      const bare = { ...definition, properties: [], fairness: [] }
      if (exploreReference(bare, options).states.distinct > MOST_STATES) return
      expectAgreement(definition, options)
      compared++
    })
    expect(compared).toBeGreaterThan(models / 2)
  })
})
