/**
 * What a specification means, read literally: its initial states and the successors of a state. States are plain
 * objects whose values are shared, families in their order of declaration.
 */
import type { ActionDefinition, Arguments, SpecDefinition, State } from '../../spec/language/index.ts'
import { disabled, SpecError, type SpecErrorCode } from '../../spec/language/index.ts'
import { type Key, withDeclaredKeys } from '../../spec/language/keys.ts'
import { plainView } from '../../spec/language/plain-view.ts'
import { SharedValues } from './canonical.ts'

export interface Transition {
  readonly action: string
  readonly args: Arguments
  readonly after: State
}

export class Semantics {
  readonly #values = new SharedValues()
  readonly #definition: SpecDefinition

  constructor(definition: SpecDefinition) {
    const derived = definition.derived.map((each) => ({
      ...each,
      compute: (state: State, key?: string | number) =>
        this.#values.share(each.compute(state, key), `derived "${each.name}"`),
    }))
    this.#definition = { ...definition, derived }
  }

  /** Every initial state, duplicates included. */
  initialStates(): readonly State[] {
    const declared = this.#declaredState()
    const starts = this.#definition.initialStates
    const states = starts === null ? [declared] : [...starts()].map((c) => this.#changed(declared, c, 'initial state'))
    if (states.length === 0) throw this.#error('empty', 'startingFrom()', 'there is no initial state')
    return states
  }

  /** One transition for each enabled instance of each action, self-loops and duplicates included. */
  *successors(state: State): Iterable<Transition> {
    const view = this.view(state)
    for (const action of this.#definition.actions) {
      const where = `action "${action.name}"`
      for (const args of this.#instances(action, view)) {
        if (action.guard !== null && !this.truth(action.guard(view, args), `guard of ${where}`)) continue
        const changes = action.effect(view, args)
        if (changes !== disabled) yield { action: action.name, args, after: this.#changed(state, changes, where) }
      }
    }
  }

  /** A state as user code sees it, derived values included. */
  view(state: State): State {
    return plainView(this.#definition, state)
  }

  /** A state made elsewhere, with the values and the order of keys that states have here. */
  adopt(state: State): State {
    const members = this.#definition.variables.map(({ name, keys }) => [
      name,
      keys === null ? this.share(state[name]) : this.#family(name, keys, state[name] as State),
    ])
    return Object.freeze(Object.fromEntries(members))
  }

  /** The copy of a value that states here hold. */
  share<T>(value: T): T {
    return this.#values.share(value) as T
  }

  textOf(state: State): string {
    return this.#values.textOf(state, 'state')
  }

  /** A condition's answer, which must be a boolean. */
  truth(answer: unknown, where: string): boolean {
    if (typeof answer !== 'boolean') throw this.#error('not-a-result', where, 'the answer is not true or false')
    return answer
  }

  #instances(action: ActionDefinition, view: State): readonly Arguments[] {
    let instances: readonly Arguments[] = [Object.freeze({})]
    for (const { name, domain } of action.parameters) {
      instances = instances.flatMap((args) => {
        const values: unknown = typeof domain === 'function' ? domain(view, args) : domain
        const where = `domain "${name}" of action "${action.name}"`
        if (!Array.isArray(values)) throw this.#error('not-a-result', where, 'it is not an array')
        const distinct = new Set(values.map((value) => this.#values.share(value, where)))
        return [...distinct].map((value) => Object.freeze({ ...args, [name]: value }))
      })
    }
    return instances
  }

  #declaredState(): State {
    const state: Record<string, unknown> = {}
    for (const { name, keys, initial } of this.#definition.variables) {
      state[name] = keys === null ? this.#values.share(initial, name) : this.#family(name, keys, initial as State)
    }
    return Object.freeze(state)
  }

  #family(name: string, keys: readonly Key[], members: State): State {
    const shared = keys.map((key) => [key, this.#values.share(members[key], `${name}.${key}`)])
    return Object.freeze(withDeclaredKeys(Object.fromEntries(shared), keys))
  }

  #changed(state: State, changes: unknown, where: string): State {
    const next: Record<string, unknown> = { ...state }
    for (const [name, change] of Object.entries(this.#record(changes, where, 'the changes'))) {
      const variable = this.#definition.variables.find((each) => each.name === name)
      if (variable === undefined) throw this.#error('unknown-change', where, `there is no variable "${name}"`)
      const { keys } = variable
      if (keys === null) {
        next[name] = this.#values.share(change, `${where}: ${name}`)
        continue
      }
      const members = this.#record(change, where, `the change of family "${name}"`)
      const unknown = Object.keys(members).find((key) => !keys.map(String).includes(key))
      if (unknown !== undefined) throw this.#error('unknown-key', where, `"${name}" has no key "${unknown}"`)
      next[name] = this.#family(name, keys, { ...(state[name] as State), ...members })
    }
    return Object.freeze(next)
  }

  #record(value: unknown, where: string, what: string): Readonly<Record<string, unknown>> {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
    throw this.#error('not-a-result', where, `${what} should be an object`)
  }

  #error(code: SpecErrorCode, where: string, problem: string): SpecError {
    return new SpecError({ code, spec: this.#definition.name, where, problem, hint: null })
  }
}
