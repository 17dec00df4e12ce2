/**
 * Runs a specification the plain way: no memo, no tracked views, ordinary frozen objects. Slow and simple; what the
 * engine found is compared with it.
 */

import { disabled } from '../../spec/language/builder-types.ts'
import type { ActionDefinition, Arguments, SpecDefinition, State } from '../../spec/language/index.ts'
import { plainView } from '../../spec/language/plain-view.ts'
import { describeFound } from '../values/interner.ts'
import { describeArguments, type FunctionName } from './function-names.ts'
import type { Model } from './model.ts'
import { readChanges } from './read-changes.ts'
import { choicesIn, requireBoolean } from './results.ts'
import { BadResult, type UserCode } from './user-code.ts'

export interface PlainSuccessor {
  /** Position of the action in the definition. */
  readonly action: number
  readonly args: Arguments
  /** Ids of the stored slots after the step. */
  readonly ids: Int32Array
}

export class PlainEvaluator {
  readonly #model: Model
  readonly #userCode: UserCode
  readonly #groupOf: (action: number) => number
  /** The specification with derived values made canonical, so that `===` on them means structural equality here too. */
  readonly #viewed: SpecDefinition

  /** By action, where no parameter depends on the state. */
  readonly #constantArguments: (readonly Arguments[])[] = []

  /** `groupOf` gives the number under which runs of an action are told to another thread. */
  constructor(userCode: UserCode, groupOf: (action: number) => number) {
    this.#model = userCode.model
    this.#userCode = userCode
    this.#groupOf = groupOf
    const { definition, interner } = userCode.model
    this.#viewed = {
      ...definition,
      derived: definition.derived.map((derived) => ({
        ...derived,
        compute: (state, ...keys) => interner.canonical(derived.compute(state, ...keys), derived.name),
      })),
    }
  }

  view(ids: Int32Array): State {
    const { interner } = this.#model
    return plainView(this.#viewed, this.#model.stateOf(ids), <T>(value: T) => interner.canonical(value, '') as T)
  }

  /** Ids of every initial state, in the order declared, repetitions included. */
  initialStates(): Int32Array[] {
    const { definition, initialIds } = this.#model
    const { initialStates } = definition
    if (initialStates === null) return [initialIds]
    // One view for all: there may be a million of them.
    const declared = this.view(initialIds)
    return this.#userCode.plain({ kind: 'initial', name: '', detail: '' }, -1, () =>
      Array.from(requireIterable(initialStates()), (changes) => {
        if (typeof changes === 'object' && changes !== null) return this.#apply(initialIds, declared, changes)
        throw new BadResult(
          'not-a-result',
          `one of them is ${describeFound(changes)}`,
          'Each entry of startingFrom(…) is an object of changes to the declared values, {} for none.',
        )
      }),
    )
  }

  /** Every enabled action instance with the state it leads to. */
  successors(ids: Int32Array): PlainSuccessor[] {
    const view = this.view(ids)
    return this.#model.definition.actions.flatMap((definition, action) =>
      this.#argumentsOf(definition, action, view).flatMap((args) => {
        const after = this.#step(definition, action, view, ids, args)
        return after === null ? [] : [{ action, args, ids: after }]
      }),
    )
  }

  /** The state after the action, or null where it is not enabled with these arguments. */
  step(action: number, args: Arguments, ids: Int32Array): Int32Array | null {
    const definition = this.#model.definition.actions[action] as ActionDefinition
    const view = this.view(ids)
    const known = this.#argumentsOf(definition, action, view)
    const names = Object.keys(args)
    if (!known.some((each) => names.every((name) => each[name] === args[name]))) return null
    return this.#step(definition, action, view, ids, args)
  }

  /** Whether a condition of the user's holds. */
  holds(name: FunctionName, condition: () => boolean): boolean {
    return this.run(name, () => requireBoolean(condition(), 'the condition'))
  }

  /** Runs something of the user's that reads plain views. */
  run<T>(name: FunctionName, action: () => T): T {
    return this.#userCode.plain(name, -1, action)
  }

  /** Arguments that do not depend on the state are worked out once. */
  #argumentsOf(definition: ActionDefinition, action: number, view: State): readonly Arguments[] {
    const known = this.#constantArguments[action]
    if (known !== undefined) return known
    const found = this.#instances(definition, action, view, 0, {}).map((args) => Object.freeze(args))
    if (definition.parameters.every(({ domain }) => typeof domain !== 'function'))
      this.#constantArguments[action] = found
    return found
  }

  #instances(definition: ActionDefinition, action: number, view: State, at: number, args: Arguments): Arguments[] {
    const parameter = definition.parameters[at]
    if (parameter === undefined) return [args]
    const { domain, name } = parameter
    const choices = (): unknown[] => choicesIn(this.#model, parameter, view, Object.freeze({ ...args }))
    const values =
      typeof domain === 'function'
        ? this.#userCode.plain({ kind: 'domain', name: definition.name, detail: name }, this.#groupOf(action), choices)
        : choices()
    return values.flatMap((value) => this.#instances(definition, action, view, at + 1, { ...args, [name]: value }))
  }

  #step(
    definition: ActionDefinition,
    action: number,
    view: State,
    ids: Int32Array,
    args: Arguments,
  ): Int32Array | null {
    const name: FunctionName = {
      kind: 'action',
      name: definition.name,
      get detail() {
        return describeArguments(args)
      },
    }
    return this.#userCode.plain(name, this.#groupOf(action), () => {
      if (definition.guard !== null && !requireBoolean(definition.guard(view, args), 'the guard')) return null
      const changes = definition.effect(view, args)
      return changes === disabled ? null : this.#apply(ids, view, changes)
    })
  }

  #apply(ids: Int32Array, view: State, result: unknown): Int32Array {
    const changes = { environment: ids, hasRead: () => false }
    return this.#model.after(ids, readChanges(this.#model, changes, { view, result }, () => {}).fixed)
  }
}

function requireIterable(states: Iterable<unknown>): Iterable<unknown> {
  if (typeof (states as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function') return states
  throw new BadResult(
    'not-a-result',
    `startingFrom() got ${describeFound(states)} from its function, which is no list of states`,
    'Return an array, or use a generator.',
  )
}
