/** Refinement, read literally: the mapped behaviour is one of the abstract specification. */
import type { PropertyDefinition, State } from '../../spec/language/index.ts'
import { SpecError, type SpecErrorCode } from '../../spec/language/index.ts'
import { Semantics } from './successors.ts'

export class Refinement {
  readonly #spec: string
  readonly #property: PropertyDefinition & { readonly kind: 'refines' }
  readonly #semantics: Semantics

  constructor(spec: string, property: PropertyDefinition & { readonly kind: 'refines' }) {
    this.#spec = spec
    this.#property = property
    this.#semantics = new Semantics(property.abstract)
  }

  /** Whether a state, given as a view of the concrete specification, is mapped to an abstract initial state. */
  isInitial(view: State): boolean {
    const text = this.#semantics.textOf(this.mapped(view))
    return this.#semantics.initialStates().some((state) => this.#semantics.textOf(state) === text)
  }

  /** Whether the step is an abstract one, or leaves the mapped state as it is. */
  isStep(before: State, after: State): boolean {
    const from = this.mapped(before)
    const text = this.#semantics.textOf(this.mapped(after))
    if (this.#semantics.textOf(from) === text) return true
    return [...this.#semantics.successors(from)].some((step) => this.#semantics.textOf(step.after) === text)
  }

  /** The abstract state. Throws a SpecError where the mapping does not give every variable, whole, and nothing else. */
  mapped(view: State): State {
    const given = this.#record(this.#property.map(view), 'the mapping')
    const { variables } = this.#property.abstract
    this.#requireKeys(
      given,
      variables.map(({ name }) => name),
      'variable',
      'the mapping',
    )
    for (const { name, keys } of variables) {
      if (keys === null) continue
      const members = this.#record(given[name], `family "${name}" of the mapping`)
      this.#requireKeys(members, keys.map(String), 'key', `family "${name}" of the mapping`)
    }
    return this.#semantics.adopt(given)
  }

  #record(value: unknown, what: string): State {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as State
    throw this.#error('not-a-result', `${what} should be an object`)
  }

  #requireKeys(given: State, wanted: readonly string[], what: 'variable' | 'key', where: string): void {
    const missing = wanted.find((key) => !Object.hasOwn(given, key))
    if (missing !== undefined) throw this.#error('not-a-result', `${where} has no ${what} "${missing}"`)
    const extra = Object.keys(given).find((key) => !wanted.includes(key))
    if (extra === undefined) return
    const code = what === 'key' ? 'unknown-key' : 'unknown-change'
    throw this.#error(code, `${where} has a ${what} "${extra}", which the abstract specification does not know`)
  }

  #error(code: SpecErrorCode, problem: string): SpecError {
    const where = `property "${this.#property.name}"`
    return new SpecError({ code, spec: this.#spec, where, problem, hint: null })
  }
}
