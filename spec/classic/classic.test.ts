import { describe, expect, it } from 'vitest'
import { check } from '../../checker/check.ts'
import { exploreReference } from '../../test/oracle/explore.ts'
import type { Scenario } from '../language/index.ts'
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
    const properties = check(scenario.definition, { exhaust: true }).properties
    const found = properties.map(({ name, verdict, trace }) => ({ name, verdict, length: trace?.length }))
    expect(asExpectations(found, scenario)).toEqual(scenario.expect)
  })

  it('turns out the same for the reference explorer', () => {
    // Of stories without an end it knows that there is one, and not how long the shortest is.
    const found = result.properties.map(({ name, verdict, length }) => {
      const expected = scenario.expect[name]
      const pinned = expected !== undefined && 'length' in expected ? expected.length : undefined
      return { name, verdict, length: length ?? pinned }
    })
    expect(asExpectations(found, scenario)).toEqual(scenario.expect)
  })
})

describe('the collection', () => {
  it('names every suite once, in its own folder', () => {
    const names = classicSuites.map((suite) => suite.name)
    expect(new Set(names).size).toBe(names.length)
    expect(names.every((name) => /^classic\/[a-z-]+$/.test(name))).toBe(true)
  })

  it('names neighbours that differ by one switch and turn out differently', () => {
    for (const { scenarios } of classicSuites) {
      for (const scenario of scenarios) {
        if (scenario.neighbour === null) continue
        const neighbour = scenarios.find(({ name }) => name === scenario.neighbour)
        expect(neighbour, `neighbour of ${scenario.suite}: ${scenario.name}`).toBeDefined()
        expect(switchesBetween(scenario, neighbour)).toHaveLength(1)
        expect(verdictsOf(scenario)).not.toEqual(verdictsOf(neighbour))
      }
    }
  })

  it('says of every specification what is modelled and where it comes from', () => {
    for (const { scenarios } of classicSuites) {
      for (const { definition } of scenarios) expect(definition.about).toMatch(/Source:|Closed form/)
    }
  })
})

interface Outcome {
  readonly name: string
  readonly verdict: string
  readonly length: number | undefined
}

/** Verdicts by property, with the length where the scenario pins one. */
function asExpectations(found: readonly Outcome[], scenario: Scenario): Readonly<Record<string, object>> {
  return Object.fromEntries(
    found.map(({ name, verdict, length }) => {
      const expected = scenario.expect[name]
      return [name, expected !== undefined && 'length' in expected ? { verdict, length } : { verdict }]
    }),
  )
}

function switchesBetween(one: Scenario, other: Scenario | undefined): readonly string[] {
  return Object.keys(one.configuration).filter((key) => one.configuration[key] !== other?.configuration[key])
}

function verdictsOf(scenario: Scenario | undefined): readonly (readonly [string, string])[] {
  return Object.entries(scenario?.expect ?? {}).map(([property, { verdict }]) => [property, verdict])
}
