import { describe, expect, it } from 'vitest'
import { exploreReference } from '../../checker/reference/explore.ts'
import { classicSuites } from './index.ts'

/** Larger graphs are left to the engine: the reference explorer is plain, not quick. */
const mostStates = 3_000

const scenarios = classicSuites
  .flatMap((suite) => suite.scenarios)
  .filter((scenario) => (scenario.counts?.distinct ?? 0) <= mostStates)

describe.each(scenarios)('$suite: $name', (scenario) => {
  const result = exploreReference(scenario.definition)

  it('has the published number of states, transitions and levels', () => {
    if (scenario.counts !== null) expect(result.states).toEqual(scenario.counts)
    expect(result.completeness).toBe(scenario.definition.constraints.length === 0 ? 'full' : 'constraint')
  })

  it('turns out as expected, with shortest stories of the stated length', () => {
    const found = Object.fromEntries(
      result.properties.map(({ name, verdict, length }) => {
        const expected = scenario.expect[name]
        const isPinned = expected !== undefined && 'length' in expected
        return [name, isPinned ? { verdict, length } : { verdict }]
      }),
    )
    expect(found).toEqual(scenario.expect)
  })
})

describe('the collection', () => {
  it('names every suite once, in its own folder', () => {
    const names = classicSuites.map((suite) => suite.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.every((name) => /^classic\/[a-z-]+$/.test(name))).toBe(true)
  })

  it('names neighbours that exist, and that point back', () => {
    for (const { scenarios } of classicSuites) {
      for (const { name, neighbour } of scenarios) {
        if (neighbour === null) continue
        expect(scenarios.find((each) => each.name === neighbour)?.neighbour).toBe(name)
      }
    }
  })

  it('says of every specification what is modelled and where it comes from', () => {
    for (const { scenarios } of classicSuites) {
      for (const { definition } of scenarios) expect(definition.about).toMatch(/Source:|Closed form/)
    }
  })
})
