/**
 * `specify`: the builder in which a specification is written. Every method returns a new builder, so a specification
 * may be extended without changing the one it came from.
 */
import { captureCallSite } from './call-site.ts'
import { dedent } from './dedent.ts'
import type {
  ActionDefinition,
  Arguments,
  ParameterDefinition,
  PropertyDefinition,
  SpecDefinition,
  State,
  StatePart,
  Step as UntypedStep,
  VariableDefinition,
} from './definition.ts'
import { SpecError } from './errors.ts'
import { type Each, FamilyDeclaration, type FamilyTypes } from './family.ts'
import { suggest } from './suggest.ts'

/** Returned by an action's `changes` to say that the action is not enabled in this state after all. */
export const disabled: unique symbol = Symbol.for('ackproof.disabled') as never

/** What an action may change: single variables whole, families member by member. */
export type Changes<S> = {
  readonly [N in keyof S]?: [FamilyTypes<S[N]>] extends [never]
    ? S[N]
    : { readonly [P in FamilyTypes<S[N]>[0]]?: FamilyTypes<S[N]>[1] }
}

/** A state as guards, effects and properties read it: the variables and the derived values. */
export type View<S, D> = Readonly<S> & Readonly<D>

/** A parameter's values: constant, or computed from the state and the arguments before it. Equal values count once. */
export type Domain<S, D, Args, T> = readonly T[] | ((state: View<S, D>, args: Args) => readonly T[])

/** A step of a specification: which action, with which arguments. Narrow it on `action`. */
export type Step<A> = { [N in keyof A]: { readonly action: N; readonly args: A[N] } }[keyof A]

declare const types: unique symbol
// biome-ignore lint/complexity/noBannedTypes: an empty record of actions or derived values, to be intersected with
export type Nothing = {}

/** A finished specification. `S` variables, `D` derived values, `A` arguments by action, `P` names of the properties. */
export interface Spec<S = unknown, D = unknown, A = unknown, P extends string = string> {
  readonly definition: SpecDefinition
  readonly [types]?: { state: S; derived: D; actions: A; property: P }
}

/** The state type of a specification, for helper functions: `type State = StateOf<typeof spec>`. */
export type StateOf<T> = T extends Spec<infer S, infer D, infer _A, infer _P> ? View<S, D> : never

export interface ActionBuilder<S, D, A, P extends string, Name extends string, Args> {
  /** Adds a parameter. Domains are sets: equal values count once. Later domains see earlier arguments. */
  over<N extends string, const T>(
    name: N,
    domain: Domain<S, D, Args, T>,
  ): ActionBuilder<S, D, A, P, Name, Args & { readonly [K in N]: T }>
  /** Marks the action as a fault of the environment; diagrams show it in red. */
  fault(): ActionBuilder<S, D, A, P, Name, Args>
  /** Who acts: the column of the step in a diagram. */
  by(actor: string | ((args: Args) => string)): ActionBuilder<S, D, A, P, Name, Args>
  /** The step as a sentence in the terms of the field; used when a story is told, never while checking. */
  says(story: (before: View<S, D>, args: Args, after: View<S, D>) => string): ActionBuilder<S, D, A, P, Name, Args>
  /** The action is enabled only where the guard is true. */
  when(guard: (state: View<S, D>, args: Args) => boolean): ActionBuilder<S, D, A, P, Name, Args>
  /** The effect: what changes, or `disabled`. What it does not mention stays as it is. */
  changes(
    effect: (state: View<S, D>, args: Args) => Changes<S> | typeof disabled,
  ): SpecBuilder<S, D, A & { readonly [K in Name]: Args }, P>
}

