/** Puts weaknesses into a specification: random ones have few of the kinds that findings are about. */

import fc from 'fast-check'
import { memberAt } from '../../../spec/language/family-shape.ts'
import { implies } from '../../../spec/language/implication.ts'
import type {
  Arguments,
  FairnessDefinition,
  PropertyDefinition,
  SpecDefinition,
  State,
  StatePart,
} from '../../../spec/language/index.ts'
import { pathsIn, shapeOfKeys } from '../../../spec/language/shape.ts'
import { canonicalText } from '../../../spec/semantics/plain-values.ts'

export interface Weaknesses {
  /** A variable that nothing changes, and nothing reads but perhaps a property after it has been decided. */
  readonly idleVariable:
    | 'none'
    | 'unread'
    | 'read by a goal'
    | 'read by a goal of steps'
    | 'read where all ends'
    | 'read by fairness'
  /** A family of which one member is not read. */
  readonly idleMember: boolean
  /** An object that gets a key which it does not begin with: of the same kind, or of another that a text names. */
  readonly strayKey: 'none' | 'stray' | 'of another kind'
  /** Nothing can happen any more after the first step that changes something, and nothing says that it may. */
  readonly stops: boolean
  /** A parameter of the first action that nothing looks at. */
  readonly idleParameter: boolean
  /** A guard of the first action that is always true or always false. */
  readonly guard: 'own' | 'open' | 'closed'
  /** A constraint that excludes everything, or all but the declared initial state. */
  readonly constraint: 'own' | 'nothing' | 'start'
}

export const weaknesses: fc.Arbitrary<Weaknesses> = fc.record({
  idleVariable: fc.constantFrom(
    'none',
    'unread',
    'read by a goal',
    'read by a goal of steps',
    'read where all ends',
    'read by fairness',
  ),
  idleMember: fc.boolean(),
  strayKey: fc.constantFrom('none', 'none', 'stray', 'of another kind'),
  stops: fc.constantFrom(false, false, false, false, true),
  idleParameter: fc.boolean(),
  guard: fc.constantFrom('own', 'own', 'open', 'closed'),
  constraint: fc.constantFrom('own', 'own', 'own', 'own', 'own', 'nothing', 'start', 'start'),
})

const declaredAt = (): null => null
const plain = { about: '', isFault: false, actor: null, story: null, declaredAt }

/**
 * The specification with these weaknesses, and with implications and promises about behaviours made of the conditions
 * that it has.
 */
export function weakened(definition: SpecDefinition, weak: Weaknesses): SpecDefinition {
  const idle = { name: 'idle', shape: null, initial: 0 }
  const family = {
    name: 'family',
    shape: shapeOfKeys([['read', 'written', 'neither']]),
    initial: { read: 0, written: 0, neither: 0 },
  }
  const member = (state: State, key: string): unknown => (state.family as State)[key]
  const flip = {
    ...plain,
    name: 'flip',
    parameters: [],
    guard: (state: State) => member(state, 'read') === 0,
    effect: (state: State) => ({ family: { written: member(state, 'written') === 0 ? 1 : 0 } }),
  }
  const lease = { name: 'lease', shape: null, initial: { by: 0, is: 'free' } }
  const slip = {
    ...plain,
    name: 'slip',
    parameters: [],
    guard: (state: State) => (state.lease as State).by === 0,
    effect: () => ({ lease: { by: 1, is: weak.strayKey === 'stray' ? 'free' : 'held', till: 2 } }),
  }
  const actions = definition.actions.map((action, at) => (at === 0 ? weakenedAction(action, weak) : action))
  const isStart = equalsStart([...definition.variables, ...(weak.strayKey === 'none' ? [] : [lease])])
  const constraints = [
    ...(weak.constraint === 'nothing' ? [{ name: 'nothing', holds: () => false, declaredAt }] : []),
    ...(weak.constraint === 'start' ? [{ name: 'start', holds: isStart, declaredAt }] : []),
  ]
  return {
    ...definition,
    variables: [
      ...definition.variables,
      ...(weak.idleVariable === 'none' ? [] : [idle]),
      ...(weak.idleMember ? [family] : []),
      ...(weak.strayKey === 'none' ? [] : [lease]),
    ],
    actions: [...actions, ...(weak.idleMember ? [flip] : []), ...(weak.strayKey === 'none' ? [] : [slip])].map(
      (action) => (weak.stops ? onlyAt(isStart, action) : action),
    ),
    fairness: weak.idleVariable === 'read by fairness' ? [fairToPart(definition)] : definition.fairness,
    constraints: [...definition.constraints, ...constraints],
    properties: [
      ...definition.properties.filter(({ kind }) => !weak.stops || kind !== 'deadlock-free'),
      ...moreProperties(definition),
      ...lateReader(definition, weak),
    ],
  }
}

type Action = SpecDefinition['actions'][number]

function onlyAt(isThere: (state: State) => boolean, action: Action): Action {
  return { ...action, guard: (state, args) => isThere(state) && action.guard?.(state, args) !== false }
}

