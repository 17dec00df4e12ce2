import { expect, it } from 'vitest'
import { compareSymmetric } from './symmetry-agreement.ts'

it('up to symmetry the engine agrees with every renaming tried, and with the whole graph', () => {
  // Larger graphs and more of them: `symmetry-agreement.slow-test.ts`.
  expect(compareSymmetric({ numRuns: 16, mostStates: 300 })).toBeGreaterThan(5)
})
