/**
 * A specification over plain values: nothing is tracked, memoised or packed. States are frozen objects, families in
 * their order of declaration; every distinct value has one frozen copy, so that `===` compares content, as it does while
 * checking.
 */

import { contentOf, memberAt, memberPath } from '../language/family-shape.ts'
import {
  type ActionDefinition,
  type Arguments,
  disabled,
  type ParameterDefinition,
  type SpecDefinition,
  SpecError,
  type SpecErrorCode,
  type State,
  sameValue,
} from '../language/index.ts'
import type { Key, KeyPath } from '../language/keys.ts'
import { touchedNames } from '../language/lazy-view.ts'
import { choicesFor } from '../language/parameters.ts'
import { plainView } from '../language/plain-view.ts'
import { type Divided, isDivided, pathsIn, type Shape, shapeUnder } from '../language/shape.ts'
import { collectionKindOf } from '../language/value.ts'
import { NotPlain, PlainValues } from './plain-values.ts'
import type { Call, Successor, World } from './world.ts'

/** Says that finding out would take more runs of the specification's functions than were allowed. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork'
}

export interface PlainWorldOptions {
  /** Runs of actions at most; after that `TooMuchWork` is thrown. Unbounded where left out. */
  readonly mostRuns?: number
}

export class PlainWorld implements World<State> {
  /** As given, with derived values shared, so that `===` compares their content too. */
  readonly definition: SpecDefinition
  readonly #values = new PlainValues()
  /** Variables and members of families, in order. */
  readonly #places: readonly { readonly name: string; readonly path: KeyPath }[]
  readonly #mostRuns: number
  #runs = 0

  constructor(definition: SpecDefinition, options: PlainWorldOptions = {}) {
    this.#mostRuns = options.mostRuns ?? Number.POSITIVE_INFINITY
    const derived = definition.derived.map((each) => ({
      ...each,
      compute: (state: State, ...keys: Key[]) =>
        this.#shared(each.compute(state, ...keys), `derived value "${each.name}"`, each.name),
    }))
    this.definition = { ...definition, derived }
    this.#places = definition.variables.flatMap(({ name, shape }) => pathsIn(shape).map((path) => ({ name, path })))
  }

  /** The copy of a value that states here hold. Throws a TypeError where it is not plain data. */
  readonly share = <T>(value: T): T => this.#values.share(value) as T

  /** A text that equal values share, and no others. */
  textOf(value: unknown): string {
    return this.#values.textOf(value)
  }

  /** A state made elsewhere, of the values and with the order of keys that states have here. */
  adopt(state: State): State {
    return this.#whole(state, 'the state')
  }

  call(action: string, params: Arguments): Call {
    return { action, args: this.share(params) }
  }

  view(state: State): State {
    return plainView(this.definition, state, this.share)
  }

  /** Whether two states of this world are the same. Cost: one comparison a variable or member of a family. */
  isSame(left: State, right: State): boolean {
    return this.#agree(left, right, Object.is)
  }

  keyOf(state: State): string {
    return this.#values.textOf(state)
  }

  *initialStates(): Iterable<State> {
    for (const state of this.#starts()) yield this.#whole(state, 'the initial states')
  }

  /**
   * Whether each of these states is an initial one. Goes through the initial states once, at most, and keeps none
   * of them: there may be millions.
   */
  areInitial(states: readonly State[]): readonly boolean[] {
    const found = states.map(() => false)
    for (const start of this.#starts()) {
      states.forEach((state, at) => {
        if (!found[at] && this.#agree(start, state, sameValue)) found[at] = true
      })
      if (!found.includes(false)) break
    }
    return found
  }

  *successors(state: State): Iterable<Successor<State>> {
    const view = this.view(state)
    for (const action of this.definition.actions) {
      for (const args of this.instances(action, view)) {
        const after = this.#run(action, state, view, args)
        if (after !== null) yield { action: action.name, args, after }
      }
    }
  }

  /**
   * The state after the step, or null where it cannot be taken. Given values may be left out.
   * Cost: one run of the action, and of its domains.
   */
  after(state: State, call: Call): State | null {
    const action = this.definition.actions.find(({ name }) => name === call.action)
    const whole = action === undefined ? null : this.withGiven(action, state, call.args)
    return action === undefined || whole === null ? null : this.#run(action, state, this.view(state), whole)
  }

  /** Arguments with the values that the state gives; null where a domain lacks one of them. Cost: runs the domains. */
  withGiven(action: ActionDefinition, state: State, args: Arguments): Arguments | null {
    const view = this.view(state)
    let whole: Arguments = Object.freeze({})
    for (const parameter of action.parameters) {
      const { wanted, choices } = this.choice(action, parameter, view, { args, before: whole })
      if (!choices.has(wanted)) return null
      whole = Object.freeze({ ...whole, [parameter.name]: wanted })
    }
    return whole
  }

  /** What is wanted of a parameter among these arguments, and what there is, given the `before` that are settled. */
  choice(
    action: ActionDefinition,
    parameter: ParameterDefinition,
    view: State,
    { args, before }: { readonly args: Arguments; readonly before: Arguments },
  ): { readonly wanted: unknown; readonly choices: ReadonlySet<unknown> } {
    const choices = this.#domainOf(action, parameter, view, before)
    const isLeftOut = parameter.isGiven === true && !Object.hasOwn(args, parameter.name)
    return { wanted: isLeftOut ? [...choices][0] : this.share(args[parameter.name]), choices }
  }

  /** The state that an effect gives, without a look at the guard; null where the effect says that it is disabled. */
  effectOf(action: ActionDefinition, state: State, args: Arguments): State | null {
    this.#countRun()
    return this.#effect(action, state, this.view(state), args)
  }

  argumentsOf(action: ActionDefinition, state: State): readonly Arguments[] {
    return this.instances(action, this.view(state))
  }

  /** The same for a state that is given by a view of it. */
  instances(action: ActionDefinition, view: State): readonly Arguments[] {
    let instances: readonly Arguments[] = [Object.freeze({})]
    for (const parameter of action.parameters) {
      instances = instances.flatMap((args) =>
        Array.from(this.#domainOf(action, parameter, view, args), (value) =>
          Object.freeze({ ...args, [parameter.name]: value }),
        ),
      )
    }
    return instances
  }

  truth(answer: unknown, where: string): boolean {
    if (typeof answer !== 'boolean') throw this.#error('not-a-result', where, 'the answer is not true or false')
    return answer
  }

  /** The values of a parameter, given the arguments before it. Equal values count once. */
  #domainOf(
    action: ActionDefinition,
    parameter: ParameterDefinition,
    view: State,
    args: Arguments,
  ): ReadonlySet<unknown> {
    const { name } = parameter
    const values = choicesFor(parameter, view, args)
    const where = `domain "${name}" of action "${action.name}"`
    if (!Array.isArray(values)) throw this.#error('not-a-result', where, 'it is not an array')
    return new Set(values.map((value, at) => this.#shared(value, where, `${name}[${at}]`)))
  }

  #run(action: ActionDefinition, state: State, view: State, args: Arguments): State | null {
    this.#countRun()
    if (action.guard !== null && !this.truth(action.guard(view, args), `guard of action "${action.name}"`)) return null
    return this.#effect(action, state, view, args)
  }

  #effect(action: ActionDefinition, state: State, view: State, args: Arguments): State | null {
    const changes = action.effect(view, args)
    if (changes === disabled) return null
    const where = `action "${action.name}"`
    return this.#whole(this.#changed(state, changes, where), where)
  }

  #countRun(): void {
    if (++this.#runs > this.#mostRuns) throw new TooMuchWork(`more than ${this.#mostRuns} runs of actions`)
  }

  /** The initial states as they were given: values of the user's, not shared yet. */
  *#starts(): Iterable<State> {
    const { variables, initialStates } = this.definition
    const declared = Object.fromEntries(variables.map(({ name, initial }) => [name, initial]))
    if (initialStates === null) {
      yield declared
      return
    }
    let isAny = false
    for (const changes of initialStates()) {
      isAny = true
      yield this.#changed(declared, changes, 'the initial states')
    }
    if (!isAny) throw this.#error('empty', 'startingFrom()', 'there is no initial state')
  }

