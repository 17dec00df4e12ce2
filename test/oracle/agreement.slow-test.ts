import { expect, it } from 'vitest'
import { expectRandomAgreement } from './agreement.ts'

it('the engine and the reference explorer agree on many more random specifications, whatever the tuning', async () => {
  await expect(expectRandomAgreement({ seed: 11, models: 600 })).resolves.toBeGreaterThan(0)
})
