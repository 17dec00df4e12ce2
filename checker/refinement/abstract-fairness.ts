/**
 * The fairness that an abstract specification assumes, and what its steps count for. As for fairness anywhere, only steps
 * that change the state count; which those are is for the caller to see.
 */
import type { ActionDefinition, Arguments, FairnessDefinition, State } from '../../spec/language/index.ts'
import { compareValues } from '../../spec/language/value.ts'
import type { Model } from '../model/model.ts'
import { requireBoolean } from '../model/results.ts'

/** A declaration, for one combination of the values that it distinguishes. */
export interface AbstractCondition {
  readonly number: number
  readonly isStrong: boolean
  /** Position of the declaration. */
  readonly declared: number
  /** Values of the parameters that the declaration names. */
  readonly values: readonly unknown[]
}

export class AbstractFairness {
  readonly #model: Model
  /** By number, as they were met. */
  readonly #conditions: AbstractCondition[] = []
  /** For each declaration, conditions by the one object that stands for equal values. */
  readonly #byValues: readonly Map<unknown, AbstractCondition>[]

  constructor(model: Model) {
    this.#model = model
    this.#byValues = model.definition.fairness.map(() => new Map())
  }

  get hasAny(): boolean {
    return this.#byValues.length > 0
  }

  /** Those met so far, in an order that does not depend on how they were met. */
  inOrder(): readonly AbstractCondition[] {
    return this.#conditions.toSorted(
      (left, right) => left.declared - right.declared || compareValues(left.values, right.values),
    )
  }

  /** Numbers of the conditions that a step of this action counts for, taken from the state of this view. Runs conditions of the user's. */
  ofStep(view: State, { name }: ActionDefinition, args: Arguments): readonly number[] {
    return this.#model.definition.fairness.flatMap((declared, at) => {
      if (!declared.actions.includes(name) || !isAbout(declared, view, args)) return []
      return [this.#conditionOf(declared, at, args).number]
    })
  }

  #conditionOf({ parameters, strength }: FairnessDefinition, declared: number, args: Arguments): AbstractCondition {
    const values = parameters.map((parameter) => args[parameter])
    const key = this.#model.interner.canonical(values, '')
    const known = this.#byValues[declared] as Map<unknown, AbstractCondition>
    let condition = known.get(key)
    if (condition === undefined) {
      condition = { number: this.#conditions.length, isStrong: strength === 'strong', declared, values }
      this.#conditions.push(condition)
      known.set(key, condition)
    }
    return condition
  }
}

function isAbout({ condition }: FairnessDefinition, view: State, args: Arguments): boolean {
  return condition === null || requireBoolean(condition(view, args), 'the condition')
}
