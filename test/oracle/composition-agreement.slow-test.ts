import fc from 'fast-check'
import { expect, it } from 'vitest'
import { expectSameComposition, noCompositions } from './composition-agreement.ts'
import { compositionPlan } from './random/composed-spec.ts'

it('more random compositions are what they are merged by hand, in both explorers', () => {
  const found = noCompositions()
  fc.assert(
    fc.property(compositionPlan, (plan) => expectSameComposition(plan, found)),
    { seed: 11, numRuns: 120 },
  )
  // Joint steps are taken, clash, and are refused: each of it more than by chance.
  expect(found.joint).toBeGreaterThan(10)
  expect(found.twice).toBeGreaterThan(3)
  expect(found.refused).toBeGreaterThan(0)
  expect(found.violated).toBeGreaterThan(40)
})
