import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAgreement } from './agreement.ts'
import { exploreReference } from './explore.ts'
import { forRandomModels } from './random/for-random-models.ts'
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
