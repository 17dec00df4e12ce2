/**
 * Suites: a specification and its scenarios, that is, configurations with the outcome expected of every property.
 */

import { type Acceptance, type AcceptanceOf, problemWithAcceptance } from './acceptance.ts'
import type { Spec } from './builder-types.ts'
import { captureCallSite } from './call-site.ts'
import { dedent } from './dedent.ts'
import type { SpecDefinition } from './definition.ts'
import { SpecError } from './errors.ts'
import { type FaultRange, type NumericKey, problemWithFaults, type ScenarioFaults, scenarioFaults } from './faults.ts'
import { isGoal, verdictsOf } from './property-kinds.ts'
import { definitionOf } from './specify.ts'
import { suggest } from './suggest.ts'

/** What a property of a scenario is expected to turn out as. `length` pins the shortest story, in states. */
export type Expectation =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly length?: number }
  | { readonly verdict: 'reachable'; readonly length?: number }
  | { readonly verdict: 'unreachable' }

/** The property holds in every state inside the bounds. */
export const holds: Expectation = { verdict: 'holds' }
/** The property is broken; `length` = states of the shortest story, the initial state included. */
export function violated(length?: number): Expectation {
  return length === undefined ? { verdict: 'violated' } : { verdict: 'violated', length }
}
/** The condition is met somewhere; `length` = states of the shortest way there. */
export function reachable(length?: number): Expectation {
  return length === undefined ? { verdict: 'reachable' } : { verdict: 'reachable', length }
}
/** The condition is met nowhere inside the bounds. */
export const unreachable: Expectation = { verdict: 'unreachable' }

/** Pinned size of the state graph, counted as TLC does. */
export interface Counts {
  readonly distinct: number
  /** Initial states plus every successor computed. */
  readonly generated: number
  /** States on the longest shortest path. */
  readonly depth: number
}

/** A scenario as data, which any part of the tool can run. */
export interface Scenario {
  readonly suite: string
  /** Row of the reference table that it realises, or null. */
  readonly id: string | null
  /** Begins with the row, where there is one. Unique in its suite. */
  readonly name: string
  readonly about: string
  /** Constants the specification was built with, including the fault budget. */
  readonly configuration: Readonly<Record<string, unknown>>
  readonly definition: SpecDefinition
  readonly expect: Readonly<Record<string, Expectation>>
  readonly counts: Counts | null
  /** Deepest level to explore as part of the scenario itself; null = all. */
  readonly maxDepth: number | null
  /** Name of the scenario that differs by one switch and has the opposite outcome, or null. */
  readonly neighbour: string | null
  /** The property that the scenario is about, which is told first; null = none is before the others. */
  readonly headline: string | null
  /** Fault budgets to search for the fewest faults that break each promise, or null. */
  readonly faults: ScenarioFaults | null
}

export interface ScenarioOptions<C, P extends string> {
  readonly id?: string
  readonly title: string
  readonly about?: string
  /** Constants that differ from the suite's base configuration. */
  readonly config?: Partial<C>
  readonly expect: Readonly<Record<P, Expectation>>
  readonly counts?: Counts
  readonly maxDepth?: number
  readonly neighbour?: string
  /** The property that the scenario is about: it is told first. */
  readonly headline?: P
  /**
   * Constants that are fault budgets, how far to raise each, and what its faults are called. `check --faults` tries every
   * combination, the fewest faults first; those of the same number in the order in which the kinds are named here.
   */
  readonly faults?: { readonly [K in NumericKey<C>]?: FaultRange }
  /** What that is to find, as it is printed: `{ 'no loss': 'holds without faults; broken by 1 power cut' }`. */
  readonly frontier?: { readonly [Property in P]?: string }
}

/** A suite of any configuration, for lists of suites. */
export interface AnySuite {
  readonly name: string
  readonly scenarios: readonly Scenario[]
  /** Findings that are intended. */
  readonly accepted: readonly Acceptance[]
  build(config?: object): SpecDefinition
}

export interface Suite<C, P extends string> extends AnySuite {
  /** The specification for any configuration, e.g. one read from a file. */
  readonly build: (config?: Partial<C>) => SpecDefinition
  /** Adds a scenario; the expectations must name every property of the specification. */
  scenario(options: ScenarioOptions<C, P>): Suite<C, P>
  /**
   * Accepts a finding that is intended, with the reason. One that no longer matches any finding of the suite is a
   * finding itself.
   */
  accept(acceptance: AcceptanceOf<P>): Suite<C, P>
}

/** A suite over a specification without constants. */
export function suite<P extends string>(
  name: string,
  spec: Spec<unknown, unknown, unknown, P>,
): Suite<Record<never, never>, P>
/** A suite over a family of specifications; `base` is the configuration that scenarios vary. */
export function suite<C extends object, P extends string>(
  name: string,
  factory: (config: C) => Spec<unknown, unknown, unknown, P>,
  base: C,
): Suite<C, P>
export function suite(
  name: string,
  spec: Spec | ((config: object) => Spec),
  base: object = {},
): Suite<Record<string, unknown>, string> {
  const build = (config: object = {}): SpecDefinition =>
    definitionOf(typeof spec === 'function' ? spec({ ...base, ...config }) : spec)
  return new ScenarioList(name, build, base, [], []) as unknown as Suite<Record<string, unknown>, string>
}

