/** The types of `compose`: what the state, the actions and the promises of a composed specification are called. */
import type { Spec, Unfinished } from './builder-types.ts'
import type { Component, ComponentTypes } from './family.ts'

type Components = Readonly<Record<string, Spec>>

type VariablesOf<T> = T extends Spec<infer S, infer _D, infer _A, infer _P> ? S : never
type DerivedOf<T> = T extends Spec<infer _S, infer D, infer _A, infer _P> ? D : never
type ActionsOf<T> = T extends Spec<infer _S, infer _D, infer A, infer _P> ? A : never
type PromisesOf<T> = T extends Spec<infer _S, infer _D, infer _A, infer P> ? P : never

/**
 * What components have, by names as the whole calls them, `store.append`. An interface and no aliases: so the compiler's
 * errors list the names.
 */
export interface NamesOf<C extends Components> {
  readonly actions: { [K in keyof C & string]: `${K}.${keyof ActionsOf<C[K]> & string}` }[keyof C & string]
  readonly promises: { [K in keyof C & string]: `${K}.${Exclude<PromisesOf<C[K]>, 'no deadlock'>}` }[keyof C & string]
  /** And derived values, at any depth. */
  readonly variables: {
    [K in keyof C & string]: `${K}.${PathIn<VariablesOf<C[K]>> | (keyof DerivedOf<C[K]> & string)}`
  }[keyof C & string]
}

type PathIn<S> = {
  [N in keyof S & string]: [ComponentTypes<S[N]>] extends [never]
    ? N
    : `${N}.${PathIn<ComponentTypes<S[N]>[0]> | (keyof ComponentTypes<S[N]>[1] & string)}`
}[keyof S & string]

/** Joint steps by name: of each component that takes part its action, or the action with other names for its parameters. */
export type JointSteps<C extends Components> = Readonly<
  Record<string, { readonly [K in keyof C]?: PartIn<ActionsOf<C[K]>>['is'] }>
>

/** An interface for the sake of the compiler's errors. */
interface PartIn<A> {
  readonly is:
    | (keyof A & string)
    | { readonly [N in keyof A & string]?: { readonly [P in keyof A[N] & string]?: string } }
}

/** By the name in the whole, variables of components that are one variable. */
export type Shares<C extends Components> = Readonly<Record<string, readonly NamesOf<C>['variables'][]>>

/** The compiler overlooks other names in what it infers. */
type NoOtherComponents<C, T> = {
  readonly [J in keyof T]: {
    readonly [K in Exclude<keyof T[J], keyof C>]: Unfinished<'there is no component of this name'>
  }
}

/** How components are put together; see `compose`. */
export interface Glue<C, T, Sh, B, L, W, H> {
  readonly together?: T & NoOtherComponents<C, T>
  readonly share?: Sh
  readonly budgets?: B
  readonly alone?: readonly L[]
  readonly without?: readonly W[]
  readonly hidden?: readonly H[]
}

/** Components as objects, and what is shared by its name. */
export type ComposedVariables<C extends Components, Sh, B, H> = {
  readonly [K in keyof C]: Component<
    Omit<VariablesOf<C[K]>, NamesIn<K, H>>,
    Omit<DerivedOf<C[K]>, NamesIn<K, H>>,
    NamesIn<K, SharedPaths<Sh> | SharedPaths<B>>,
    Pick<VariablesOf<C[K]>, NamesIn<K, H> & keyof VariablesOf<C[K]>>
  >
} & { readonly [V in keyof Sh]: SharedType<C, Sh[V]> } & { readonly [V in keyof B]: BudgetType<SharedType<C, B[V]>> }

type SharedPaths<Sh> = { [V in keyof Sh]: Sh[V] extends readonly (infer Path)[] ? Path : never }[keyof Sh]

/** Of paths, the names in one component. */
type NamesIn<K, Paths> = K extends string ? (Paths extends `${K}.${infer Name}` ? Name : never) : never

/** The type that a shared variable has in the component that is named first. */
type SharedType<C extends Components, Paths> = Paths extends readonly [infer First, ...infer _Others]
  ? { [K in keyof C & string]: First extends `${K}.${infer Path}` ? At<VariablesOf<C[K]>, Path> : never }[keyof C &
      string]
  : never

/** A budget may be more than any of those that it is the sum of. */
type BudgetType<T> = [T] extends [number] ? number : T

type At<S, Path> = Path extends keyof S
  ? S[Path]
  : Path extends `${infer N}.${infer Rest}`
    ? N extends keyof S
      ? At<ComponentTypes<S[N]>[0], Rest>
      : never
    : never

/** Actions by name with their arguments: those that components take on their own, and joint steps. */
export type ComposedActions<C extends Components, T, L, W> = {
  readonly [Path in Exclude<NamesOf<C>['actions'], Exclude<JointPaths<T>, L> | W>]: ArgumentsAt<C, Path>
} & { readonly [J in keyof T]: JointArguments<C, T[J]> }

type ArgumentsAt<C extends Components, Path> = {
  [K in keyof C & string]: Path extends `${K}.${infer N}`
    ? N extends keyof ActionsOf<C[K]>
      ? ActionsOf<C[K]>[N]
      : never
    : never
}[keyof C & string]

/** `store.append`, … of the actions that take part in joint steps. */
type JointPaths<T> = {
  [J in keyof T]: { [K in keyof T[J] & string]: `${K}.${ActionIn<T[J][K]>}` }[keyof T[J] & string]
}[keyof T]

type ActionIn<Part> = Part extends string ? Part : keyof Part & string

type JointArguments<C extends Components, Step> = All<{
  [K in keyof Step & keyof C]: PartArguments<ActionsOf<C[K]>, Step[K]>
}>

type All<Parts> = Joined<{ [K in keyof Parts]: (part: Parts[K]) => void }[keyof Parts]>
type Joined<Functions> = [Functions] extends [(all: infer Both) => void] ? Both : never

type PartArguments<A, Part> = Part extends keyof A
  ? A[Part]
  : { [N in keyof A & keyof Part]: Renamed<A[N], Part[N]> }[keyof A & keyof Part]

type Renamed<Args, Names> = {
  readonly [P in keyof Args as P extends keyof Names ? (Names[P] extends string ? Names[P] : P) : P]: Args[P]
}

/** Promises of the components by name; absence of deadlock is one of the whole, and so of none. */
export type ComposedPromises<C extends Components, W> = Exclude<NamesOf<C>['promises'], W>
