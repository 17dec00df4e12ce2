/**
 * Rows: scenarios as a table. What usually comes out is said once; a row says what comes out otherwise, and a neighbour
 * of a row what one switch changes.
 */
import { captureCallSite } from './call-site.ts'
import { SpecError } from './errors.ts'
import type { Expectation } from './expectation.ts'
import type { Scenario, ScenarioDescription, Suite } from './suite.ts'
import { sameValue } from './value.ts'

/** Exactly one constant of a configuration, with its new value. */
export type OneSwitch<C> = {
  [K in keyof C]-?: { readonly [Q in K]-?: Required<C>[K] } & { readonly [Q in Exclude<keyof C, K>]?: never }
}[keyof C]

/** What every row says in the words of a scenario. */
type Told<C, P extends string> = Omit<ScenarioDescription<C, P>, 'config' | 'neighbour' | 'headline'>

/** A scenario that says what differs from the usual. */
export interface Row<C, P extends string> extends Told<C, P> {
  /** The property that the row is about: it is told first. */
  readonly headline: P
  /** Constants that differ from the suite's base configuration. */
  readonly config?: Partial<C>
  /** Properties that come out otherwise than usual. */
  readonly expect?: { readonly [Property in P]?: Expectation }
  /** The same but for one switch. */
  readonly neighbours?: readonly Neighbour<C, P>[]
}

/** A scenario that differs from the one it stands beside by one switch, and in what becomes of its headline. */
export interface Neighbour<C, P extends string> extends Told<C, P> {
  /** The switch, and its new value. */
  readonly but: OneSwitch<C>
  /** Where it is not the property that the row is about. */
  readonly headline?: P
  /** Properties that come out otherwise than in the scenario it stands beside. */
  readonly expect?: { readonly [Property in P]?: Expectation }
  readonly neighbours?: readonly Neighbour<C, P>[]
}

/**
 * The suite with one scenario more for each row and each neighbour, in the order in which they are written. `usual` has
 * the expected verdict of every property. The `neighbour` of a row is the first of its neighbours, that of a neighbour the
 * scenario it stands beside.
 *
 * Throws a `SpecError` where a neighbour changes no switch or several, or does not change the verdict of its headline.
 */
export function rows<C extends object, P extends string>(
  suite: Suite<C, P>,
  usual: Readonly<Record<P, Expectation>>,
  table: readonly Row<NoInfer<C>, NoInfer<P>>[],
): Suite<C, P> {
  return table.reduce((all, { neighbours = [], config = {}, expect, ...told }) => {
    const row = { ...told, config, expect: differing(usual, expect) }
    const [first] = neighbours
    const added = all.scenario(first === undefined ? row : { ...row, neighbour: nameOf(first) })
    return withNeighbours(added, row, neighbours)
  }, suite)
}

/** The scenario that neighbours stand beside, as it was declared. */
type Beside<C, P extends string> = ScenarioDescription<C, P> & {
  readonly config: Partial<C>
  readonly headline: P
  readonly expect: Readonly<Record<P, Expectation>>
}

function withNeighbours<C extends object, P extends string>(
  suite: Suite<C, P>,
  beside: Beside<C, P>,
  neighbours: readonly Neighbour<C, P>[],
): Suite<C, P> {
  const its = suite.scenarios.at(-1)
  return neighbours.reduce((all, neighbour) => {
    const { neighbours: next = [], but, expect, headline = beside.headline, ...told } = neighbour
    requireOneSwitch(its, nameOf(neighbour), but)
    const config = { ...beside.config, ...but } as Partial<C>
    const row = { ...told, headline, config, expect: differing(beside.expect, expect) }
    const added = all.scenario({ ...row, neighbour: nameOf(beside) })
    requireOtherVerdict(its, added.scenarios.at(-1), headline)
    return withNeighbours(added, row, next)
  }, suite)
}

function nameOf({ id, title }: { readonly id?: string; readonly title: string }): string {
  return id === undefined ? title : `${id} ${title}`
}

function differing<P extends string>(
  from: Readonly<Record<P, Expectation>>,
  expect: { readonly [Property in P]?: Expectation } = {},
): Readonly<Record<P, Expectation>> {
  return { ...from, ...expect } as Readonly<Record<P, Expectation>>
}

function requireOneSwitch(beside: Scenario | undefined, name: string, but: unknown): void {
  if (beside === undefined) return
  const switches = typeof but === 'object' && but !== null ? Object.entries(but) : []
  const [first, ...others] = switches
  const example = 'Write but: { key: value }, with one key of the configuration.'
  if (first === undefined) throw problemIn(beside, name, 'it names no switch', example)
  if (others.length > 0) {
    const keys = switches.map(([key]) => key).join(', ')
    throw problemIn(beside, name, `it turns several switches: ${keys}`, 'A neighbour differs by one alone.')
  }
  const [key, value] = first
  if (sameValue(beside.configuration[key], value)) {
    throw problemIn(beside, name, `its switch ${key} is as in "${beside.name}"`, 'Give it another value.')
  }
}

function requireOtherVerdict(beside: Scenario | undefined, added: Scenario | undefined, headline: string): void {
  if (beside === undefined || added === undefined) return
  const verdict = added.expect[headline]?.verdict
  if (verdict !== beside.expect[headline]?.verdict) return
  throw problemIn(
    beside,
    added.name,
    `its headline "${headline}" is expected to be "${verdict}", as in "${beside.name}"`,
    'A neighbour shows what its switch changes: name the property that comes out otherwise.',
  )
}

function problemIn({ suite }: Scenario, name: string, problem: string, hint: string): SpecError {
  return new SpecError({
    code: 'declaration',
    spec: suite,
    where: `neighbour "${name}"`,
    problem,
    hint,
    location: captureCallSite()(),
  })
}
