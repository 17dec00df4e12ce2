/**
 * Suites: a specification and its scenarios, that is, configurations with the verdict expected of every property.
 */

import { type Acceptance, type AcceptanceOf, problemWithAcceptance } from './acceptance.ts'
import type { Spec } from './builder-types.ts'
import { type CallSite, captureCallSite } from './call-site.ts'
import { buildWith, problemWithKeysOf } from './configuration.ts'
import { dedent } from './dedent.ts'
import type { SpecDefinition } from './definition.ts'
import { type Problem, SpecError } from './errors.ts'
import { type Expectation, holds, reachable } from './expectation.ts'
import { type FaultRange, type NumericKey, problemWithFaults, type ScenarioFaults, scenarioFaults } from './faults.ts'
import { isGoal } from './property-kinds.ts'
import { problemWithExpectations, problemWithName, problemWithOptions } from './scenario-problems.ts'
import { definitionOf } from './specify.ts'
import { suggest } from './suggest.ts'

/** Pinned size of the state graph, counted as TLC does; what is left out may be anything. */
export interface Counts {
  readonly distinct?: number
  /** Initial states plus every successor computed. */
  readonly generated?: number
  /** States on the longest shortest path. */
  readonly depth?: number
}

/** A scenario as data, which any part of the tool can run. */
export interface Scenario {
  readonly suite: string
  /** Row of the reference table that it realises, or null. Unique in its suite. */
  readonly id: string | null
  /** Begins with the row, where there is one. Unique in its suite. */
  readonly name: string
  readonly about: string
  /** Constants the specification was built with, including the fault budget. */
  readonly configuration: Readonly<Record<string, unknown>>
  readonly definition: SpecDefinition
  readonly expect: Readonly<Record<string, Expectation>>
  /** Names of the properties that are explored for, but of which nothing is expected. */
  readonly ignored: readonly string[]
  readonly counts: Counts | null
  /** Deepest level to explore as part of the scenario itself; null = all. */
  readonly maxDepth: number | null
  /** Name of the scenario that differs by one switch and is expected to come out otherwise, or null. */
  readonly neighbour: string | null
  /** The property that the scenario is about, which is told first; null = none is before the others. */
  readonly headline: string | null
  /** Fault budgets to search for the fewest faults that break each promise, or null. */
  readonly faults: ScenarioFaults | null
  readonly declaredAt: CallSite
}

/** Whether properties may be left out of what a scenario expects. */
export type Others = 'ignored' | undefined

export interface ScenarioOptions<C, P extends string, O extends Others = undefined> extends ScenarioDescription<C, P> {
  /** Every property, unless the others are ignored. */
  readonly expect: O extends 'ignored' ? { readonly [Property in P]?: Expectation } : Readonly<Record<P, Expectation>>
  /**
   * `'ignored'`: properties that `expect` leaves out are explored for, but not judged, and every report says that they are
   * ignored.
   */
  readonly others?: O
}

/** A scenario without what is expected of its properties. */
export interface ScenarioDescription<C, P extends string> {
  readonly id?: string
  readonly title: string
  readonly about?: string
  /** Constants that differ from the suite's base configuration. */
  readonly config?: Partial<C>
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
  readonly declaredAt: CallSite
  build(config?: object): SpecDefinition
}

export interface Suite<C, P extends string> extends AnySuite {
  /** The specification for any configuration, e.g. one read from a file. */
  readonly build: (config?: Partial<C>) => SpecDefinition
  /** Adds a scenario; it expects something of every property, or says that the others are ignored. */
  scenario<const O extends Others = undefined>(options: ScenarioOptions<C, P, O>): Suite<C, P>
  /**
   * Accepts a finding that is intended, with the reason. One that no longer matches any finding of the suite is a
   * finding itself.
   */
  accept(acceptance: AcceptanceOf<P>): Suite<C, P>
}

/** A suite over a specification without constants, or over a function that makes it. */
export function suite<P extends string>(
  name: string,
  spec: Spec<unknown, unknown, unknown, P> | (() => Spec<unknown, unknown, unknown, P>),
): Suite<Record<never, never>, P>
/**
 * A suite over a family of specifications; `base` is the configuration that scenarios vary. A factory that changes its
 * configuration in place is an error: the next scenario would be built with what it left.
 */
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
  const problem = problemWithSuite(name, base)
  if (problem !== null) throw suiteError(typeof name === 'string' && name !== '' ? name : null, null, problem)
  return new ScenarioList(name, spec, { ...base }, captureCallSite(), [], []) as unknown as Suite<
    Record<string, unknown>,
    string
  >
}

function problemWithSuite(name: unknown, base: unknown): Problem | null {
  if (typeof name !== 'string' || name.trim() === '') {
    const given = typeof name === 'string' ? 'empty' : `${String(name)}, a ${typeof name}`
    return { problem: `the name of a suite is ${given}`, hint: "Give it a name first: suite('shop/payment', …)." }
  }
  if (typeof base === 'object' && base !== null && !Array.isArray(base)) return null
  return { problem: 'its base configuration is no object', hint: 'Write suite(name, factory, { key: value }).' }
}

function suiteError(suite: string | null, scenario: string | null, { problem, hint }: Problem): SpecError {
  const where = scenario === null ? null : `scenario "${scenario}"`
  return new SpecError({ code: 'declaration', spec: suite, where, problem, hint, location: captureCallSite()() })
}

