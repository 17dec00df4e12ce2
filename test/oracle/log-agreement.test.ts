import { expect, it } from 'vitest'
import { expectAgreementOnLogs } from './log-agreement.ts'

it('accepts every log of a walk, and refutes changed ones at the event at which the whole graph does', async () => {
  const counts = await expectAgreementOnLogs(8)
  expect(counts.walked).toBeGreaterThan(5)
  expect(counts.stillAccepted).toBeGreaterThan(20)
  expect(counts.refuted).toBeGreaterThan(20)
  expect(counts.refutedHidden).toBeGreaterThan(5)
})
