import fc from 'fast-check'
import { describe, it } from 'vitest'
import { expectAgreement } from './testing/agreement.ts'
import { graphBlueprint, graphSpecificationOf } from './testing/random-graph.ts'

describe('the engine and the reference explorer', () => {
  it('agree on liveness, recoverability and refinement of random graphs, whatever the tuning', () => {
    fc.assert(
      fc.property(graphBlueprint, (plan) => {
        const { maxDepth } = plan
        expectAgreement(graphSpecificationOf(plan), maxDepth === null ? {} : { maxDepth })
      }),
      { seed: 1, numRuns: 300 },
    )
  })
})
