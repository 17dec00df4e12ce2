import { expect, it } from 'vitest'
import { expectSameComposition, noCompositions } from './composition-agreement.ts'
import { compositionPlan } from './random/composed-spec.ts'
import { forRandomModels } from './random/for-random-models.ts'

it('more random compositions are what they are merged by hand, in both explorers', async () => {
  const found = noCompositions()
  await forRandomModels({ seed: 11, models: 260 }, [compositionPlan], (plan) => expectSameComposition(plan, found))
  // Joint steps are taken, clash, and are refused: each of it more than by chance.
  expect(found.joint).toBeGreaterThan(10)
  expect(found.twice).toBeGreaterThan(3)
  expect(found.refused).toBeGreaterThan(0)
  expect(found.violated).toBeGreaterThan(40)
})