export interface SpecBuilder<S, D, A, P extends string> extends Spec<S, D, A, P> {
  /** What is modelled, what is abstracted away and why that is sound. Shown by `ackproof show`. */
  about(text: string): SpecBuilder<S, D, A, P>
  /** Many initial states: each entry changes the declared initial values. */
  startingFrom(states: Iterable<Changes<S>> | (() => Iterable<Changes<S>>)): SpecBuilder<S, D, A, P>
  /** A named intermediate result, computed once per distinct situation and read like a variable. */
  derive<N extends string, const R>(
    name: N,
    compute: (state: View<S, D>) => R,
  ): SpecBuilder<S, D & { readonly [K in N]: R }, A, P>
  /** A named intermediate result for each key, read like a family. */
  derive<N extends string, const K extends string | number, const R>(
    name: N,
    keys: readonly K[],
    compute: (state: View<S, D>, key: K) => R,
  ): SpecBuilder<S, D & { readonly [Q in N]: Each<K, R> }, A, P>
  /** Begins an action; `about` says what it stands for and where the rule comes from. */
  action<N extends string>(name: N, about?: string): ActionBuilder<S, D, A, P, N, Nothing>
  /** State invariant: true in every reachable state. */
  always<N extends string>(name: N, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P | N>
  /** State invariant for each key; a violation names the key. */
  always<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** State invariant in named parts, all of which must be true; a violation names the part. */
  always<N extends string>(
    name: N,
    parts: Readonly<Record<string, (state: View<S, D>) => boolean>>,
  ): SpecBuilder<S, D, A, P | N>
  /** Step invariant: true of every transition, self-loops included. */
  alwaysStep<N extends string>(
    name: N,
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** Some reachable state satisfies the condition. */
  reachable<N extends string>(name: N, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P | N>
  /** Some transition that is really taken satisfies the condition, e.g. an action fires. */
  reachableStep<N extends string>(
    name: N,
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** Every state that is not final enables some action. The property is named "no deadlock". */
  deadlockFree(isFinal?: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P | 'no deadlock'>
  /** State constraint: states outside are checked each time they are generated, but neither counted nor explored. */
  constraint(name: string, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P>
}

/**
 * Begins a specification. `variables` gives each variable's initial value, `each(keys, initial)` declares a family;
 * write `'init' as Phase` where the initial value alone would make the type too narrow.
 */
export function specify<S extends object>(name: string, variables: S): SpecBuilder<S, Nothing, Nothing, never> {
  if (typeof variables !== 'object' || variables === null || Array.isArray(variables)) {
    throw declarationError(
      name,
      'the variables are not a plain object',
      'Write specify(name, { variable: initialValue }).',
    )
  }
  const definition: SpecDefinition = {
    name,
    about: '',
    variables: Object.entries(variables).map(([variable, initial]) => variableDefinition(name, variable, initial)),
    initialStates: null,
    derived: [],
    actions: [],
    properties: [],
    constraints: [],
  }
  return new Builder(definition) as unknown as SpecBuilder<S, Nothing, Nothing, never>
}

/** The property name under which `deadlockFree` is reported. */
export const deadlockPropertyName = 'no deadlock'

/** Names a state cannot have because every JavaScript object answers to them. */
const reservedNames = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', 'valueOf', 'toJSON', 'then']

function variableDefinition(spec: string, name: string, initial: unknown): VariableDefinition {
  if (reservedNames.includes(name)) {
    throw declarationError(spec, `"${name}" cannot be the name of a variable`, 'Choose another name.')
  }
  if (!(initial instanceof FamilyDeclaration)) return { name, keys: null, initial }
  const repeated = firstRepeated(initial.keys)
  if (repeated !== undefined) {
    throw declarationError(spec, `family "${name}" has the key "${repeated}" twice`, 'Give every key once.')
  }
  const reserved = initial.keys.find((key) => reservedNames.includes(key))
  if (reserved !== undefined) {
    throw declarationError(spec, `family "${name}" cannot have the key "${reserved}"`, 'Choose another key.')
  }
  return { name, keys: initial.keys, initial: initial.initial }
}

/**
 * One untyped class serves both builder interfaces of a specification; the interfaces above carry the types.
 */
class Builder {
  readonly definition: SpecDefinition

  constructor(definition: SpecDefinition) {
    this.definition = Object.freeze(definition)
  }

  #with(part: Partial<SpecDefinition>): Builder {
    return new Builder({ ...this.definition, ...part })
  }

  about(text: string): Builder {
    return this.#with({ about: dedent(text) })
  }

  startingFrom(states: Iterable<unknown> | (() => Iterable<unknown>)): Builder {
    if (typeof states === 'function') return this.#with({ initialStates: states })
    // A generator gives its values once, and a specification is explored more than once.
    const all = [...states]
    return this.#with({ initialStates: () => all })
  }

  derive(
    name: string,
    keysOrCompute: readonly (string | number)[] | ((state: State) => unknown),
    compute?: (state: State, key?: string | number) => unknown,
  ): Builder {
    const taken = [...this.definition.variables, ...this.definition.derived].map((each) => each.name)
    if (taken.includes(name) || reservedNames.includes(name)) {
      throw declarationError(
        this.definition.name,
        `there is a variable or derived value "${name}" already`,
        'Choose another name.',
      )
    }
    const keys = typeof keysOrCompute === 'function' ? null : keysOrCompute
    const repeated = keys === null ? undefined : firstRepeated(keys.map(String))
    if (repeated !== undefined) {
      throw declarationError(
        this.definition.name,
        `derived "${name}" has the key "${repeated}" twice`,
        'Give every key once.',
      )
    }
    const run = typeof keysOrCompute === 'function' ? keysOrCompute : compute
    if (typeof run !== 'function') {
      throw declarationError(
        this.definition.name,
        `derive("${name}") has no function`,
        'Write derive(name, state => …) or derive(name, keys, (state, key) => …).',
      )
    }
    return this.#with({
      derived: [...this.definition.derived, { name, keys, compute: run, declaredAt: captureCallSite() }],
    })
  }

  action(name: string, about = ''): UntypedActionBuilder {
    this.#requireNew('action', name, this.definition.actions)
    const declaredAt = captureCallSite()
    return new UntypedActionBuilder(
      (action) => this.#with({ actions: [...this.definition.actions, action] }),
      this.definition.name,
      { name, about, parameters: [], guard: null, isFault: false, actor: null, story: null, declaredAt },
    )
  }

  always(
    name: string,
    first:
      | readonly (string | number)[]
      | ((state: State) => boolean)
      | Readonly<Record<string, (state: State) => boolean>>,
    perKey?: (state: State, key: string | number) => boolean,
  ): Builder {
    const parts = stateParts(first, perKey)
    if (parts === null) {
      throw declarationError(
        this.definition.name,
        `always("${name}") has no condition`,
        'Write always(name, state => …).',
      )
    }
    return this.#property({ kind: 'always', name, parts, declaredAt: captureCallSite() })
  }

  alwaysStep(name: string, holds: (before: State, step: UntypedStep, after: State) => boolean): Builder {
    return this.#property({ kind: 'always-step', name, holds, declaredAt: captureCallSite() })
  }

  reachable(name: string, holds: (state: State) => boolean): Builder {
    return this.#property({ kind: 'reachable', name, holds, declaredAt: captureCallSite() })
  }

  reachableStep(name: string, holds: (before: State, step: UntypedStep, after: State) => boolean): Builder {
    return this.#property({ kind: 'reachable-step', name, holds, declaredAt: captureCallSite() })
  }

  deadlockFree(isFinal: ((state: State) => boolean) | null = null): Builder {
    return this.#property({ kind: 'deadlock-free', name: deadlockPropertyName, isFinal, declaredAt: captureCallSite() })
  }

  constraint(name: string, holds: (state: State) => boolean): Builder {
    this.#requireNew('constraint', name, this.definition.constraints)
    if (typeof holds !== 'function') {
      throw declarationError(
        this.definition.name,
        `constraint "${name}" has no condition`,
        'Give a function of the state.',
      )
    }
    return this.#with({
      constraints: [...this.definition.constraints, { name, holds, declaredAt: captureCallSite() }],
    })
  }

  #property(property: PropertyDefinition): Builder {
    this.#requireNew('property', property.name, this.definition.properties)
    if ('holds' in property && typeof property.holds !== 'function') {
      throw declarationError(
        this.definition.name,
        `property "${property.name}" has no condition`,
        'Give a function of the state.',
      )
    }
    return this.#with({ properties: [...this.definition.properties, property] })
  }

