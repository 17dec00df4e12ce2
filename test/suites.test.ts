/** What every suite owes: verdicts as expected, for the engine and the oracle, and neighbours. */
import { describe, expect, it } from 'vitest'
import { check } from '../checker/check.ts'
import { switchesBetween } from '../live/reproduce/row.ts'
import { classicSuites } from '../spec/classic/index.ts'
import type { AnySuite, Scenario } from '../spec/language/index.ts'
import { rocketmqSuites } from '../spec/rocketmq/index.ts'
import { requireContentEquality } from '../spec/source/require-content-equality.ts'
import { isWithin, mostStatesOfFastTests } from './costly-suites.ts'
import { exploreReference } from './oracle/explore.ts'
import { hasFewRenamings } from './oracle/orbits.ts'
import { expectReadable } from './readable-stories.ts'

const suites: readonly AnySuite[] = [...classicSuites, ...rocketmqSuites]
const scenarios = suites.flatMap((suite) => suite.scenarios)

/**
 * Larger graphs take too long here. A wrong count or verdict of theirs fails the check of all rows, which continuous
 * integration runs besides; their stories are read by the slow test beside this one.
 */
const mostStates = mostStatesOfFastTests
/** The reference explorer is plain, not quick. It agrees on larger ones in test/oracle/specifications.slow-test.ts. */
const mostStatesOfTheOracle = 800

function isForTheOracle(scenario: Scenario): boolean {
  const isSmall = scenario.maxDepth === null && isWithin(mostStatesOfTheOracle, scenario.suite, sizeOf(scenario))
  return isSmall && hasFewRenamings(scenario.definition)
}

/** Pinned counts are those up to symmetry where ids are interchangeable. */
function expectedStates({ counts, definition: { symmetric } }: Scenario): unknown {
  return symmetric === undefined ? counts : { ...counts, symmetric }
}

const sizeOf = ({ counts }: Scenario): number => counts?.distinct ?? 0

/** Puzzles: what is promised never to happen is the solution. */
const puzzles = ['classic/die-hard', 'classic/missionaries']
/** Goals that no scenario reaches, since that is the result. */
const outOfReach = ['classic/sliding-puzzle: the first two tiles exchanged']

interface Found {
  readonly name: string
  readonly verdict: string
  readonly length: number | undefined
}

/** Verdicts by property, with the length where the scenario pins one. */
function asExpectations(found: readonly Found[], scenario: Scenario): Readonly<Record<string, object>> {
  return Object.fromEntries(
    found.map(({ name, verdict, length }) => [
      name,
      pinnedLength(scenario, name) === undefined ? { verdict } : { verdict, length },
    ]),
  )
}

function pinnedLength({ expect: expected }: Scenario, property: string): number | undefined {
  const expectation = expected[property]
  return expectation !== undefined && 'length' in expectation ? expectation.length : undefined
}

it('compares objects by content only: what is built in is not rewritten as files are', () => {
  for (const { definition } of scenarios) expect(() => requireContentEquality(definition)).not.toThrow()
})

describe('every scenario that is not large turns out as expected', () => {
  it.each(scenarios.filter((scenario) => isWithin(mostStates, scenario.suite, sizeOf(scenario))))(
    '$suite: $name',
    (scenario) => {
      const { definition, maxDepth } = scenario
      const result = check(definition, { exhaust: true, ...(maxDepth === null ? {} : { maxDepth }) })
      expect(result.states).toEqual(expectedStates(scenario))
      expect(result.completeness).toBe(
        maxDepth !== null ? 'depth' : definition.constraints.length > 0 ? 'constraint' : 'full',
      )
      const found = result.properties.map(({ name, verdict, trace }) => ({ name, verdict, length: trace?.length }))
      expect(asExpectations(found, scenario)).toEqual(scenario.expect)

      expectReadable(definition, result)
    },
  )
})

describe('every small scenario turns out the same for the oracle', () => {
  it.each(scenarios.filter(isForTheOracle))('$suite: $name', (scenario) => {
    const result = exploreReference(scenario.definition)
    expect(result.states).toEqual(expectedStates(scenario))
    const found = result.properties.map(({ name, verdict, length, lasso }) => ({
      name,
      verdict,
      length: length ?? lasso?.length,
    }))
    expect(asExpectations(found, scenario)).toEqual(scenario.expect)
  })
})

describe('every scenario', () => {
  it('pins the size of its graph', () => {
    expect(scenarios.filter(({ counts }) => counts === null).map(({ name }) => name)).toEqual([])
  })

  it('pins the length of every story, where it is a row of a table', () => {
    const unpinned = scenarios
      .filter(({ headline }) => headline !== null)
      .filter(({ expect: expected }) =>
        Object.values(expected).some((each) => each.verdict === 'violated' && each.length === undefined),
      )
    expect(unpinned.map(({ name }) => name)).toEqual([])
  })

  it('that breaks a promise has a neighbour', () => {
    const alone = scenarios.filter((scenario) => scenario.neighbour === null && isBroken(scenario))
    expect(alone.map(({ suite }) => suite)).toEqual(puzzles)
  })

  it.each(scenarios.filter(({ neighbour }) => neighbour !== null))(
    'with a neighbour differs from it by one switch, and in the outcome: $suite: $name',
    (scenario) => {
      const neighbour = neighbourOf(scenario)
      const switches = switchesBetween(scenario, neighbour)
      expect(switches).toHaveLength(1)
      const { headline } = scenario
      if (headline === null) {
        expect(verdictsOf(scenario)).not.toEqual(verdictsOf(neighbour))
      } else if (isBroken(scenario)) {
        expect(['holds', 'reachable']).toContain(neighbour.expect[headline]?.verdict)
      }
    },
  )
})

describe('every suite', () => {
  it('has a name of its own, in its folder', () => {
    const names = suites.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of classicSuites) expect(name).toMatch(/^classic\/[a-z-]+$/)
    for (const { name } of rocketmqSuites) expect(name).toMatch(/^rocketmq\/[a-z-]+$/)
  })

  it('reaches each of its goals in some scenario', () => {
    const unreached = suites.flatMap(({ name, scenarios: its }) => {
      const goals = new Set(
        its
          .flatMap(({ definition }) => definition.properties)
          .filter(isGoal)
          .map(nameOf),
      )
      const isReached = (goal: string) => its.some((scenario) => scenario.expect[goal]?.verdict === 'reachable')
      return [...goals].filter((goal) => !isReached(goal)).map((goal) => `${name}: ${goal}`)
    })
    expect(unreached).toEqual(outOfReach)
  })
})

/** Whether the headline is broken or, where there is none, any promise. */
function isBroken({ expect: expected, headline }: Scenario): boolean {
  if (headline === null) return Object.values(expected).some(({ verdict }) => verdict === 'violated')
  return ['violated', 'unreachable'].includes(expected[headline]?.verdict ?? '')
}

function neighbourOf(scenario: Scenario): Scenario {
  const found = scenarios.find(({ suite, name }) => suite === scenario.suite && name === scenario.neighbour)
  if (found === undefined) throw new Error(`"${scenario.name}" names no scenario of its suite as its neighbour`)
  return found
}

function verdictsOf({ expect: expected }: Scenario): readonly (readonly [string, string])[] {
  return Object.entries(expected).map(([property, { verdict }]) => [property, verdict])
}

function isGoal({ kind }: { readonly kind: string }): boolean {
  return kind.startsWith('reachable')
}

function nameOf({ name }: { readonly name: string }): string {
  return name
}