function weakenedAction(action: Action, { idleParameter, guard }: Weaknesses): Action {
  const guards = { own: action.guard, open: (): boolean => true, closed: (): boolean => false }
  const idle = idleParameter ? [{ name: 'idle', domain: [0, 1] }] : []
  return { ...action, parameters: [...action.parameters, ...idle], guard: guards[guard] }
}

/** Fairness of a part of the first action, which is told by the idle variable and by the first argument. */
function fairToPart({ actions }: SpecDefinition): FairnessDefinition {
  return {
    strength: 'weak',
    actions: [(actions[0] as Action).name],
    parameters: [],
    condition: (state, args) => state.idle === 0 && args.p0 !== 'a',
    declaredAt,
  }
}

function equalsStart(variables: SpecDefinition['variables']): (state: State) => boolean {
  const textOf = (state: State): string => {
    const values = variables.flatMap(({ name, shape }) => pathsIn(shape).map((path) => memberAt(state[name], path)))
    return canonicalText({ values })
  }
  const start = textOf(Object.fromEntries(variables.map(({ name, initial }) => [name, initial])))
  return (state) => textOf(state) === start
}

/** A property that is decided as soon as the first variable has its declared value, and else reads the idle one. */
function lateReader({ variables, properties }: SpecDefinition, { idleVariable }: Weaknesses): PropertyDefinition[] {
  const isAtStart = equalsStart(variables.slice(0, 1))
  const holds = (state: State): boolean => isAtStart(state) || state.idle === 1
  switch (idleVariable) {
    case 'read by a goal':
      return [{ kind: 'reachable', name: 'late', holds, declaredAt }]
    case 'read by a goal of steps':
      return [
        {
          kind: 'reachable-step',
          name: 'late',
          holds: (before, _step, after) => holds(before) || holds(after),
          declaredAt,
        },
      ]
    case 'read where all ends':
      if (properties.some(({ kind }) => kind === 'deadlock-free')) return []
      return [
        {
          kind: 'deadlock-free',
          name: 'no deadlock',
          isFinal: (state) => !isAtStart(state) && state.idle === 0,
          declaredAt,
        },
      ]
    default:
      return []
  }
}

type StateCondition = StatePart['holds']
type StepCondition = (
  before: State,
  step: { readonly action: string; readonly args: Arguments },
  after: State,
) => boolean

function moreProperties({ properties }: SpecDefinition): readonly PropertyDefinition[] {
  const conditions: StateCondition[] = []
  const ofSteps: StepCondition[] = []
  for (const property of properties) {
    if (property.kind === 'always') conditions.push(...property.parts.map(({ holds }) => holds))
    if (property.kind === 'reachable') conditions.push(property.holds)
    if (property.kind === 'always-step' || property.kind === 'reachable-step') ofSteps.push(property.holds)
  }
  const not = (holds: StateCondition) => (state: State) => !holds(state)
  const pairs = conditions.map((first, at) => ({ first, second: conditions[(at + 1) % conditions.length] ?? first }))
  const parts = pairs.map(({ first, second }, at) => ({ label: `part ${at}`, holds: implies(not(first), second) }))
  const single = (holds: StateCondition): readonly StatePart[] => [{ label: null, holds }]
  const ofStates = pairs.flatMap(({ first, second }, at): readonly PropertyDefinition[] => [
    { kind: 'always', name: `implied ${at}`, parts: single(implies(not(first), second)), declaredAt },
    { kind: 'eventually', name: `eventually ${at}`, parts: single(implies(first, not(second))), declaredAt },
    { kind: 'no-way-back', name: `no way back ${at}`, parts: single(implies(second, first)), declaredAt },
    {
      kind: 'unless',
      name: `unless ${at}`,
      parts: [{ label: null, holds: implies(first, not(second)), until: second }],
      declaredAt,
    },
    { kind: 'can-always-reach', name: `reach ${at}`, parts: single(first), declaredAt },
    {
      kind: 'leads-to',
      name: `leads to ${at}`,
      parts: [{ label: null, trigger: not(first), response: second }],
      declaredAt,
    },
  ])
  const toStay = pairs.slice(0, 2).map(
    ({ first, second }, at): PropertyDefinition => ({
      kind: 'leads-to-always',
      name: `leads to always ${at}`,
      parts: [
        {
          label: null,
          trigger: not(second),
          response: first,
          assuming: [{ label: 'assumed', of: 'states', holds: at === 0 ? second : not(first) }],
        },
      ],
      declaredAt,
    }),
  )
  const impliedSteps = ofSteps.map((holds, at): PropertyDefinition => {
    const isBroken: StepCondition = (before, step, after) => !holds(before, step, after)
    const isAdd: StepCondition = (_before, { action }) => action === 'act0'
    return {
      kind: 'always-step',
      name: `implied step ${at}`,
      holds: implies(isBroken, isAdd) as StepCondition,
      declaredAt,
    }
  })
  const inParts: readonly PropertyDefinition[] =
    parts.length === 0 ? [] : [{ kind: 'always', name: 'implied in parts', parts, declaredAt }]
  return [...inParts, ...ofStates.slice(0, 8), ...toStay, ...impliedSteps.slice(0, 2)]
}
