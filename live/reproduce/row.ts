/** Rows: scenarios of suites that can be carried out, by what a person calls them. */
import { chooseByName } from '../../node/choose-by-name.ts'
import { UsageError } from '../../node/usage-error.ts'
import { headlineFirst } from '../../runs/scenarios/headline-first.ts'
import { type Scenario, sameValue } from '../../spec/language/index.ts'
import { suggest } from '../../spec/language/suggest.ts'
import { defaultVersion, type Version } from '../classpath/versions.ts'
import type { AnyLiveSuite, Predicted } from '../suites/live-suite.ts'

export interface LiveRow {
  readonly live: AnyLiveSuite
  readonly scenario: Scenario
}

export function rowsOf(suites: readonly AnyLiveSuite[]): readonly LiveRow[] {
  return suites.flatMap((live) => live.suite.scenarios.map((scenario) => ({ live, scenario })))
}

/** A suite's name gives all of its rows; anything else is looked for as `ackproof check --scenario` does. Throws UsageError. */
export function rowsNamed(suites: readonly AnyLiveSuite[], wanted: string): readonly LiveRow[] {
  const names = suites.map(({ suite }) => suite.name)
  const all = rowsOf(suites)
  if (names.includes(wanted)) return all.filter(({ live }) => live.suite.name === wanted)
  const ids = all.flatMap(({ scenario: { id } }) => (id === null ? [] : [id]))
  try {
    return chooseByName(wanted, {
      all,
      noun: 'row',
      plural: 'rows',
      namesOf: ({ scenario: { name, id } }) => [name, ...(id === null ? [] : [id])],
      described: ({ live, scenario }) => `${live.suite.name} "${scenario.name}"`,
    })
  } catch (error) {
    if (!(error instanceof UsageError) || !error.message.startsWith('there is no row')) throw error
    const hint = suggest(wanted, [...ids, ...names])
    const isClose = hint.includes('did you mean')
    throw new UsageError(`there is no row "${wanted}"${isClose ? hint : `; suites are ${names.join(', ')}`}`)
  }
}

/** Scenarios that differ from this one by one switch, and in which the promise holds. */
export function neighboursOf({ live, scenario }: LiveRow, promise: string): readonly LiveRow[] {
  return live.suite.scenarios
    .filter((other) => other.neighbour === scenario.name || scenario.neighbour === other.name)
    .filter((other) => other.expect[promise]?.verdict === 'holds' && switchesBetween(scenario, other).length === 1)
    .map((other) => ({ live, scenario: other }))
}

/** Keys of the configuration that have other values. */
export function switchesBetween(
  { configuration: one }: Scenario,
  { configuration: other }: Scenario,
): readonly string[] {
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((key) => !sameValue(one[key], other[key]))
}

/**
 * Promises that the row is to break, in the order of the specification, its headline first. Without refinements: the steps that
 * break one break another promise as well, or are compared with the specification in any case.
 */
export function brokenPromisesOf({ scenario }: LiveRow): readonly string[] {
  const broken = scenario.definition.properties.filter(
    ({ name, kind }) => kind !== 'refines' && scenario.expect[name]?.verdict === 'violated',
  )
  return headlineFirst(broken, scenario.headline).map(({ name }) => name)
}

export function predictedFor({ live, scenario }: LiveRow): Predicted {
  return live.predicted(scenario.configuration as never)
}

/** The version to run on where none is named: the usual one, or the first that is expected. Throws UsageError where none is. */
export function versionFor(row: LiveRow, wanted: Version | null): Version {
  const { versions, because } = predictedFor(row)
  const reason = because === null ? '' : `: ${because}`
  const [first] = versions
  if (first === undefined) throw new UsageError(`no version shows row "${row.scenario.name}"${reason}`)
  if (wanted === null) return versions.includes(defaultVersion) ? defaultVersion : first
  if (versions.includes(wanted)) return wanted
  throw new UsageError(
    `row "${row.scenario.name}" is not expected of RocketMQ ${wanted}${reason}; expected of ${versions.join(', ')}`,
  )
}
