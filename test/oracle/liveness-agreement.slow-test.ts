import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { expectAgreement } from './agreement.ts'
import { exploreReference } from './explore.ts'
import { graphBlueprint, graphSpecificationOf } from './random/random-graph.ts'
import { promisesPlan, withPromises } from './random/random-promises.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'

/** The reference explorer's fixpoints take their time. */
const MOST_STATES = 120

describe('the engine and the reference explorer', () => {
  it.each([21, 22])('agree on a thousand and more random graphs (seed %i)', (seed) => {
    fc.assert(
      fc.property(graphBlueprint, (plan) => {
        const { maxDepth } = plan
        expectAgreement(graphSpecificationOf(plan), maxDepth === null ? {} : { maxDepth })
      }),
      { seed, numRuns: 1_050 },
    )
  })

  it.each([31, 32])('agree on what random specifications promise for ever (seed %i)', (seed) => {
    let compared = 0
    fc.assert(
      fc.property(
        blueprint,
        promisesPlan,
        fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 }),
        (plan, promises, maxDepth) => {
          const definition = withPromises(specificationOf(plan), promises)
          const options = maxDepth === null ? {} : { maxDepth }
          const bare = { ...definition, properties: [], fairness: [] }
          if (exploreReference(bare, options).states.distinct > MOST_STATES) return
          expectAgreement(definition, options)
          compared++
        },
      ),
      { seed, numRuns: 600 },
    )
    expect(compared).toBeGreaterThan(300)
  })
})
