import { expect, it } from 'vitest'
import { compareSymmetric } from './symmetry-agreement.ts'

it('up to symmetry the engine agrees with every renaming tried, and with the whole graph', async () => {
  expect(await compareSymmetric({ seed: 41, models: 60 }, 1_500)).toBeGreaterThan(1 / 3)
})
