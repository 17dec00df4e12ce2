/** "If this, then that" as a condition whose two halves can be told apart, so that a vacuous promise is noticed. */
import { captureCallSite } from './call-site.ts'
import { SpecError } from './errors.ts'

/** A condition made by `implies`; takes what its halves take: a state, a state and a key, or a step. */
export type Implication<A, B, C> = (first: A, second?: B, third?: C) => boolean

export type Condition = (...args: readonly unknown[]) => boolean

/** The two halves of an implication. */
export interface Halves {
  readonly antecedent: Condition
  readonly consequent: Condition
}

/** Registered, so that two copies of the library agree on it. */
const halves: unique symbol = Symbol.for('ackproof.implication') as never
const sources: unique symbol = Symbol.for('ackproof.written-functions') as never
const firstArgument: unique symbol = Symbol.for('ackproof.first-argument') as never

/**
 * The condition that the consequent is true wherever the antecedent is; the consequent is evaluated nowhere else. Takes
 * conditions of any kind, of a state, of a state and a key, of a step: `.always(name, implies((s) => …, (s) => …))`.
 *
 * A check notes whether the antecedent was ever true: a promise whose antecedent never is says nothing. It can do so
 * only where the implication is the whole condition. The antecedents of `implies(a, implies(b, c))` count as one.
 */
export function implies<A, B, C>(
  antecedent: (first: A, second: B, third: C) => boolean,
  consequent: (first: A, second: B, third: C) => boolean,
): Implication<A, B, C> {
  if (typeof antecedent !== 'function' || typeof consequent !== 'function') throw notTwoConditions()
  return implication(antecedent as Condition, consequent as Condition)
}

/** The halves of a condition made by `implies`; null for any other. */
export function halvesOf(condition: unknown): Halves | null {
  return (condition as { readonly [halves]?: Halves })[halves] ?? null
}

/** The condition of a state that a keyed condition is for one key, or one of each list; an implication stays one. */
export function forKeys<S, K>(
  condition: (state: S, ...keys: K[]) => boolean,
  keys: readonly K[],
): (state: S) => boolean {
  const keyed = halvesOf(condition)
  if (keyed === null) return writtenAs((state: S) => condition(state, ...keys), [condition])
  return implication(
    writtenAs((state) => keyed.antecedent(state, ...keys), [keyed.antecedent]),
    writtenAs((state) => keyed.consequent(state, ...keys), [keyed.consequent]),
  )
}

/** What a function of the author's is to the condition that it stands in. */
export type ConditionRole = 'whole' | 'antecedent' | 'consequent'

/** The condition with each of its author's functions put through `make`; an implication stays one. */
export function remade(condition: Condition, make: (written: Condition, role: ConditionRole) => Condition): Condition {
  const known = halvesOf(condition)
  if (known === null) return make(condition, 'whole')
  return implication(make(known.antecedent, 'antecedent'), make(known.consequent, 'consequent'))
}

/** The author's functions that a function was made from: itself, where it was not made by the language. */
export function writtenFunctions(made: object): readonly object[] {
  const written = (made as { readonly [sources]?: readonly object[] })[sources]
  return written === undefined ? [made] : written.flatMap(writtenFunctions)
}

/** Says of which functions of the author's a function was made. Returns the same function. */
export function writtenAs<F extends object>(made: F, written: readonly object[]): F {
  return Object.defineProperty(made, sources, { value: written })
}

/** As `writtenAs`, for functions whose first argument is this variable instead of a state. */
export function writtenOfVariable<F extends object>(made: F, written: readonly object[], variable: string): F {
  return Object.defineProperty(writtenAs(made, written), firstArgument, { value: variable })
}

/** The variable that the author's functions get as their first argument; null where they get the state. */
export function variableGivenTo(made: object): string | null {
  return (made as { readonly [firstArgument]?: string })[firstArgument] ?? null
}

function implication(antecedent: Condition, consequent: Condition): Condition {
  const inner = halvesOf(consequent)
  if (inner !== null)
    return implication(
      writtenAs((...args) => antecedent(...args) && inner.antecedent(...args), [antecedent, inner.antecedent]),
      inner.consequent,
    )
  const condition: Condition = (...args) => !antecedent(...args) || consequent(...args)
  writtenAs(condition, [antecedent, consequent])
  return Object.defineProperty(condition, halves, { value: { antecedent, consequent } })
}

function notTwoConditions(): SpecError {
  return new SpecError({
    code: 'declaration',
    spec: null,
    where: null,
    problem: 'implies() needs two conditions',
    hint: 'Write implies(state => …, state => …).',
    location: captureCallSite()(),
  })
}
