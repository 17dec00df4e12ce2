import { describe, expect, it } from 'vitest'
import type { CheckResult } from '../../checker/contract/result.ts'
import { type Expectation, holds, reachable, unreachable, violated } from '../../spec/language/index.ts'
import { property, resultWith } from '../testing/results.ts'
import { type Expectations, judge } from './judge.ts'

function scenario(expected: Expectation, parts: Partial<Expectations> = {}): Expectations {
  return { expect: { promise: expected }, counts: null, maxDepth: null, ...parts }
}

function outcome(expected: Expectation, found: Partial<CheckResult>, parts: Partial<Expectations> = {}): string {
  return judge(scenario(expected, parts), resultWith(found)).outcome
}

describe('a verdict', () => {
  it.each([
    [holds, property('holds'), 'met'],
    [holds, property('violated', 4), 'unmet'],
    [violated(), property('violated', 4), 'met'],
    [violated(4), property('violated', 4), 'met'],
    [violated(5), property('violated', 4), 'unmet'],
    [violated(), property('holds'), 'unmet'],
    [reachable(), property('reachable', 2), 'met'],
    [reachable(3), property('reachable', 2), 'unmet'],
    [reachable(), property('unreachable'), 'unmet'],
    [unreachable, property('unreachable'), 'met'],
    [unreachable, property('reachable', 2), 'unmet'],
    [holds, property('undecided'), 'undecided'],
    [violated(), property('undecided'), 'undecided'],
  ])('%o against %o on the full graph', (expected, found, result) => {
    expect(outcome(expected, { properties: [found] })).toBe(result)
  })

  it('says what does not fit', () => {
    const problem = (expected: Expectation, length: number): string | null | undefined =>
      judge(scenario(expected), resultWith({ properties: [property('violated', length)] })).properties[0]?.problem
    expect(problem(violated(5), 4)).toBe('expected a shortest story of 5 states, found one of 4')
    expect(problem(holds, 4)).toBe('expected holds, found violated (4 states)')
    expect(problem(violated(4), 4)).toBeNull()
    const way = resultWith({ properties: [property('reachable', 2)] })
    expect(judge(scenario(reachable(3)), way).properties[0]?.problem).toBe('expected a way of 3 states, found one of 2')
  })
})

describe('counts of which some are pinned', () => {
  const found = resultWith({ properties: [property('holds')], states: { distinct: 3, generated: 5, depth: 2 } })
  const problems = (counts: Expectations['counts']): readonly string[] =>
    judge(scenario(holds, { counts }), found).countProblems

  it('are compared where they are pinned, and only there', () => {
    expect(problems({ distinct: 3 })).toEqual([])
    expect(problems({ depth: 3 })).toEqual(['expected depth = 3, found 2'])
    expect(problems({ distinct: 3, generated: 4 })).toEqual(['expected generated = 4, found 5'])
    expect(problems({ distinct: 0 })).toEqual(['expected distinct = 0, found 3'])
  })
})

describe('a run that ended early', () => {
  it.each(['states', 'time', 'memory', 'stopped', 'sampled', 'depth'] as const)('never passes (%s)', (completeness) => {
    expect(outcome(holds, { completeness })).toBe('undecided')
    expect(outcome(unreachable, { completeness, properties: [property('unreachable')] })).toBe('undecided')
  })

  it('still counts what it found', () => {
    expect(outcome(violated(4), { completeness: 'time', properties: [property('violated', 4)] })).toBe('met')
    expect(outcome(holds, { completeness: 'time', properties: [property('violated', 4)] })).toBe('unmet')
  })

  it('decides nothing where nothing is promised: whatever ended it, that is not "as expected"', () => {
    for (const completeness of ['stopped', 'time', 'states', 'memory'] as const) {
      expect(outcome(holds, { completeness, properties: [] })).toBe('undecided')
    }
    expect(outcome(holds, { properties: [] })).toBe('met')
  })

  it('cannot confirm pinned counts', () => {
    const counts = { distinct: 16, generated: 97, depth: 8 }
    const found = { completeness: 'time', properties: [property('violated', 4)] } as const
    expect(outcome(violated(), found, { counts })).toBe('undecided')
  })
})

describe("a scenario's own bounds", () => {
  const toDepth5 = { completeness: 'depth', bounds: { depth: 5, states: null, constraintCut: 0 } } as const

  it('are part of what it asks for', () => {
    expect(outcome(holds, toDepth5, { maxDepth: 5 })).toBe('met')
    expect(outcome(holds, { completeness: 'constraint' })).toBe('met')
  })

  it('are not those of the command line', () => {
    expect(outcome(holds, toDepth5, { maxDepth: 7 })).toBe('undecided')
    expect(outcome(holds, toDepth5)).toBe('undecided')
  })
})

describe('a property that its scenario ignores', () => {
  const others = ['violated', 'undecided', 'holds'] as const

  it.each(others)('has nothing amiss when it is %s, and keeps its verdict', (verdict) => {
    const properties = [property('holds'), { ...property(verdict, verdict === 'violated' ? 3 : null), name: 'other' }]
    const judged = judge(scenario(holds, { ignored: ['other'] }), resultWith({ properties }))
    expect(judged.outcome).toBe('met')
    expect(judged.properties[1]).toMatchObject({ result: { verdict }, expected: null, outcome: 'met', problem: null })
  })

  it('makes nothing of the others fit', () => {
    const properties = [property('violated', 3), { ...property('holds'), name: 'other' }]
    expect(judge(scenario(holds, { ignored: ['other'] }), resultWith({ properties })).outcome).toBe('unmet')
  })
})

describe('pinned counts', () => {
  it('are compared one by one', () => {
    const counts = { distinct: 16, generated: 96, depth: 9 }
    const { outcome: found, countProblems } = judge(scenario(holds, { counts }), resultWith({}))
    expect(found).toBe('unmet')
    expect(countProblems).toEqual(['expected generated = 96, found 97', 'expected depth = 9, found 8'])
  })
})

describe('the promise that a scenario is about', () => {
  it('comes first, the others in the order of the specification', () => {
    const properties = ['a', 'b', 'c'].map((name) => ({ ...property('holds'), name }))
    const order = (headline: string | null): readonly string[] =>
      judge(scenario(holds, { headline }), resultWith({ properties })).properties.map(({ result }) => result.name)
    expect([order('c'), order(null)]).toEqual([
      ['c', 'a', 'b'],
      ['a', 'b', 'c'],
    ])
  })
})
