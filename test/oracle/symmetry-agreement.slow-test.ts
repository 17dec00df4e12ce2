import { expect, it } from 'vitest'
import { compareSymmetric } from './symmetry-agreement.ts'

/** `ACKPROOF_MODELS=10000 npx vitest run --project slow …` compares that many. */
const models = Number(process.env.ACKPROOF_MODELS ?? 60)

it('up to symmetry the engine agrees with every renaming tried, and with the whole graph', { timeout: 600_000 }, () => {
  expect(compareSymmetric({ numRuns: models, mostStates: 1_500 })).toBeGreaterThan(models / 3)
})
