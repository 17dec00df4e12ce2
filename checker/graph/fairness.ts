/**
 * Fairness conditions, and which of them each step counts for. A declaration with parameters stands for one condition
 * for each combination of their values. A step counts for several conditions at once, so sets of conditions are
 * numbered: 0 is the empty set.
 */
import type { FairnessDefinition } from '../../spec/language/index.ts'
import type { Program } from '../memo/program.ts'

export interface FairnessCondition {
  readonly definition: FairnessDefinition
  readonly isStrong: boolean
}

export const NO_CONDITIONS = 0

export class Fairness {
  readonly conditions: FairnessCondition[] = []
  readonly #program: Program
  /** Declarations by position of the action they speak of. */
  readonly #declarations: readonly (readonly FairnessDefinition[])[]
  /** For each declaration, conditions by the values of its parameters, one level of maps a parameter. */
  readonly #byValues = new Map<FairnessDefinition, Map<unknown, unknown> | number>()
  /** Set number of each action instance, by memo number. */
  readonly #ofInstance: number[] = []
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

  /** The conditions that a step of this instance counts for, as a set number. */
  ofInstance(fn: number): number {
    const known = this.#ofInstance[fn]
    if (known !== undefined) return known
    const { action, args } = this.#program.instance(fn)
    const conditions = (this.#declarations[action] ?? []).map((declared) => this.#conditionOf(declared, args))
    const set = this.#setNumber(conditions.sort((left, right) => left - right))
    this.#ofInstance[fn] = set
    return set
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
