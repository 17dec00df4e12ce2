/** Refinement, read literally: the mapped behaviour is one of the abstract specification, and fair there. */

import { memberPath } from '../language/family-shape.ts'
import { type PropertyDefinition, SpecError, type SpecErrorCode, type State } from '../language/index.ts'
import { isDivided, membersOf, type Shape } from '../language/shape.ts'
import { collectionKindOf } from '../language/value.ts'
import { enabledInLoop, type FairnessAccount, fairnessOf } from './fairness.ts'
import { loopSteps, type Path } from './path.ts'
import { PlainWorld, type PlainWorldOptions } from './plain-world.ts'
import type { Call } from './world.ts'

export class Refinement {
  readonly #spec: string
  readonly #property: PropertyDefinition & { readonly kind: 'refines' }
  /** The abstract specification. */
  readonly world: PlainWorld
  /** Keys of its initial states, once they are asked for. */
  #initial: ReadonlySet<string> | null = null

  /** `spec` names the concrete specification in errors; the options are those of the abstract one's world. */
  constructor(
    spec: string,
    property: PropertyDefinition & { readonly kind: 'refines' },
    options: PlainWorldOptions = {},
  ) {
    this.#spec = spec
    this.#property = property
    this.world = new PlainWorld(property.abstract, options)
  }

  /** Whether a state, given as a view of the concrete specification, is mapped to an abstract initial state. */
  isInitial(view: State): boolean {
    this.#initial ??= new Set(Array.from(this.world.initialStates(), (state) => this.world.keyOf(state)))
    return this.#initial.has(this.world.keyOf(this.mapped(view)))
  }

  /** Whether the step is an abstract one, or leaves the mapped state as it is. */
  isStep(before: State, after: State): boolean {
    const from = this.mapped(before)
    const to = this.mapped(after)
    if (this.world.isSame(from, to)) return true
    for (const step of this.world.successors(from)) if (this.world.isSame(step.after, to)) return true
    return false
  }

  /**
   * The lasso that a lasso is mapped to, given by views of the concrete specification. Round the loop its calls are those of
   * the abstract one, where something changes; the others stay those of the concrete one.
   */
  mappedPath(views: Path<State>): Path<State> {
    const states = views.states.map((view) => this.mapped(view))
    const calls = [...views.calls]
    let { back } = views
    for (const { from, to, number, call } of loopSteps(views)) {
      const mapped = this.#callBetween(states[from] as State, states[to] as State) ?? call
      if (number > calls.length) back = mapped
      else calls[number - 1] = mapped
    }
    return { ...views, states, calls, back }
  }

  /** The first step that leads from one abstract state to another; null where the state stays as it is. */
  #callBetween(from: State, to: State): Call | null {
    if (this.world.isSame(from, to)) return null
    for (const { action, args, after } of this.world.successors(from)) {
      if (this.world.isSame(after, to)) return { action, args }
    }
    return null
  }

  /** How a lasso, given by views of the concrete specification, meets each assumption of the abstract one. */
  fairnessOf(views: Path<State>): readonly FairnessAccount[] {
    const path = this.mappedPath(views)
    return fairnessOf(this.world, path, enabledInLoop(this.world, path))
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
    for (const { name, shape } of variables) this.#requireMembers(given[name], shape, name)
    return this.world.adopt(given)
  }

  /** The family at `path` has every key, on every level. */
  #requireMembers(content: unknown, shape: Shape, path: string): void {
    if (!isDivided(shape)) {
      if (shape === null || (Array.isArray(content) && collectionKindOf(content) === undefined)) return
      throw this.#error('not-a-result', `list "${path}" of the mapping should be an array`)
    }
    const which = `${shape.kind} "${path}" of the mapping`
    const members = this.#record(content, which)
    this.#requireKeys(members, shape.keys.map(String), shape.kind === 'record' ? 'field' : 'key', which)
    for (const { key, member } of membersOf(shape)) this.#requireMembers(members[key], member, memberPath(path, [key]))
  }

  #record(value: unknown, what: string): State {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as State
    throw this.#error('not-a-result', `${what} should be an object`)
  }

  #requireKeys(given: State, wanted: readonly string[], what: 'variable' | 'key' | 'field', where: string): void {
    const missing = wanted.find((key) => !Object.hasOwn(given, key))
    if (missing !== undefined) throw this.#error('not-a-result', `${where} has no ${what} "${missing}"`)
    const extra = Object.keys(given).find((key) => !wanted.includes(key))
    if (extra === undefined) return
    const code = what === 'variable' ? 'unknown-change' : 'unknown-key'
    throw this.#error(code, `${where} has a ${what} "${extra}", which the abstract specification does not know`)
  }

  #error(code: SpecErrorCode, problem: string): SpecError {
    const where = `property "${this.#property.name}"`
    return new SpecError({ code, spec: this.#spec, where, problem, hint: null })
  }
}
