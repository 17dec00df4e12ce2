/** `fromReducer`: a specification of a reducer that exists already, as it stands. */
import type { Nothing, SpecBuilder } from './builder-types.ts'
import { disabled } from './builder-types.ts'
import { captureCallSite, userFrame } from './call-site.ts'
import type { Arguments, State } from './definition.ts'
import { type Problem, SpecError, type SpecErrorCode } from './errors.ts'
import { writtenAs, writtenOfVariable } from './implication.ts'
import { isUntouched, lazyViews } from './lazy-view.ts'
import { plainCopy } from './plain-copy.ts'
import type {
  EventValues,
  ReducerActions,
  ReducerOptions,
  ReducerState,
  ReducerVariables,
  UsualVariable,
} from './reducer-types.ts'
import { isOrdinaryObject, sameContent } from './same-content.ts'
import { specify } from './specify.ts'
import { suggest } from './suggest.ts'

/**
 * A specification of a reducer `(state, event) => state`, which needs no change for it. Each key of its state becomes a
 * variable; each event an action, with the fields of the event as parameters. The same state returned, or an equal one,
 * means that the event does nothing there: the action is not enabled. What comes back is a builder as from `specify`, for
 * promises, fairness and constraints.
 *
 * ```ts
 * const account = fromReducer('account', reducer, {
 *   initial: { balance: 0, isOpen: true },
 *   events: { deposit: { amount: [1, 2] }, close: {}, withdraw: { amount: (s) => [s.balance] } },
 * }).always('never in debt', (s) => s.balance >= 0)
 * ```
 *
 * Redux, `{ type, payload }`, is `events: { 'cart/add': { payload: [1, 2] } }`. A state that is no plain object is one
 * variable named `state`; `variable: 'order'` keeps any state whole in one, as one needs where keys come and go. Keys with
 * the value `undefined` count as left out.
 *
 * While it is checked, a reducer that changes its state in place, returns nothing, or adds or drops keys of a state that
 * is not kept whole ends in a `SpecError`. Cost: an event is run once for each value of the variables that it reads; a
 * spread in a file that is loaded reads none, `Object.assign` and the like read all.
 */
export function fromReducer<
  P,
  E extends object,
  const G extends EventValues<ReducerState<P, R>, E, D>,
  R extends P = P,
  const D extends string = 'type',
  const V extends string = UsualVariable<ReducerState<P, R>>,
>(
  name: string,
  reducer: (state: P, event: E) => R,
  options: ReducerOptions<ReducerState<P, R>, E, D, G, V>,
): SpecBuilder<ReducerVariables<ReducerState<P, R>, V>, Nothing, ReducerActions<E, D, G>, never> {
  const given = options as unknown as GivenOptions
  const found = problemWith(reducer, given)
  if (found !== null) throw declarationError(name, found)
  const reduced = new ReducedState(name, reducer as Reducer, given)
  const { events, when = {}, faults = [] } = given
  let spec = specify(name, reduced.variables) as unknown as UntypedBuilder
  for (const [event, fields] of Object.entries(events)) {
    let action = spec.action(event)
    for (const [field, values] of Object.entries(fields)) {
      action = action.over(
        field,
        typeof values === 'function' ? reduced.reading(event, `the values of "${field}"`, values) : values,
      )
    }
    const guard = when[event]
    if (guard !== undefined) action = action.when(reduced.reading(event, 'the condition', guard))
    if (faults.includes(event)) action = action.fault()
    spec = action.changes(reduced.effectOf(event))
  }
  return spec as never
}

type Reducer = (state: unknown, event: unknown) => unknown
type OnState = (state: unknown, fields: Arguments) => unknown

interface GivenOptions {
  readonly initial: unknown
  readonly events: Readonly<Record<string, Readonly<Record<string, readonly unknown[] | OnState>>>>
  readonly discriminator?: string
  readonly variable?: string
  readonly when?: Readonly<Record<string, OnState>>
  readonly faults?: readonly string[]
}

interface UntypedBuilder {
  action(name: string): UntypedAction
}

interface UntypedAction {
  over(name: string, domain: unknown): UntypedAction
  when(guard: unknown): UntypedAction
  fault(): UntypedAction
  changes(effect: unknown): UntypedBuilder
}

/** A reducer's state as variables, and back. */
class ReducedState {
  /** The variables with their initial values. */
  readonly variables: Readonly<Record<string, unknown>>
  readonly #spec: string
  readonly #reducer: Reducer
  readonly #discriminator: string
  /** The variable that holds the whole state; null where each key is one. */
  readonly #whole: string | null
  readonly #names: readonly string[]
  readonly #viewOf: ReturnType<typeof lazyViews>
  readonly #declaredAt = captureCallSite()