  /** The state with the changes made: what a result of the user's means, its values as they were given. */
  #changed(state: State, changes: unknown, where: string): State {
    const next: Record<string, unknown> = { ...state }
    for (const [name, change] of Object.entries(this.#record(changes, where, 'the changes'))) {
      const variable = this.definition.variables.find((each) => each.name === name)
      if (variable === undefined) throw this.#error('unknown-change', where, `there is no variable "${name}"`)
      next[name] = this.#changedMembers(state[name], change, { where, shape: variable.shape, path: name })
    }
    return next
  }

  /** Members that the change of what is at `path` mentions are replaced, level by level; a single value is itself. */
  #changedMembers(
    before: unknown,
    change: unknown,
    at: { readonly where: string; readonly shape: Shape; readonly path: string },
  ): unknown {
    const { where, shape: divided, path } = at
    if (!isDivided(divided)) {
      if (divided !== null) this.#requireList(change, where, path)
      return change
    }
    const members = this.#record(change, where, `the change of ${divided.kind} "${path}"`)
    if (divided.kind === 'record') this.#requireFields(divided, members, where, path)
    const changed = touchedNames(members, () => before).map((key) => {
      const shape = shapeUnder(divided, key)
      if (shape === undefined) {
        const named = divided.kind === 'record' ? 'field' : 'key'
        throw this.#error('unknown-key', where, `"${path}" has no ${named} "${key}"`)
      }
      const inside = { where, shape, path: memberPath(path, [key]) }
      return [key, this.#changedMembers(memberAt(before, [key]), members[key], inside)]
    })
    return { ...(before as State), ...Object.fromEntries(changed) }
  }

  #requireList(value: unknown, where: string, path: string): void {
    if (Array.isArray(value) && collectionKindOf(value) === undefined) return
    throw this.#error('not-a-result', where, `list "${path}" is given something else than an array`)
  }

  #requireFields({ keys }: Divided, given: State, where: string, path: string): void {
    const missing = keys.find((field) => !Object.hasOwn(given, field))
    if (missing !== undefined)
      throw this.#error('not-a-result', where, `record "${path}" is given without "${missing}"`)
  }

  /** Members in their order of declaration, which is the order in which a specification may list them. */
  #whole(state: State, where: string): State {
    const values = this.definition.variables.map(({ name, shape }) => [
      name,
      contentOf(shape, (path) => this.#shared(memberAt(state[name], path), where, memberPath(name, path))),
    ])
    return Object.freeze(Object.fromEntries(values))
  }

  #agree(left: State, right: State, isEqual: (left: unknown, right: unknown) => boolean): boolean {
    return this.#places.every(({ name, path }) => isEqual(memberAt(left[name], path), memberAt(right[name], path)))
  }

  #shared(value: unknown, where: string, path: string): unknown {
    try {
      return this.#values.share(value, path)
    } catch (error) {
      if (error instanceof NotPlain) throw this.#error('not-plain-data', where, error.message)
      throw error
    }
  }

  #record(value: unknown, where: string, what: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    throw this.#error('not-a-result', where, `${what} should be an object`)
  }

  #error(code: SpecErrorCode, where: string, problem: string): SpecError {
    return new SpecError({ code, spec: this.definition.name, where, problem, hint: null })
  }
}
