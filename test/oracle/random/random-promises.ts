/** Random fairness, and promises about what happens for ever, for a specification that was made without them. */
import fc from 'fast-check'
import type {
  ActionDefinition,
  Assumption,
  FairnessDefinition,
  FairnessStrength,
  PropertyDefinition,
  SpecDefinition,
  State,
  StepCondition,
} from '../../../spec/language/index.ts'
import { measure } from './random-spec.ts'

/** A condition is false, or true, where what a variable measures leaves this remainder. */
interface ConditionPlan {
  readonly variable: number
  readonly divisor: number
  readonly remainder: number
  readonly isNegated: boolean
}

const kinds = [
  'eventually',
  'leads-to',
  'leads-to-always',
  'infinitely-often',
  'infinitely-often-step',
  'eventually-always',
  'can-always-reach',
  'no-way-back',
  'unless',
] as const

export interface PromisesPlan {
  readonly fairness: readonly {
    readonly strength: FairnessStrength
    /** Positions of actions, counted round; without any all of them. */
    readonly actions: readonly number[]
    readonly isForEachValue: boolean
  }[]
  readonly properties: readonly {
    readonly kind: (typeof kinds)[number]
    readonly conditions: readonly ConditionPlan[]
    readonly response: ConditionPlan
    /** What is assumed; null = nothing. */
    readonly assumed: ConditionPlan | null
    readonly isOfSteps: boolean
  }[]
}

const condition: fc.Arbitrary<ConditionPlan> = fc.record({
  variable: fc.nat(3),
  divisor: fc.integer({ min: 2, max: 5 }),
  remainder: fc.nat(4),
  isNegated: fc.boolean(),
})

export const promisesPlan: fc.Arbitrary<PromisesPlan> = fc.record({
  fairness: fc.array(
    fc.record({
      strength: fc.constantFrom('weak' as const, 'strong' as const),
      actions: fc.uniqueArray(fc.nat(4), { maxLength: 3 }),
      isForEachValue: fc.boolean(),
    }),
    { maxLength: 4, size: 'max' },
  ),
  properties: fc.array(
    fc.record({
      kind: fc.constantFrom(...kinds),
      conditions: fc.array(condition, { minLength: 1, maxLength: 2 }),
      response: condition,
      assumed: fc.option(condition, { freq: 1 }),
      isOfSteps: fc.boolean(),
    }),
    { minLength: 1, maxLength: 6, size: 'max' },
  ),
})

/** The specification with these promises in place of its properties. */
export function withPromises(definition: SpecDefinition, plan: PromisesPlan): SpecDefinition {
  const { variables } = definition
  const holdsIn = ({ variable, divisor, remainder, isNegated }: ConditionPlan): ((state: State) => boolean) => {
    const { name } = variables[variable % variables.length] as { readonly name: string }
    return (state) => (measure(state[name]) % divisor === remainder % divisor) !== isNegated
  }
  const declaredAt = (): null => null
  const properties = plan.properties.map(
    ({ kind, conditions, response, assumed, isOfSteps }, at): PropertyDefinition => {
      const name = `${kind} ${at}`
      const labelled = conditions.map((each, part) => ({
        label: conditions.length === 1 ? null : `part ${part}`,
        holds: holdsIn(each),
      }))
      const ofSteps =
        (plan: ConditionPlan): StepCondition =>
        (before, step, after) =>
          holdsIn(plan)(before) === (step.action === definition.actions[plan.remainder]?.name) || holdsIn(plan)(after)
      const assuming = ((): readonly Assumption[] => {
        if (assumed === null || kind === 'can-always-reach' || kind === 'no-way-back' || kind === 'unless') return []
        const label = 'assumed'
        return [
          isOfSteps
            ? { label, of: 'steps', holds: ofSteps(assumed) }
            : { label, of: 'states', holds: holdsIn(assumed) },
        ]
      })()
      if (kind === 'infinitely-often-step') {
        const parts = labelled.map(({ label }, part) => ({
          label,
          holds: ofSteps(conditions[part] as ConditionPlan),
          assuming,
        }))
        return { kind, name, declaredAt, parts }
      }
      if (kind === 'unless') {
        const parts = labelled.map((each) => ({ ...each, until: holdsIn(response) }))
        return { kind, name, declaredAt, parts }
      }
      if (kind !== 'leads-to' && kind !== 'leads-to-always')
        return { kind, name, declaredAt, parts: labelled.map((each) => ({ ...each, assuming })) }
      const parts = labelled.map(({ label, holds }) => ({
        label,
        trigger: holds,
        response: holdsIn(response),
        assuming,
      }))
      return { kind, name, declaredAt, parts }
    },
  )
  const fairness = plan.fairness.map(({ strength, actions, isForEachValue }): FairnessDefinition => {
    const { length } = definition.actions
    const numbers = actions.length === 0 ? [...definition.actions.keys()] : actions.map((each) => each % length)
    const chosen = [...new Set(numbers)].map((each) => definition.actions[each] as ActionDefinition)
    const names = (action: ActionDefinition): string[] => action.parameters.map(({ name }) => name)
    const parameters = isForEachValue
      ? names(chosen[0] as ActionDefinition).filter((name) => chosen.every((each) => names(each).includes(name)))
      : []
    return { strength, actions: chosen.map(({ name }) => name), parameters, condition: null, declaredAt }
  })
  return { ...definition, properties, fairness }
}
