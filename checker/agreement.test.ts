import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectAgreement } from './testing/agreement.ts'
import { blueprint, specificationOf } from './testing/random-spec.ts'

describe('the engine and the reference explorer', () => {
  it('agree on random specifications, whatever the tuning', () => {
    fc.assert(
      fc.property(blueprint, fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 }), (plan, maxDepth) => {
        expectAgreement(specificationOf(plan), maxDepth === null ? {} : { maxDepth })
      }),
      { seed: 1, numRuns: 150 },
    )
  })
})
