import { expect, it } from 'vitest'
import { expectAgreementOnLogs } from './log-agreement.ts'

it('accepts every log of a walk, and refutes changed ones at the event at which the whole graph does', async () => {
  const counts = await expectAgreementOnLogs(70)
  expect(counts.walked).toBeGreaterThan(50)
  expect(counts.stillAccepted).toBeGreaterThan(200)
  expect(counts.refuted).toBeGreaterThan(200)
  expect(counts.refutedHidden).toBeGreaterThan(50)
})
