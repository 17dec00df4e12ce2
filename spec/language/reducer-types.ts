/** The types of `fromReducer`: what a reducer and its events say about variables, actions and parameters. */

/** Keys of any of several objects. */
type AnyKey<S> = S extends unknown ? keyof S : never

/**
 * The state of a reducer that takes `P` and returns `R`: what it takes, since what it returns may have been inferred, and be
 * only some of that. Where it may begin with less than a state, as one of `combineReducers`, it is what it returns.
 */
export type ReducerState<P, R> = StateBetween<Exclude<P, undefined>, R>

type StateBetween<P, R> = [P] extends [R]
  ? P
  : [Extract<P, R>] extends [never]
    ? P
    : Record<never, never> extends Exclude<P, R>
      ? R
      : P

/** Whether a state falls apart into variables: an object that always has the same keys, none of which may be undefined. */
type FallsApart<S> = [S] extends [readonly unknown[]]
  ? false
  : [S] extends [object]
    ? string extends keyof S
      ? false
      : [AnyKey<S>] extends [keyof S]
        ? undefined extends S[keyof S]
          ? false
          : true
        : false
    : false

/** The variable that holds the whole state, where nothing is said. */
export type UsualVariable<S> = FallsApart<S> extends true ? never : 'state'

/** A variable for each key of the state, or the one that holds it whole. */
export type ReducerVariables<S, V extends string> = [V] extends [never]
  ? { readonly [K in keyof S]: S[K] }
  : { readonly [K in V]: S }

/** Objects whose keys come and go are held whole, and that is said; what is no object is held whole in any case. */
type VariableOption<S, V extends string> =
  FallsApart<S> extends true
    ? { readonly variable?: V }
    : [S] extends [readonly unknown[]]
      ? { readonly variable?: V }
      : [S] extends [object]
        ? { readonly variable: V }
        : { readonly variable?: V }

/** Names of the events of a union. */
type EventName<E, D extends string> = E extends unknown ? (D extends keyof E ? E[D] & string : never) : never

/** The events of that name. */
type EventNamed<E, D extends string, N> = E extends unknown
  ? D extends keyof E
    ? N extends E[D]
      ? E
      : never
    : never
  : never

/** The values of a field: constant, or computed from the state and the fields before it. */
type FieldValues<S, P, T> = readonly T[] | ((state: S, fields: Readonly<Partial<P>>) => readonly T[])

/** The values of every field of an event; a field that may be left out may be left out here. */
type Fields<S, P, D> = {
  readonly [F in keyof P as F extends D ? never : F]: FieldValues<S, P, Exclude<P[F], undefined>>
}

export type EventValues<S, E, D extends string> = {
  readonly [K in EventName<E, D>]?: Fields<S, EventNamed<E, D, K>, D>
}

/** Refuses events and fields that the reducer does not have: a literal of a generic type may have more than it should. */
type NoMore<G, E, D extends string> = {
  readonly [K in keyof G]: K extends EventName<E, D>
    ? {
        readonly [F in keyof G[K]]: F extends Exclude<keyof EventNamed<E, D, K>, D>
          ? unknown
          : 'the event has no such field'
      }
    : 'the reducer has no such event'
}

/** The fields of an event, without its name. */
type Arguments<P, D> = { readonly [F in keyof P as F extends D ? never : F]: P[F] }

/** The arguments of the actions that events become. */
export type ReducerActions<E, D extends string, G> = {
  readonly [K in keyof G]: Arguments<EventNamed<E, D, K>, D>
}

export type ReducerOptions<S, E, D extends string, G, V extends string> = {
  /** The state in the beginning, e.g. `reducer(undefined, { type: 'init' })`. */
  readonly initial: NoInfer<S>
  /** The events that happen, by name, and the values of their fields: `{ deposit: { amount: [1, 2] }, close: {} }`. */
  readonly events: G & NoMore<G, E, D>
  /** The field that has the name of an event; `type` where it is left out. */
  readonly discriminator?: D
  /** Events that happen only where this is true of the state and the fields. */
  readonly when?: {
    readonly [K in keyof G]?: (state: S, fields: Arguments<EventNamed<E, D, K>, D>) => boolean
  }
  /** Events that are faults of the environment. */
  readonly faults?: readonly (keyof G)[]
} & VariableOption<S, V>
