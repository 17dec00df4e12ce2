import { describe, expect, it } from 'vitest'
import { spinContender, whySpinIsMissing } from '../tools/spin.ts'
import { paxosInPromela } from './paxos.ts'
import { twoPhaseCommitInPromela } from './two-phase-commit.ts'

describe.skipIf(whySpinIsMissing() !== null)('the translations for Spin', () => {
  it.each([
    ['two-phase commit', twoPhaseCommitInPromela(5), { distinct: 8_832, generated: 58_146, depth: null }],
    ['Paxos', paxosInPromela(2, 1), { distinct: 3_921, generated: 15_299, depth: null }],
  ])('have the states and transitions of ours: %s', (_name, promela, counts) => {
    const contender = spinContender('', promela)
    try {
      expect(contender.run().counts).toEqual(counts)
    } finally {
      contender.remove()
    }
  })
})
