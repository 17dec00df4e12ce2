import { expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { specifyPaxosCommit } from '../../spec/classic/paxos-commit.ts'

it('Paxos commit has as many states and transitions as are published', () => {
  const size = { managers: 2, acceptors: 3, quorum: 2, lastBallot: 1, keepsPromises: true }
  const { states, properties } = check(specifyPaxosCommit(size).definition, { exhaust: true })
  expect(states).toEqual({ distinct: 1_321_761, generated: 16_959_159, depth: 28 })
  expect(properties.map(({ verdict }) => verdict)).toEqual(['holds'])
})