  constructor(spec: string, reducer: Reducer, { initial, discriminator = 'type', variable }: GivenOptions) {
    this.#spec = spec
    this.#reducer = reducer
    this.#discriminator = discriminator
    this.#whole = variable ?? (isObject(initial) ? null : 'state')
    if (this.#whole === null) {
      const missing = Object.entries(initial as object).find(([, value]) => value === undefined)?.[0]
      if (missing !== undefined) {
        throw declarationError(spec, { problem: `"${missing}" is undefined in the beginning`, hint: keepWhole })
      }
    }
    const copied = plainCopy(initial)
    this.variables = this.#whole === null ? (copied as Record<string, unknown>) : { [this.#whole]: copied }
    this.#names = Object.keys(this.variables)
    this.#viewOf = lazyViews(this.#names)
  }

  /** A function of the reducer's state as one of the variables. `what` it gives for the event, for errors. */
  reading(event: string, what: string, run: OnState): (state: State, args: Arguments) => unknown {
    const reading = (state: State, args: Arguments): unknown => {
      let violation: SpecError | null = null
      const refuse = (name: string): void => {
        violation = this.#error('mutation', event, args, {
          problem: `${what} assigned to state.${name}`,
          hint: 'It only reads the state: a comparison is ===.',
        })
        throw violation
      }
      const result = run(this.#stateIn(state, refuse), args)
      if (violation !== null) throw violation
      return result
    }
    return this.#written(reading, run)
  }

  /** What the event does: changes, or `disabled`. */
  effectOf(event: string): (state: State, args: Arguments) => unknown {
    const eventOf = this.#events(event)
    const effect = (state: State, args: Arguments): unknown => {
      let violation: SpecError | null = null
      const refuse = (what: string, name: string): void => {
        violation = this.#error('mutation', event, args, {
          problem: `the reducer assigned to ${what}.${name} in place`,
          hint: 'A reducer returns a changed copy of its state.',
        })
        throw violation
      }
      const before = this.#stateIn(state, (name) => refuse('state', name))
      const result = this.#reducer(
        before,
        eventOf(args, (name) => refuse('event', name)),
      )
      // A `catch` of the reducer's cannot hide it.
      if (violation !== null) throw violation
      return result === before
        ? disabled
        : this.#changes(state, before, result, (code, found) => this.#error(code, event, args, found))
    }
    return this.#written(effect, this.#reducer)
  }

  /** Says which function of the author's it is, whose comparisons are looked at where it was not loaded from a file. */
  #written<F extends object>(made: F, by: object): F {
    return this.#whole === null ? writtenAs(made, [by]) : writtenOfVariable(made, [by], this.#whole)
  }

  #stateIn(state: State, refuse: (name: string) => void): unknown {
    return this.#whole === null ? this.#viewOf({ read: (name) => state[name], refuse }) : state[this.#whole]
  }

  /** Makes the events of that name. */
  #events(name: string): (args: Arguments, refuse: (field: string) => void) => object {
    let viewOf: ReturnType<typeof lazyViews> | null = null
    const bare = Object.freeze({ [this.#discriminator]: name })
    return (args, refuse) => {
      const fields = Object.keys(args)
      if (fields.length === 0) return bare
      viewOf ??= lazyViews([this.#discriminator, ...fields])
      return viewOf({ read: (field) => (field === this.#discriminator ? name : args[field]), refuse })
    }
  }

  #changes(
    state: State,
    before: unknown,
    result: unknown,
    error: (code: SpecErrorCode, found: Problem) => SpecError,
  ): unknown {
    const problem = problemWithResult(result)
    if (problem !== null) throw error('not-a-result', problem)
    if (this.#whole !== null) {
      const copied = plainCopy(result)
      return sameContent(copied, state[this.#whole]) ? disabled : { [this.#whole]: copied }
    }
    if (!isObject(result)) {
      throw error('not-a-result', {
        problem: `the reducer returned ${describe(result)}, and its state is an object`,
        hint: 'Every event gives a state of the same kind.',
      })
    }
    const stray = Object.keys(result).find((key) => !this.#names.includes(key) && result[key] !== undefined)
    if (stray !== undefined) {
      throw error('unknown-change', { problem: `the reducer added the key "${stray}" to its state`, hint: keepWhole })
    }
    const lost = this.#names.find((name) => !Object.hasOwn(result, name))
    if (lost !== undefined) {
      throw error('not-a-result', { problem: `the reducer dropped the key "${lost}" of its state`, hint: keepWhole })
    }
    const changes: Record<string, unknown> = {}
    for (const name of this.#names) {
      if (isUntouched(result, name, before as object)) continue
      changes[name] = plainCopy(result[name])
      if (changes[name] !== undefined) continue
      throw error('not-a-result', { problem: `the reducer made "${name}" of its state undefined`, hint: keepWhole })
    }
    // Looks no further than the first difference: variables that nobody has read need not be.
    return Object.keys(changes).every((name) => sameContent(changes[name], state[name])) ? disabled : changes
  }

  #error(code: SpecErrorCode, event: string, args: Arguments, { problem, hint }: Problem): SpecError {
    const detail = Object.entries(args).map(([name, value]) => `${name}: ${JSON.stringify(value)}`)
    const where = `action "${event}"${detail.length === 0 ? '' : ` (${detail.join(', ')})`}`
    const location = (code === 'mutation' ? userFrame(new Error().stack ?? '') : null) ?? this.#declaredAt()
    return new SpecError({ code, spec: this.#spec, where, problem, hint, location })
  }
}

const knownOptions: readonly string[] = ['initial', 'events', 'when', 'faults', 'discriminator', 'variable']

const keepWhole = "Keep the whole state in one variable, and keys may come and go: write variable: 'state'."

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && isOrdinaryObject(value)
}

function problemWithResult(result: unknown): Problem | null {
  if (result === undefined) {
    const hint = 'Where an event means nothing a reducer returns its state as it is: default: return state.'
    return { problem: 'the reducer returned undefined', hint }
  }
  if (typeof result !== 'function' && !(result instanceof Promise)) return null
  return { problem: `the reducer returned ${describe(result)}`, hint: 'A reducer returns the next state at once.' }
}

function describe(value: unknown): string {
  if (value === null || typeof value === 'boolean' || typeof value === 'number') return String(value)
  if (typeof value === 'string') return JSON.stringify(value)
  if (value === undefined) return 'undefined'
  if (typeof value !== 'object') return `a ${typeof value}`
  const name: unknown = value.constructor?.name
  return name === 'Array'
    ? 'an array'
    : typeof name === 'string' && name !== ''
      ? `${/^[AEIOU]/.test(name) ? 'an' : 'a'} ${name}`
      : 'another object'
}

function problemWith(reducer: unknown, options: GivenOptions): Problem | null {
  const example = 'Write fromReducer(name, reducer, { initial, events: { deposit: { amount: [1, 2] }, close: {} } }).'
  if (typeof reducer !== 'function') return { problem: `the reducer is ${describe(reducer)}`, hint: example }
  if (!isObject(options)) return { problem: 'it says neither how it begins nor which events happen', hint: example }
  const misspelt = Object.keys(options).find((name) => !knownOptions.includes(name))
  if (misspelt !== undefined) {
    return { problem: `"${misspelt}" is no option of fromReducer${suggest(misspelt, knownOptions)}`, hint: null }
  }
  const { initial, events } = options
  if (initial === undefined) {
    return { problem: 'the initial state is undefined', hint: "Give initial: reducer(undefined, { type: 'init' })." }
  }
  if (isObject(initial) && Object.keys(initial).length === 0 && options.variable === undefined) {
    return { problem: 'the initial state has no keys, and so there are no variables', hint: keepWhole }
  }
  if (!isObject(events)) return { problem: 'events is no object', hint: example }
  const odd = Object.entries(events).find(([, fields]) => !isObject(fields))
  if (odd !== undefined) {
    return {
      problem: `the fields of event "${odd[0]}" are ${describe(odd[1])}`,
      hint: 'Write the values of each field: { amount: [1, 2] }, or {} where there are none.',
    }
  }
  for (const name of ['discriminator', 'variable'] as const) {
    const given: unknown = options[name]
    if (given === undefined || (typeof given === 'string' && given !== '')) continue
    return { problem: `${name} is ${given === '' ? 'empty' : describe(given)}`, hint: 'Give a name, in quotes.' }
  }
  const discriminator = options.discriminator ?? 'type'
  const named = Object.entries(events).find(([, fields]) => Object.hasOwn(fields, discriminator))
  if (named !== undefined) {
    return {
      problem: `the fields of event "${named[0]}" have a "${discriminator}"`,
      hint: 'That is the name of the event, and given already.',
    }
  }
  return problemWithEvents(options)
}

/** The first mistake in what is said of events by name. */
function problemWithEvents({ events, when = {}, faults = [] }: GivenOptions): Problem | null {
  if (!isObject(when)) {
    return { problem: `when is ${describe(when)}`, hint: 'Write when: { deposit: (state, fields) => … }.' }
  }
  const names: unknown = faults
  if (!Array.isArray(names)) {
    return { problem: `faults is ${describe(names)}`, hint: "Write the names of events: faults: ['crash']." }
  }
  const unknown: unknown = [...Object.keys(when), ...names].find((event) => !Object.hasOwn(events, event))
  if (unknown !== undefined) {
    const nearest = typeof unknown === 'string' ? suggest(unknown, Object.keys(events)) : ''
    return { problem: `${describe(unknown)} is none of its events${nearest}`, hint: null }
  }
  const odd = Object.entries(when).find(([, guard]) => guard !== undefined && typeof guard !== 'function')
  return odd === undefined
    ? null
    : {
        problem: `the condition of event "${odd[0]}" is ${describe(odd[1])}`,
        hint: `Write when: { ${JSON.stringify(odd[0])}: (state, fields) => … }.`,
      }
}

function declarationError(spec: string, { problem, hint }: Problem): SpecError {
  return new SpecError({ code: 'declaration', spec, where: null, problem, hint, location: captureCallSite()() })
}
