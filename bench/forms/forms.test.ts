import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { benchmarkForms } from './index.ts'

const paxosConfig = { values: 1, lastBallot: 1 }
const paxosCounts = { distinct: 1_681, generated: 6_411, depth: 17 }
const commitConfig = { managers: 1, lastBallot: 1 }
const commitCounts = { distinct: 1_461, generated: 9_936, depth: 15 }

/** Of a size that TLC has counted too, on our module and on the published one. */
const cases = [
  ['forms/paxos', paxosConfig, paxosCounts],
  ['forms/paxos-closures', paxosConfig, paxosCounts],
  ['forms/paxos-booleans', paxosConfig, paxosCounts],
  ['forms/paxos-commit', commitConfig, commitCounts],
  ['forms/paxos-commit-booleans', commitConfig, commitCounts],
  ['forms/raft', { lastTerm: 1, requests: 1, candidates: 1 }, { distinct: 2_242, generated: 6_241, depth: 20 }],
  ['forms/two-phase-commit-set', { managers: 3 }, { distinct: 288, generated: 1_146, depth: 11 }],
] as const

describe('the forms that are measured', () => {
  it.each(cases)('%s has the states and transitions of the others, and keeps its promises', (name, config, counts) => {
    const form = benchmarkForms.find((each) => each.name === name)
    const { states, properties } = check(form?.build(config) ?? expect.fail(), { exhaust: true })
    expect(states).toEqual(counts)
    expect(properties.map(({ verdict }) => verdict)).not.toContain('violated')
  })

  it('are all here', () => {
    expect(cases.map(([name]) => name).sort()).toEqual(benchmarkForms.map(({ name }) => name).sort())
  })
})
