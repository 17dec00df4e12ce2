import { expect, it } from 'vitest'
import { compareSymmetric } from './symmetry-agreement.ts'

it('up to symmetry the engine agrees with every renaming tried, and with the whole graph', async () => {
  // Larger graphs and more of them: `symmetry-agreement.slow-test.ts`.
  expect(await compareSymmetric({ seed: 1, models: 16 }, 300)).toBeGreaterThan(1 / 3)
})
