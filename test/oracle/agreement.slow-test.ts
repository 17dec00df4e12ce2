import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectAgreement } from './agreement.ts'
import { blueprint, specificationOf } from './random/random-spec.ts'

describe('the engine and the reference explorer', () => {
  it.each([11, 12, 13])('agree on a thousand more random specifications (seed %i)', (seed) => {
    fc.assert(
      fc.property(blueprint, fc.option(fc.integer({ min: 1, max: 5 }), { freq: 4 }), (plan, maxDepth) => {
        expectAgreement(specificationOf(plan), maxDepth === null ? {} : { maxDepth })
      }),
      { seed, numRuns: 1_000 },
    )
  })
})
