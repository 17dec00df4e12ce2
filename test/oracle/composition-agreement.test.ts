import { expect, it } from 'vitest'
import { expectSameComposition, noCompositions } from './composition-agreement.ts'
import { compositionPlan } from './random/composed-spec.ts'
import { forRandomModels } from './random/for-random-models.ts'

it('random compositions are what they are merged by hand, in both explorers', async () => {
  const found = noCompositions()
  await forRandomModels({ seed: 6, models: 22 }, [compositionPlan], (plan) => expectSameComposition(plan, found))
  expect(found.joint).toBeGreaterThan(0)
  expect(found.violated).toBeGreaterThan(3)
})