class ScenarioList {
  readonly name: string
  readonly build: (config?: object) => SpecDefinition
  readonly scenarios: readonly Scenario[]
  readonly accepted: readonly Acceptance[]
  readonly #base: object

  constructor(
    name: string,
    build: (config?: object) => SpecDefinition,
    base: object,
    scenarios: readonly Scenario[],
    accepted: readonly Acceptance[],
  ) {
    this.name = name
    this.build = build
    this.#base = base
    this.scenarios = scenarios
    this.accepted = accepted
  }

  accept(acceptance: Acceptance): ScenarioList {
    const found = problemWithAcceptance(acceptance, this.accepted)
    if (found !== null) throw this.#error(null, found.problem, found.hint)
    return new ScenarioList(this.name, this.build, this.#base, this.scenarios, [...this.accepted, acceptance])
  }

  scenario(options: ScenarioOptions<Record<string, unknown>, string>): ScenarioList {
    const scenario = this.#toScenario(options)
    if (this.scenarios.some((each) => each.name === scenario.name)) {
      throw this.#error(scenario.name, `there are two scenarios named "${scenario.name}"`, 'Every name counts once.')
    }
    return new ScenarioList(this.name, this.build, this.#base, [...this.scenarios, scenario], this.accepted)
  }

  #toScenario(options: ScenarioOptions<Record<string, unknown>, string>): Scenario {
    const name = options.id === undefined ? options.title : `${options.id} ${options.title}`
    const definition = this.build(options.config)
    this.#requireEveryProperty(name, definition, options.expect)
    this.#requireHeadline(name, definition, options.headline)
    const configuration = { ...this.#base, ...options.config }
    return {
      suite: this.name,
      id: options.id ?? null,
      name,
      about: dedent(options.about ?? ''),
      configuration,
      definition,
      expect: options.expect,
      counts: options.counts ?? null,
      maxDepth: options.maxDepth ?? null,
      neighbour: options.neighbour ?? null,
      headline: options.headline ?? null,
      faults: this.#faultsOf(name, options, configuration, definition),
    }
  }

  #faultsOf(
    scenario: string,
    { faults, frontier }: { readonly faults?: object; readonly frontier?: object },
    configuration: Readonly<Record<string, unknown>>,
    definition: SpecDefinition,
  ): ScenarioFaults | null {
    const properties = definition.properties.map((property) => property.name)
    const found = problemWithFaults(faults, frontier, configuration, properties)
    if (found !== null) throw this.#error(scenario, found.problem, found.hint)
    if (faults === undefined) return null
    return scenarioFaults(faults as Record<string, FaultRange>, frontier as Record<string, string> | undefined)
  }

  #requireHeadline(scenario: string, definition: SpecDefinition, headline: string | undefined): void {
    if (headline === undefined) return
    const properties = definition.properties.map((property) => property.name)
    if (properties.includes(headline)) return
    const problem = `its headline is "${headline}", which is no property${suggest(headline, properties)}`
    throw this.#error(scenario, problem, null)
  }

  #requireEveryProperty(
    scenario: string,
    definition: SpecDefinition,
    expect: Readonly<Record<string, Expectation>>,
  ): void {
    const properties = definition.properties.map((property) => property.name)
    const unknown = Object.keys(expect).find((name) => !properties.includes(name))
    if (unknown !== undefined) {
      throw this.#error(
        scenario,
        `it expects something of "${unknown}", which is no property${suggest(unknown, properties)}`,
        null,
      )
    }
    const missing = properties.find((name) => expect[name] === undefined)
    if (missing !== undefined) {
      throw this.#error(
        scenario,
        `it says nothing about property "${missing}"`,
        'Name the expected outcome of every property.',
      )
    }
    for (const property of definition.properties) {
      const verdict = expect[property.name]?.verdict
      const { settled, unsettled } = verdictsOf(property.kind)
      if (verdict !== settled && verdict !== unsettled) {
        throw this.#error(
          scenario,
          `property "${property.name}" of kind ${property.kind} cannot be expected to be "${verdict}"`,
          isGoal(property.kind) ? 'Expect reachable or unreachable.' : 'Expect holds or violated.',
        )
      }
    }
  }

  #error(scenario: string | null, problem: string, hint: string | null): SpecError {
    return new SpecError({
      code: 'declaration',
      spec: this.name,
      where: scenario === null ? null : `scenario "${scenario}"`,
      problem,
      hint,
      location: captureCallSite()(),
    })
  }
}

/** Whether a value is a suite, wherever its module was loaded. */
export function isSuite(value: unknown): value is Suite<Record<string, unknown>, string> {
  return value instanceof ScenarioList
}

/** A suite of one scenario for a bare specification: every invariant holds, every goal is reachable. */
export function suiteOf(name: string, spec: Spec): Suite<Record<string, unknown>, string> {
  const definition = definitionOf(spec)
  const expect = Object.fromEntries(
    definition.properties.map((property) => [property.name, isGoal(property.kind) ? reachable() : holds]),
  )
  return (suite as (name: string, spec: unknown) => Suite<Record<string, unknown>, string>)(name, spec).scenario({
    title: definition.name,
    expect,
  })
}