class ScenarioList {
  readonly name: string
  readonly scenarios: readonly Scenario[]
  readonly accepted: readonly Acceptance[]
  readonly declaredAt: CallSite
  /** As a property, so that it can be handed on alone. */
  readonly build = (config: object = {}): SpecDefinition => this.#build(config, null)
  readonly #spec: Spec | ((config: object) => Spec)
  readonly #base: Readonly<Record<string, unknown>>

  constructor(
    name: string,
    spec: Spec | ((config: object) => Spec),
    base: Readonly<Record<string, unknown>>,
    declaredAt: CallSite,
    scenarios: readonly Scenario[],
    accepted: readonly Acceptance[],
  ) {
    this.name = name
    this.#spec = spec
    this.#base = base
    this.declaredAt = declaredAt
    this.scenarios = scenarios
    this.accepted = accepted
  }

  accept(acceptance: Acceptance): ScenarioList {
    const found = problemWithAcceptance(acceptance, this.accepted)
    if (found !== null) throw suiteError(this.name, null, found)
    return this.#with(this.scenarios, [...this.accepted, acceptance])
  }

  scenario(options: ScenarioOptions<Record<string, unknown>, string>): ScenarioList {
    const scenario = this.#toScenario(options)
    if (this.scenarios.some((each) => each.name === scenario.name)) {
      const problem = `there are two scenarios named "${scenario.name}"`
      throw suiteError(this.name, scenario.name, { problem, hint: 'Every name counts once.' })
    }
    const twin = this.scenarios.find(({ id }) => id !== null && id === scenario.id)
    if (twin !== undefined) {
      const problem = `it has the id "${twin.id}", and so has scenario "${twin.name}"`
      throw suiteError(this.name, scenario.name, { problem, hint: 'Every id counts once.' })
    }
    return this.#with([...this.scenarios, scenario], this.accepted)
  }

  #with(scenarios: readonly Scenario[], accepted: readonly Acceptance[]): ScenarioList {
    return new ScenarioList(this.name, this.#spec, this.#base, this.declaredAt, scenarios, accepted)
  }

  #toScenario(options: ScenarioOptions<Record<string, unknown>, string>): Scenario {
    const nameless = problemWithName(options)
    if (nameless !== null) throw suiteError(this.name, null, nameless)
    const name = options.id === undefined ? options.title : `${options.id} ${options.title}`
    const require = (found: Problem | null): void => {
      if (found !== null) throw suiteError(this.name, name, found)
    }
    require(problemWithOptions({ ...options }, name))
    const definition = this.#build(options.config ?? {}, name)
    require(problemWithExpectations(definition, options))
    const expect = options.expect as Scenario['expect']
    const configuration = { ...this.#base, ...options.config }
    const properties = definition.properties.map((property) => property.name)
    const { faults, frontier } = options
    require(problemWithFaults(faults, frontier, configuration, properties))
    return {
      suite: this.name,
      id: options.id ?? null,
      name,
      about: dedent(options.about ?? ''),
      configuration,
      definition,
      expect,
      ignored: properties.filter((property) => expect[property] === undefined),
      counts: options.counts ?? null,
      maxDepth: options.maxDepth ?? null,
      neighbour: options.neighbour ?? null,
      headline: options.headline ?? null,
      faults:
        faults === undefined
          ? null
          : scenarioFaults(faults as Record<string, FaultRange>, frontier as Record<string, string> | undefined),
      declaredAt: captureCallSite(),
    }
  }

  #build(config: object, scenario: string | null): SpecDefinition {
    const spec = this.#spec
    const found = problemWithKeysOf(config, this.#base, typeof spec === 'function' ? spec : null)
    if (found !== null) throw suiteError(this.name, scenario, found)
    if (typeof spec !== 'function') return definitionOf(spec)
    const mutated = (path: string): SpecError =>
      suiteError(this.name, scenario, {
        problem: `building its specification changed ${path} of the configuration`,
        hint: 'The next scenario would be built with that: change a copy instead.',
      })
    return definitionOf(buildWith(spec, { ...this.#base, ...config }, mutated))
  }
}

/**
 * Throws a `SpecError` where a scenario names a neighbour that the suite does not have. A neighbour may be declared after
 * it, so this needs the whole suite: what loads a file calls it.
 */
export function requireNeighbours({ name: suite, scenarios }: AnySuite): void {
  const names = scenarios.map(({ name }) => name)
  for (const scenario of scenarios) {
    const { name, neighbour, declaredAt } = scenario
    if (neighbour === null || names.includes(neighbour)) continue
    const others = names.filter((each) => each !== name)
    const problem = `its neighbour "${neighbour}" is no scenario of the suite${suggest(neighbour, others)}`
    const where = `scenario "${name}"`
    throw new SpecError({ code: 'declaration', spec: suite, where, problem, hint: null, location: declaredAt() })
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
  const anySuite = suite as (name: string, spec: unknown) => Suite<Record<string, unknown>, string>
  const { scenarios } = anySuite(name, spec).scenario({ title: definition.name, expect })
  // Nobody wrote a suite: what stands in a file is the specification.
  const { declaredAt } = definition
  const declared = scenarios.map((scenario) => ({ ...scenario, declaredAt }))
  return new ScenarioList(name, spec, {}, declaredAt, declared, []) as unknown as Suite<Record<string, unknown>, string>
}
