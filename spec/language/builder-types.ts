/** The types of a specification and of the builder in which it is written; `specify` makes one. */
import type { FairnessStrength, SpecDefinition } from './definition.ts'
import type { ChangeOf, ComponentTypes, Each, FamilyTypes, FieldsOf } from './family.ts'

declare const isDisabled: unique symbol

/** The type of `disabled`: changes of any specification, since it can be returned wherever changes can. */
export interface Disabled {
  readonly [isDisabled]?: true
}

/** Returned by an action's `changes` to say that the action is not enabled in this state after all. */
export const disabled: Disabled = Symbol.for('ackproof.disabled') as never

/** What an action may change: single variables whole, families member by member. It may be `disabled` instead. */
export type Changes<S> = Disabled & {
  readonly [N in keyof S]?: ChangeOf<S[N]>
}

/** A state as guards, effects and properties read it: the variables and the derived values. */
export type View<S, D> = Readonly<S> & Readonly<D>

/** A parameter's values: constant, or computed from the state and the arguments before it. Equal values count once. */
export type Domain<S, D, Args, T> = readonly T[] | ((state: View<S, D>, args: Args) => readonly T[])

/** A step of a specification: which action, with which arguments. Narrow it on `action`. */
export type Step<A> = { [N in keyof A]: { readonly action: N; readonly args: A[N] } }[keyof A]

/** Variables that are numbers, members of families and fields of records as `family.key`, and all of them in a component as `store.…`. */
export type BudgetName<S> = {
  [N in keyof S & string]: [FamilyTypes<S[N]>] extends [never]
    ? S[N] extends number
      ? N
      : [ComponentTypes<S[N]>] extends [never]
        ? [FieldsOf<S[N]>] extends [never]
          ? never
          : `${N}.${NumbersIn<FieldsOf<S[N]>>}`
        : `${N}.${BudgetName<ComponentTypes<S[N]>[0]>}`
    : FamilyTypes<S[N]>[1] extends number
      ? `${N}.${FamilyTypes<S[N]>[0]}`
      : never
}[keyof S & string]

type NumbersIn<F> = { [P in keyof F & string]: F[P] extends number ? P : never }[keyof F & string]

declare const types: unique symbol
// biome-ignore lint/complexity/noBannedTypes: an empty record of actions or derived values, to be intersected with
export type Nothing = {}

declare const given: unique symbol

/** Marks the arguments of these names as given by the state: whoever takes the step need not name them. */
export interface GivenNames<N extends string> {
  readonly [given]?: { readonly [K in N]: true }
}

/** The arguments that whoever takes the step chooses. */
export type ChosenArguments<Args> = Omit<Args, GivenIn<Args> | typeof given>

type GivenIn<Args> = Args extends { readonly [given]?: infer G } ? keyof NonNullable<G> : never

/** A finished specification. `S` variables, `D` derived values, `A` arguments by action, `P` names of the properties. */
export interface Spec<S = unknown, D = unknown, A = unknown, P extends string = string> {
  readonly definition: SpecDefinition
  readonly [types]?: { state: S; derived: D; actions: A; property: P }
}

/** A value as it may be given: nothing needs to be a mutable array, since nothing is ever changed in place. */
type Given<T> = T extends unknown[] ? readonly T[number][] : T

/** A state as a mapping gives it: variables whole, hidden ones too; families and records as objects with every key. */
export type WholeState<S> = {
  readonly [N in keyof S]: WholeContent<S[N]>
}

type WholeContent<T> = [FamilyTypes<T>] extends [never]
  ? [ComponentTypes<T>] extends [never]
    ? [FieldsOf<T>] extends [never]
      ? Given<T>
      : { readonly [P in keyof FieldsOf<T>]: WholeContent<FieldsOf<T>[P]> }
    : WholeState<Omit<ComponentTypes<T>[0], ComponentTypes<T>[2]> & ComponentTypes<T>[3]>
  : { readonly [K in FamilyTypes<T>[0]]: WholeContent<FamilyTypes<T>[1]> }

/** A state as plain data: variables by name, those of a component as an object, without derived values. */
export type PlainState<S> = {
  readonly [N in keyof S]: [ComponentTypes<S[N]>] extends [never] ? S[N] : PlainState<ComponentTypes<S[N]>[0]>
}

/** The state type of a specification, for helper functions: `type State = StateOf<typeof spec>`. */
export type StateOf<T> = T extends Spec<infer S, infer D, infer _A, infer _P> ? View<S, D> : never

/** The type of what is not there yet. The compiler prints it where somebody calls it: "Type 'Unfinished<"…">' has no call signatures". */
export interface Unfinished<Because extends string> {
  readonly because: Because
}

/** What a specification offers, and an action only once it has its effect. */
type NotBeforeChanges = {
  readonly [Member in keyof SpecBuilder<unknown, unknown, unknown, string> &
    string]: Unfinished<'end this action with .changes(…) first'>
}

