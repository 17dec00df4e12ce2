/**
 * Fairness conditions, and which of them each step counts for. A declaration with parameters stands for one condition
 * for each combination of their values. A step counts for several conditions at once, so sets of conditions are
 * numbered: 0 is the empty set. Where an assumption is about a part of an action, a step counts for it if the condition is
 * true in the state that the step is taken from.
 */
import type { FairnessDefinition } from '../../spec/language/index.ts'
import { TRUE } from '../memo/functions.ts'
import type { Program } from '../memo/program.ts'

export interface FairnessCondition {
  readonly definition: FairnessDefinition
  readonly isStrong: boolean
}

export const NO_CONDITIONS = 0

/** What steps of an action instance count for: one set always, others where a condition is true, by its memo number. */
interface Instance {
  readonly always: number
  readonly parts: readonly { readonly predicate: number; readonly only: number }[]
}

export class Fairness {
  readonly conditions: FairnessCondition[] = []
  readonly #program: Program
  /** Declarations by position of the action they speak of. */
  readonly #declarations: readonly (readonly FairnessDefinition[])[]
  /** For each declaration, conditions by the values of its parameters, one level of maps a parameter. */
  readonly #byValues = new Map<FairnessDefinition, Map<unknown, unknown> | number>()
  /** What is known of each action instance, by memo number. */
  readonly #ofInstance: Instance[] = []
  readonly #sets: (readonly number[])[] = [[]]
  readonly #known = new Map<string, number>([['', NO_CONDITIONS]])
  /** Known unions, by left and right set. */
  readonly #unions: number[][] = []

  constructor(program: Program) {
    const { actions, fairness } = program.model.definition
    this.#program = program
    this.#declarations = actions.map(({ name }) => fairness.filter((declared) => declared.actions.includes(name)))
  }

  get hasAny(): boolean {
    return this.#program.model.definition.fairness.length > 0
  }

  /** Number of different sets so far. */
  get setCount(): number {
    return this.#sets.length
  }

  /** The conditions that a step of this instance from the state with these ids counts for, as a set number. */
  ofStep(fn: number, ids: Int32Array): number {
    const instance = this.#ofInstance[fn] ?? this.#addInstance(fn)
    let set = instance.always
    const { memo } = this.#program
    for (const { predicate, only } of instance.parts) {
      memo.group(memo.function(predicate).group).lookups++
      if (memo.lookup(predicate, ids) === TRUE) set = this.union(set, only)
    }
    return set
  }

  #addInstance(fn: number): Instance {
    const { action, args } = this.#program.instance(fn)
    const declarations = this.#declarations[action] ?? []
    const ofWhole = declarations.filter(({ condition }) => condition === null)
    const whole = ofWhole.map((declared) => this.#conditionOf(declared, args))
    const parts = declarations
      .filter(({ condition }) => condition !== null)
      .map((declared) => ({
        predicate: this.#program.fairnessPredicate(declared, fn),
        only: this.#setNumber([this.#conditionOf(declared, args)]),
      }))
    const instance = { always: this.#setNumber(whole.sort((left, right) => left - right)), parts }
    this.#ofInstance[fn] = instance
    return instance
  }

  /** Conditions of a set, ascending. */
  members(set: number): readonly number[] {
    return this.#sets[set] as readonly number[]
  }

  has(set: number, condition: number): boolean {
    return this.members(set).includes(condition)
  }

  /** Asked for nearly every step of the graph: two array loads where the answer is known. */
  union(left: number, right: number): number {
    if (left === right || right === NO_CONDITIONS) return left
    const known = this.#unions[left]?.[right]
    if (known !== undefined) return known
    const members = new Set([...this.members(left), ...this.members(right)])
    const union = this.#setNumber([...members].sort((a, b) => a - b))
    const row = this.#unions[left] ?? []
    this.#unions[left] = row
    row[right] = union
    return union
  }

  #conditionOf(declared: FairnessDefinition, args: Readonly<Record<string, unknown>>): number {
    const values = declared.parameters.map((parameter) => args[parameter])
    const last = values.pop()
    if (declared.parameters.length === 0) {
      const known = this.#byValues.get(declared)
      if (typeof known === 'number') return known
      const condition = this.#addCondition(declared)
      this.#byValues.set(declared, condition)
      return condition
    }
    let level = mapIn(this.#byValues as Map<unknown, unknown>, declared)
    for (const value of values) level = mapIn(level, value)
    let condition = level.get(last) as number | undefined
    if (condition === undefined) {
      condition = this.#addCondition(declared)
      level.set(last, condition)
    }
    return condition
  }

  #addCondition(definition: FairnessDefinition): number {
    return this.conditions.push({ definition, isStrong: definition.strength === 'strong' }) - 1
  }

  #setNumber(conditions: readonly number[]): number {
    const key = conditions.join()
    let set = this.#known.get(key)
    if (set === undefined) {
      set = this.#sets.push(conditions) - 1
      this.#known.set(key, set)
    }
    return set
  }
}

function mapIn(parent: Map<unknown, unknown>, key: unknown): Map<unknown, unknown> {
  let child = parent.get(key) as Map<unknown, unknown> | undefined
  if (child === undefined) {
    child = new Map()
    parent.set(key, child)
  }
  return child
}
