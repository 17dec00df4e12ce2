import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectSameComposition, noCompositions } from './composition-agreement.ts'
import { compositionPlan } from './random/composed-spec.ts'

it('random compositions are what they are merged by hand, in both explorers', () => {
  const found = noCompositions()
  fc.assert(
    fc.property(compositionPlan, (plan) => expectSameComposition(plan, found)),
    { seed: 5, numRuns: 15 },
  )
  expect(found.joint).toBeGreaterThan(0)
  expect(found.violated).toBeGreaterThan(3)
})