  #requireNew(what: string, name: string, existing: readonly { readonly name: string }[]): void {
    if (typeof name !== 'string' || name === '') {
      throw declarationError(
        this.definition.name,
        `the name of an ${what} is not a non-empty string`,
        'Give it a name.',
      )
    }
    if (existing.some((each) => each.name === name)) {
      throw declarationError(
        this.definition.name,
        `there are two ${plural(what)} named "${name}"`,
        'Every name counts once.',
      )
    }
  }
}

type UnfinishedAction = Omit<ActionDefinition, 'effect'>

class UntypedActionBuilder {
  readonly #finish: (action: ActionDefinition) => Builder
  readonly #spec: string
  readonly #action: UnfinishedAction

  constructor(finish: (action: ActionDefinition) => Builder, spec: string, action: UnfinishedAction) {
    this.#finish = finish
    this.#spec = spec
    this.#action = action
  }

  #with(part: Partial<UnfinishedAction>): UntypedActionBuilder {
    return new UntypedActionBuilder(this.#finish, this.#spec, { ...this.#action, ...part })
  }

  over(name: string, domain: ParameterDefinition['domain']): UntypedActionBuilder {
    if (this.#action.parameters.some((parameter) => parameter.name === name)) {
      throw declarationError(
        this.#spec,
        `action "${this.#action.name}" has two parameters named "${name}"`,
        'Every name counts once.',
      )
    }
    if (typeof domain !== 'function' && !Array.isArray(domain)) {
      throw declarationError(
        this.#spec,
        `the domain of parameter "${name}" of action "${this.#action.name}" is neither an array nor a function`,
        'Give the values, or a function of the state that returns them.',
      )
    }
    return this.#with({ parameters: [...this.#action.parameters, { name, domain }] })
  }

