/**
 * A specification run the plain way, to find out about a story: what else is enabled, what would happen without a step.
 * No view is tracked and nothing is kept but the values themselves.
 */
import {
  type ActionDefinition,
  type Arguments,
  disabled,
  type SpecDefinition,
  type State,
} from '../../spec/language/index.ts'
import { type Key, withDeclaredKeys } from '../../spec/language/keys.ts'
import { plainView } from '../../spec/language/plain-view.ts'
import { SharedValues } from './shared-values.ts'

/** An action and its arguments. */
export interface Call {
  readonly action: string
  readonly args: Arguments
}

export interface Successor extends Call {
  readonly after: State
}

/** Says that finding out would take more runs of the specification's functions than a story is worth. */
export class TooMuchWork extends Error {
  override readonly name = 'TooMuchWork'
}

/** Guards and effects run for one story at most. */
const mostRuns = 200_000

export class PlainSpec {
  /** As given, with derived values shared, so that `===` compares their content too. */
  readonly definition: SpecDefinition
  readonly #values = new SharedValues()
  readonly #families = new Map<string, State>()
  #runs = 0

  constructor(definition: SpecDefinition) {
    this.definition = {
      ...definition,
      derived: definition.derived.map((derived) => ({
        ...derived,
        compute: (state, key) => this.share(derived.compute(state, key)),
      })),
    }
  }

  share<T>(value: T): T {
    return this.#values.share(value) as T
  }

  /** A text that equal values share, and no others. */
  textOf(value: unknown): string {
    return this.#values.textOf(value)
  }

  /** A state made elsewhere, of the values that states have here. Equal states are then equal variable by variable. */
  adopt(state: State): State {
    return this.#whole(state)
  }

  call(action: string, params: Arguments): Call {
    return { action, args: this.share(params) }
  }

  view(state: State): State {
    return plainView(this.definition, state)
  }

  /** Whether two states of this specification are the same. */
  isSame(left: State, right: State): boolean {
    return this.definition.variables.every(({ name }) => left[name] === right[name])
  }

  initialStates(): State[] {
    const { variables, initialStates } = this.definition
    const declared = this.#whole(Object.fromEntries(variables.map(({ name, initial }) => [name, initial])))
    if (initialStates === null) return [declared]
    return Array.from(initialStates(), (changes) => this.#changed(declared, changes))
  }

  /** The state after the step, or null where it cannot be taken. */
  after(state: State, { action, args }: Call): State | null {
    const definition = this.definition.actions.find(({ name }) => name === action)
    if (definition === undefined) return null
    const view = this.view(state)
    let given: Arguments = {}
    for (const { name, domain } of definition.parameters) {
      const values = typeof domain === 'function' ? domain(view, given) : domain
      const wanted = args[name]
      if (!values.some((value) => this.share(value) === wanted)) return null
      given = { ...given, [name]: wanted }
    }
    return this.#run(definition, state, view, given)
  }

  /** Every step that can be taken, with where it leads; steps that change nothing included. */
  successors(state: State): Successor[] {
    const view = this.view(state)
    return this.definition.actions.flatMap((definition) =>
      this.argumentsOf(definition, view).flatMap((args) => {
        const after = this.#run(definition, state, view, args)
        return after === null ? [] : [{ action: definition.name, args, after }]
      }),
    )
  }

  /** The state that an effect gives, whatever the guard says; null where the effect says that it is disabled. */
  effectOf(action: ActionDefinition, state: State, args: Arguments): State | null {
    this.#countRun()
    const changes = action.effect(this.view(state), args)
    return changes === disabled ? null : this.#changed(state, changes)
  }

  /** Arguments for which an action can be tried, by a view of the state, each combination once. */
  argumentsOf({ parameters }: ActionDefinition, view: State): readonly Arguments[] {
    let instances: readonly Arguments[] = [Object.freeze({})]
    for (const { name, domain } of parameters) {
      instances = instances.flatMap((args) => {
        const values = typeof domain === 'function' ? domain(view, args) : domain
        const distinct = new Set(values.map((value) => this.share(value)))
        return [...distinct].map((value) => Object.freeze({ ...args, [name]: value }))
      })
    }
    return instances
  }

  #run(action: ActionDefinition, state: State, view: State, args: Arguments): State | null {
    this.#countRun()
    if (action.guard !== null && !action.guard(view, args)) return null
    const changes = action.effect(view, args)
    return changes === disabled ? null : this.#changed(state, changes)
  }

  #countRun(): void {
    if (++this.#runs > mostRuns) throw new TooMuchWork(`more than ${mostRuns} runs of actions`)
  }

  #changed(state: State, changes: unknown): State {
    const next: Record<string, unknown> = { ...state }
    for (const [name, change] of Object.entries(changes as Readonly<Record<string, unknown>>)) {
      const isFamily = this.definition.variables.some((variable) => variable.name === name && variable.keys !== null)
      next[name] = isFamily ? { ...(state[name] as object), ...(change as object) } : change
    }
    return this.#whole(next)
  }

  #whole(state: State): State {
    const { variables } = this.definition
    const values = variables.map(({ name, keys }) => [
      name,
      keys === null ? this.share(state[name]) : this.#family(name, keys, state[name] as State),
    ])
    return Object.freeze(Object.fromEntries(values))
  }

  /** Members in their order of declaration, which is the order in which a specification may list them. */
  #family(name: string, keys: readonly Key[], members: State): State {
    const shared = keys.map((key) => [key, this.share(members[key])] as const)
    const text = `${JSON.stringify(name)}:${shared.map(([, value]) => this.textOf(value)).join()}`
    const known = this.#families.get(text)
    if (known !== undefined) return known
    const family = Object.freeze(withDeclaredKeys(Object.fromEntries(shared), keys))
    this.#families.set(text, family)
    return family
  }
}
