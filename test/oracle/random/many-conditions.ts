/** Fairness of many parts of actions, each of what the action does in a few states, for a random graph. */
import fc from 'fast-check'
import type { FairnessDefinition, FairnessStrength, SpecDefinition } from '../../../spec/language/index.ts'

export type ConditionsPlan = readonly {
  readonly strength: FairnessStrength
  /** The position of an action, counted round. */
  readonly action: number
  /** Numbers of states, those that are left out where it is negated. */
  readonly states: readonly number[]
  readonly isNegated: boolean
}[]

export const conditionsPlan: fc.Arbitrary<ConditionsPlan> = fc.array(
  fc.record({
    strength: fc.constantFrom('strong' as const, 'strong' as const, 'strong' as const, 'weak' as const),
    action: fc.nat(3),
    states: fc.uniqueArray(fc.noBias(fc.nat(11)), { minLength: 1, maxLength: 4, size: 'max' }),
    isNegated: fc.constantFrom(false, false, false, true),
  }),
  { minLength: 16, maxLength: 40, size: 'max' },
)

/** The graph, each state of which has a `number`, with these conditions besides its own. */
export function withConditions(definition: SpecDefinition, plan: ConditionsPlan): SpecDefinition {
  const { actions } = definition
  const more = plan.map(
    ({ strength, action, states, isNegated }): FairnessDefinition => ({
      strength,
      actions: [actions[action % actions.length]?.name as string],
      parameters: [],
      condition: (state) => states.includes(state.number as number) !== isNegated,
      declaredAt: () => null,
    }),
  )
  return { ...definition, fairness: [...definition.fairness, ...more] }
}