export interface ActionBuilder<S, D, A, P extends string, Name extends string, Args> extends NotBeforeChanges {
  /** Adds a parameter. Domains are sets: equal values count once. Later domains see earlier arguments. */
  over<N extends string, const T>(
    name: N,
    domain: Domain<S, D, Args, T>,
  ): ActionBuilder<S, D, A, P, Name, Args & { readonly [K in N]: T }>
  /**
   * Enables the action only where the value is there, neither null nor undefined, and hands it to what follows as an
   * argument of this name: `.given('card', (s) => s.hand).changes((s, { card }) => …)`. It is no choice: stories do not
   * print it, and the step stays one step.
   */
  given<N extends string, const T>(
    name: N,
    value: (state: View<S, D>, args: Args) => T | null | undefined,
  ): ActionBuilder<S, D, A, P, Name, Args & { readonly [K in N]: NonNullable<T> } & GivenNames<N>>
  /** Marks the action as a fault of the environment; diagrams show it in red. */
  fault(): ActionBuilder<S, D, A, P, Name, Args>
  /**
   * A fault that spends a budget: it strikes only while something is left, and each time takes one off. The budget is a
   * variable that counts, or a member of a family: `'faults.powerCut'`. It must not be changed by hand as well.
   */
  fault<B extends BudgetName<S>>(budget: { readonly spends: B }): ActionBuilder<S, D, A, P, Name, Args>
  /** The same for a budget that is not there yet: declares the variable, with `of` for its initial value. */
  fault<const B extends string>(budget: {
    readonly spends: B
    readonly of: number
  }): ActionBuilder<S & { readonly [N in B]: number }, D, A, P, Name, Args>
  /** Who acts: the column of the step in a diagram. */
  by(actor: string | ((args: Args) => string)): ActionBuilder<S, D, A, P, Name, Args>
  /** The step as a sentence in the terms of the field; used when a story is told, never while checking. */
  says(story: (before: View<S, D>, args: Args, after: View<S, D>) => string): ActionBuilder<S, D, A, P, Name, Args>
  /** The action is enabled only where the guard is true. */
  when(guard: (state: View<S, D>, args: Args) => boolean): ActionBuilder<S, D, A, P, Name, Args>
  /** The effect: what changes, or `disabled`. What it does not mention stays as it is. */
  changes(
    effect: (state: View<S, D>, args: Args) => Changes<S>,
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
  /** A named intermediate result for each pair of keys, read like a family of families. */
  derive<N extends string, const K extends string | number, const L extends string | number, const R>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    compute: (state: View<S, D>, key: K, otherKey: L) => R,
  ): SpecBuilder<S, D & { readonly [Q in N]: Each<K, Each<L, R>> }, A, P>
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
  /** The same for each pair of a key of one list and a key of another. */
  always<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
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
  /** In every fair behaviour the condition is true at some time. */
  eventually<N extends string>(name: N, holds: (state: View<S, D>) => boolean): ProgressBuilder<S, D, A, P | N, []>
  /** In every fair behaviour, for each key the condition is true at some time. */
  eventually<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  eventually<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /** Whenever the trigger is true, the response is true then or at some later time, in every fair behaviour. */
  leadsTo<N extends string>(
    name: N,
    trigger: (state: View<S, D>) => boolean,
    response: (state: View<S, D>) => boolean,
  ): ProgressBuilder<S, D, A, P | N, []>
  /** The same for each key. */
  leadsTo<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    trigger: (state: View<S, D>, key: K) => boolean,
    response: (state: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  leadsTo<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    trigger: (state: View<S, D>, key: K, otherKey: L) => boolean,
    response: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /**
   * Once the trigger is true, the response is true from some time on, for ever, in every fair behaviour. Between the two
   * it may come and go.
   */
  leadsToAlways<N extends string>(
    name: N,
    trigger: (state: View<S, D>) => boolean,
    response: (state: View<S, D>) => boolean,
  ): ProgressBuilder<S, D, A, P | N, []>
  /** The same for each key. */
  leadsToAlways<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    trigger: (state: View<S, D>, key: K) => boolean,
    response: (state: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  leadsToAlways<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    trigger: (state: View<S, D>, key: K, otherKey: L) => boolean,
    response: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /** In every fair behaviour the condition is true again and again, without end. */
  infinitelyOften<N extends string>(name: N, holds: (state: View<S, D>) => boolean): ProgressBuilder<S, D, A, P | N, []>
  /** The same for each key. */
  infinitelyOften<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  infinitelyOften<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /**
   * In every fair behaviour some step that satisfies the condition is taken again and again, without end. As for
   * fairness, only steps that change the state count, and a step counts where any action that leads from the one state
   * to the other satisfies it.
   */
  infinitelyOftenStep<N extends string>(
    name: N,
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>) => boolean,
  ): ProgressBuilder<S, D, A, P | N, []>
  /** The same for each key. */
  infinitelyOftenStep<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  infinitelyOftenStep<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /** In every fair behaviour the condition is true from some time on, for ever. */
  eventuallyAlways<N extends string>(
    name: N,
    holds: (state: View<S, D>) => boolean,
  ): ProgressBuilder<S, D, A, P | N, []>
  /** The same for each key. */
  eventuallyAlways<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K]>
  /** The same for each pair of a key of one list and a key of another. */
  eventuallyAlways<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): ProgressBuilder<S, D, A, P | N, [key: K, otherKey: L]>
  /** From every reachable state there is a way to a state that satisfies the condition. Fairness plays no part. */
  canAlwaysReach<N extends string>(name: N, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P | N>
  /** The same for each key. */
  canAlwaysReach<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** The same for each pair of a key of one list and a key of another. */
  canAlwaysReach<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** Once the condition is true there is no way back: no state in which it is false can be reached any more. */
  noWayBack<N extends string>(name: N, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P | N>
  /** The same for each key. */
  noWayBack<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** The same for each pair of a key of one list and a key of another. */
  noWayBack<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /**
   * Once the condition is true it stays true until the other one is: no step makes it false while the other is false
   * before and after. The other need never be true; with `leadsTo` of the same two conditions it is promised as well.
   */
  unless<N extends string>(
    name: N,
    holds: (state: View<S, D>) => boolean,
    until: (state: View<S, D>) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** The same for each key. */
  unless<N extends string, const K extends string | number>(
    name: N,
    keys: readonly K[],
    holds: (state: View<S, D>, key: K) => boolean,
    until: (state: View<S, D>, key: K) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /** The same for each pair of a key of one list and a key of another. */
  unless<N extends string, const K extends string | number, const L extends string | number>(
    name: N,
    keys: readonly K[],
    otherKeys: readonly L[],
    holds: (state: View<S, D>, key: K, otherKey: L) => boolean,
    until: (state: View<S, D>, key: K, otherKey: L) => boolean,
  ): SpecBuilder<S, D, A, P | N>
  /**
   * Refinement: seen through `map`, every initial state is one of the abstract specification's, and every step is one of
   * its steps or changes nothing; and every fair behaviour is fair there, as the abstract specification's `fair(…)` says.
   * `{ only: 'safety' }` leaves that fairness out. The abstract specification's properties and constraints play no part.
   */
  refines<N extends string, T, const M extends WholeState<T>>(
    name: N,
    abstract: Spec<T>,
    map: (state: View<S, D>) => M,
    options?: { readonly only: 'safety' },
  ): SpecBuilder<S, D, A, P | N>
  /**
   * Fairness: 'weak' = an action that stays enabled is taken sooner or later; 'strong' = one that is enabled again and
   * again is. A list of actions counts as one action. With parameters named, fairness is assumed for each of their
   * values on its own: `fair('weak', 'deliver', 'message')` delivers every message, `fair('weak', 'deliver')` some.
   * With a condition at the end, fairness is assumed of a part of the action alone: of its steps from states, and with
   * arguments, for which the condition is true.
   */
  fair<N extends keyof A & string>(
    strength: FairnessStrength,
    actions: N | readonly N[],
    ...parametersAndCondition:
      | readonly (keyof A[N] & string)[]
      | readonly [...parameters: (keyof A[N] & string)[], condition: (state: View<S, D>, args: A[N]) => boolean]
  ): SpecBuilder<S, D, A, P>
  /**
   * Declares ids interchangeable: states that differ by renaming them are explored as one. Any text equal to one of them,
   * at any depth of a value, as a key of an object or of a family, is that id. What tells them apart is found where it
   * shows and refused. May be called again for ids of another sort. Not with properties of progress. See `docs/symmetry.md`.
   */
  symmetric(ids: readonly string[]): SpecBuilder<S, D, A, P>
  /** State constraint: states outside are checked each time they are generated, but neither counted nor explored. */
  constraint(name: string, holds: (state: View<S, D>) => boolean): SpecBuilder<S, D, A, P>
}

/** What follows a promise of progress: it may assume something. `Keys` are those that the promise was made for. */
export interface ProgressBuilder<S, D, A, P extends string, Keys extends readonly unknown[]>
  extends SpecBuilder<S, D, A, P> {
  /**
   * The promise before it is made for those behaviours alone in which the condition is true again and again, without
   * end: `.leadsTo('sent, then received', …).assuming('the line is up', (s) => s.isUp)`. A promise for keys may assume
   * something else for each: `(state, key) => …`. Several assumptions are made together.
   */
  assuming(label: string, holds: (state: View<S, D>, ...keys: Keys) => boolean): ProgressBuilder<S, D, A, P, Keys>
  /** The same for those behaviours in which a step that satisfies the condition is taken again and again. */
  assumingStep(
    label: string,
    holds: (before: View<S, D>, step: Step<A>, after: View<S, D>, ...keys: Keys) => boolean,
  ): ProgressBuilder<S, D, A, P, Keys>
}