  fault(): UntypedActionBuilder {
    return this.#with({ isFault: true })
  }

  by(actor: string | ((args: Arguments) => string)): UntypedActionBuilder {
    return this.#with({ actor })
  }

  says(story: (before: State, args: Arguments, after: State) => string): UntypedActionBuilder {
    return this.#with({ story })
  }

  when(guard: (state: State, args: Arguments) => boolean): UntypedActionBuilder {
    if (this.#action.guard !== null) {
      throw declarationError(
        this.#spec,
        `action "${this.#action.name}" has two guards`,
        'Join them with && in one when().',
      )
    }
    if (typeof guard !== 'function') {
      throw declarationError(
        this.#spec,
        `when() of action "${this.#action.name}" is not a function`,
        'Write when((state, args) => …).',
      )
    }
    return this.#with({ guard })
  }

  changes(effect: (state: State, args: Arguments) => unknown): Builder {
    if (typeof effect !== 'function') {
      throw declarationError(
        this.#spec,
        `changes() of action "${this.#action.name}" is not a function`,
        'Write changes((state, args) => ({ … })).',
      )
    }
    return this.#finish({ ...this.#action, effect })
  }
}

function stateParts(
  first:
    | readonly (string | number)[]
    | ((state: State) => boolean)
    | Readonly<Record<string, (state: State) => boolean>>,
  perKey: ((state: State, key: string | number) => boolean) | undefined,
): readonly StatePart[] | null {
  if (typeof first === 'function') return [{ label: null, holds: first as (state: State) => boolean }]
  if (Array.isArray(first)) {
    return typeof perKey !== 'function'
      ? null
      : first.map((key: string | number) => ({ label: String(key), holds: (state: State) => perKey(state, key) }))
  }
  if (typeof first !== 'object' || first === null) return null
  if (Object.values(first).some((holds) => typeof holds !== 'function')) return null
  return Object.entries(first).map(([label, holds]) => ({ label, holds }))
}

function firstRepeated(names: readonly string[]): string | undefined {
  return names.find((name, index) => names.indexOf(name) !== index)
}

function declarationError(spec: string, problem: string, hint: string): SpecError {
  const location = captureCallSite()()
  return new SpecError({ code: 'declaration', spec, where: null, problem, hint, location })
}

function plural(what: string): string {
  return what === 'property' ? 'properties' : `${what}s`
}

/** The definition behind a builder, or a clear error for anything else (an unfinished action, say). */
export function definitionOf(spec: unknown): SpecDefinition {
  if (spec instanceof Builder) return spec.definition
  const problem =
    spec instanceof UntypedActionBuilder
      ? 'the last action has no effect: end it with .changes(…)'
      : `a specification was expected, made by specify(…), and ${describeKind(spec)} was given`
  throw new SpecError({ code: 'declaration', spec: '?', where: null, problem, hint: null })
}

function describeKind(value: unknown): string {
  if (value === null) return 'null'
  return typeof value === 'object' ? 'another object' : `a ${typeof value}`
}

/** For error messages: the name that was probably meant. */
export function suggestVariable(definition: SpecDefinition, name: string): string {
  return suggest(
    name,
    [...definition.variables, ...definition.derived].map((each) => each.name),
  )
}
