/**
 * Suites as plain data: what a report, a list or a judge needs of them, without a single function. A user's file is
 * loaded where it is explored, in a thread that can be ended; everywhere else its suites are known by their outlines.
 */
import { printValue } from '../../counterexamples/print/print-value.ts'
import { locationOf } from '../../spec/language/call-site.ts'
import { memberAt } from '../../spec/language/family-shape.ts'
import { budgetName } from '../../spec/language/fault-budget.ts'
import type {
  Acceptance,
  AnySuite,
  FairnessDefinition,
  PropertyKind,
  Scenario,
  SpecDefinition,
} from '../../spec/language/index.ts'
import { type KeyLists, keyPaths, nameOfKeys } from '../../spec/language/keys.ts'
import { asksForFairness, assumptionsOf } from '../../spec/language/property-kinds.ts'
import { familyKeys } from '../../spec/language/shape.ts'

/** Where something was declared. */
interface Declared {
  /** `file:line:column` with an absolute path; null where that is not known, and for suites that ship with the tool. */
  readonly location: string | null
}

export interface SuiteOutline extends Declared {
  readonly name: string
  readonly scenarios: readonly ScenarioOutline[]
  /** Findings that are intended. */
  readonly accepted: readonly Acceptance[]
  /** The specification as it is built for no scenario in particular; for a suite without scenarios. */
  readonly spec: SpecOutline
}

/** A scenario; see `Scenario`. */
export interface ScenarioOutline extends Omit<Scenario, 'definition' | 'declaredAt'>, Declared {
  readonly spec: SpecOutline
  /** The configuration, each value as it is printed. */
  readonly settings: Readonly<Record<string, string>>
}

/** A specification; values are printed. */
export interface SpecOutline {
  readonly name: string
  readonly about: string
  readonly variables: readonly VariableOutline[]
  readonly hasManyInitialStates: boolean
  readonly derived: readonly DerivedOutline[]
  readonly actions: readonly ActionOutline[]
  readonly properties: readonly PropertyOutline[]
  readonly constraints: readonly { readonly name: string }[]
  readonly fairness: readonly FairnessOutline[]
}

/** `isConditional`: it is assumed of a part of the action alone. */
export interface FairnessOutline extends Omit<FairnessDefinition, 'declaredAt' | 'condition'> {
  readonly isConditional: boolean
}

export interface DerivedOutline {
  readonly name: string
  /** Keys of a family, one list a level; none for a single value. */
  readonly keyLists: readonly (readonly string[])[]
}

export interface VariableOutline extends DerivedOutline {
  /** The initial value, or that of each member of a family, named by its keys. */
  readonly initial: readonly { readonly keys: string; readonly value: string }[]
}

export interface ActionOutline extends Declared {
  readonly name: string
  readonly about: string
  readonly isFault: boolean
  /** The actions of components that are this step together; none where it is no joint step. */
  readonly together: readonly string[]
  /** The fault budget that it takes one off: `crashes`, `faults.powerCut`; null = none. */
  readonly spends: string | null
  /** `domain` is null where it depends on the state; a given value follows from it. */
  readonly parameters: readonly { readonly name: string; readonly domain: string | null; readonly isGiven: boolean }[]
}

export interface PropertyOutline extends Declared {
  readonly name: string
  readonly kind: PropertyKind
  /** Labels of the parts; empty where there is only one. */
  readonly parts: readonly string[]
  /** What it assumes to be true, or done, again and again. */
  readonly assuming: readonly string[]
  /** What a refinement refines, and whether it is asked for fairness there; null for other properties. */
  readonly refined: { readonly spec: string; readonly fairness: boolean } | null
}

/** Cost: prints every initial value and constant domain, and formats a stack for every declaration. */
export function outlineOf(suite: AnySuite): SuiteOutline {
  return outlineWith(suite, locationOf)
}

/** The same for a suite that ships, whose places are null: nobody's file. Costs less, and there are many. */
export function shippedOutlineOf(suite: AnySuite): SuiteOutline {
  return outlineWith(suite, () => null)
}

type LocationOf = typeof locationOf

function outlineWith(suite: AnySuite, locationOf: LocationOf): SuiteOutline {
  const outlines = new Map<SpecDefinition, SpecOutline>()
  const specOf = (definition: SpecDefinition): SpecOutline => {
    const known = outlines.get(definition) ?? specOutline(definition, locationOf)
    outlines.set(definition, known)
    return known
  }
  const scenarios = suite.scenarios.map(({ definition, declaredAt, ...scenario }): ScenarioOutline => {
    const { configuration } = scenario
    return {
      ...scenario,
      configuration: dataOf(configuration) as ScenarioOutline['configuration'],
      settings: Object.fromEntries(Object.entries(configuration).map(([key, value]) => [key, printed(value)])),
      spec: specOf(definition),
      location: locationOf(declaredAt),
    }
  })
  return {
    name: suite.name,
    scenarios,
    accepted: suite.accepted,
    spec: scenarios[0]?.spec ?? specOf(suite.build()),
    location: locationOf(suite.declaredAt),
  }
}

function specOutline(definition: SpecDefinition, locationOf: LocationOf): SpecOutline {
  const { name, about, variables, initialStates, derived, actions, properties, constraints, fairness } = definition
  return {
    name,
    about,
    variables: variables.map(({ name, shape, initial }) => ({
      name,
      keyLists: textsOf(familyKeys(shape)),
      initial: keyPaths(familyKeys(shape)).map((path) => ({
        keys: nameOfKeys(path),
        value: printed(memberAt(initial, path)),
      })),
    })),
    hasManyInitialStates: initialStates !== null,
    derived: derived.map(({ name, keyLists }) => ({ name, keyLists: textsOf(keyLists) })),
    actions: actions.map(({ name, about, isFault, spends, together = [], parameters, declaredAt }) => ({
      name,
      about,
      isFault,
      together,
      spends: spends === undefined ? null : budgetName(spends),
      parameters: parameters.map(({ name, domain, isGiven }) => ({
        name,
        isGiven: isGiven === true,
        domain: typeof domain === 'function' ? null : printed(domain),
      })),
      location: locationOf(declaredAt),
    })),
    properties: properties.map((property) => ({
      name: property.name,
      kind: property.kind,
      parts: 'parts' in property && property.parts.length > 1 ? property.parts.map(({ label }) => String(label)) : [],
      assuming: assumptionsOf(property)[0]?.map(({ label }) => label) ?? [],
      refined:
        property.kind === 'refines' ? { spec: property.abstract.name, fairness: asksForFairness(property) } : null,
      location: locationOf(property.declaredAt),
    })),
    constraints: constraints.map(({ name }) => ({ name })),
    fairness: fairness.map(({ strength, actions, parameters, condition }) => ({
      strength,
      actions,
      parameters,
      isConditional: condition !== null,
    })),
  }
}

function textsOf(lists: KeyLists): readonly (readonly string[])[] {
  return lists.map((keys) => keys.map(String))
}

/** A configuration may hold anything; a declaration that is no plain data is told when it is explored. */
function printed(value: unknown): string {
  try {
    return printValue(value)
  } catch {
    return String(value)
  }
}

/** A copy that any thread and any report can take: what is no plain data stands as text. */
function dataOf(value: unknown, around: readonly object[] = []): unknown {
  if (typeof value === 'bigint' || typeof value === 'function' || typeof value === 'symbol') return String(value)
  if (typeof value !== 'object' || value === null) return value
  if (around.includes(value)) return '[circular]'
  const inside = [...around, value]
  if (Array.isArray(value)) return value.map((member) => dataOf(member, inside))
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, dataOf(member, inside)]))
}
