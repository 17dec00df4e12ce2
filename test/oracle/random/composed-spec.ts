/**
 * Random compositions of two random specifications, and the same specification merged by hand: without views or joint
 * steps, from whole copies of each component's state and from all pairs of instances.
 */
import fc from 'fast-check'
import type { Spec } from '../../../spec/language/builder-types.ts'
import type {
  Assumption,
  FairnessDefinition,
  LeadsToPart,
  PropertyDefinition,
  StepPart,
} from '../../../spec/language/definition.ts'
import { memberAt } from '../../../spec/language/family-shape.ts'
import {
  type ActionDefinition,
  type Arguments,
  compose,
  disabled,
  type SpecDefinition,
  type State,
  type StatePart,
  type StepCondition,
} from '../../../spec/language/index.ts'
import { isLeadsTo } from '../../../spec/language/property-kinds.ts'
import { isDivided, type Shape, shapeUnder } from '../../../spec/language/shape.ts'
import { builderFrom } from '../../../spec/language/specify.ts'
import { canonicalText } from '../../../spec/semantics/plain-values.ts'
import { PlainWorld } from '../../../spec/semantics/plain-world.ts'
import { type PromisesPlan, promisesPlan, withPromises } from './random-promises.ts'
import { type Blueprint, blueprint, measure, specificationOf } from './random-spec.ts'

const sides = ['left', 'right'] as const
type Side = (typeof sides)[number]

export interface CompositionPlan {
  readonly left: Blueprint
  readonly right: Blueprint
  /** In place of the promises of each, so that fairness and endless behaviours come up. */
  readonly promises: readonly [PromisesPlan, PromisesPlan] | null
  /** Pairs of actions by position, counted round. Of the parameters so many are matched. */
  readonly joint: readonly { readonly left: number; readonly right: number; readonly matched: number }[]
  readonly alone: boolean
  readonly shares: boolean
  readonly refines: boolean
  readonly isNested: boolean
  readonly divisor: number
  readonly maxDepth: number
}

/** The product of two graphs is to stay small. */
const component: fc.Arbitrary<Blueprint> = blueprint.map((plan) => ({
  ...plan,
  values: plan.values.slice(0, 3),
  messages: null,
  variables: plan.variables.slice(0, 2).map((variable) => ({ ...variable, keyLists: variable.keyLists.slice(0, 1) })),
  initialStates: plan.initialStates?.slice(0, 2) ?? null,
  actions: plan.actions.slice(0, 2),
  stirredSlots: plan.stirredSlots % 3,
  properties: plan.properties.slice(0, 3),
}))

export const compositionPlan: fc.Arbitrary<CompositionPlan> = fc.record({
  left: component,
  right: component,
  promises: fc.option(fc.tuple(promisesPlan, promisesPlan), { freq: 2 }),
  joint: fc.array(fc.record({ left: fc.nat(2), right: fc.nat(2), matched: fc.nat(2) }), { maxLength: 2 }),
  alone: fc.boolean(),
  shares: fc.boolean(),
  refines: fc.boolean(),
  isNested: fc.boolean(),
  divisor: fc.integer({ min: 2, max: 5 }),
  maxDepth: fc.integer({ min: 2, max: 5 }),
})

interface Joint {
  readonly name: string
  readonly actions: Readonly<Record<Side, ActionDefinition>>
  /** By side, what the joint step calls each parameter. */
  readonly names: Readonly<Record<Side, Readonly<Record<string, string>>>>
}

/** What both ways of putting components together begin with. */
interface Materials {
  readonly definitions: Readonly<Record<Side, SpecDefinition>>
  readonly joint: readonly Joint[]
  readonly shares: boolean
}

/** The composed specification, and the same one merged by hand. Throws where the glue is refused. */
export function compositionOf(plan: CompositionPlan): {
  readonly composed: SpecDefinition
  readonly flat: SpecDefinition
} {
  const materials = materialsOf(plan)
  return { composed: composedOf(plan, materials), flat: flatOf(plan, materials) }
}

function materialsOf(plan: CompositionPlan): Materials {
  const [first] = plan.left.variables
  const right =
    plan.shares && first !== undefined
      ? { ...plan.right, values: plan.left.values, variables: [first, ...plan.right.variables.slice(0, 1)] }
      : plan.right
  const definitions = {
    left: prepared(specificationOf(plan.left), plan, 0),
    right: prepared(specificationOf(right), plan, 1),
  }
  const joint = plan.joint.map(({ left, right: other, matched }, at): Joint => {
    const actions = { left: pick(definitions.left.actions, left), right: pick(definitions.right.actions, other) }
    const own = (side: Side): string[] => actions[side].parameters.map(({ name }) => name)
    const called = (name: string, position: number): string => (position < matched ? name : `q${position}`)
    return {
      name: `joint ${at}`,
      actions,
      names: {
        left: Object.fromEntries(own('left').map((name) => [name, name])),
        right: Object.fromEntries(own('right').map((name, position) => [name, called(name, position)])),
      },
    }
  })
  const distinct = joint.filter(
    (each, at) => joint.findIndex(({ actions, names }) => isSamePair(each, { actions, names })) === at,
  )
  const [one, other] = [definitions.left.variables[0], definitions.right.variables[0]]
  const canShare =
    one !== undefined &&
    other !== undefined &&
    canonicalText([one.shape, one.initial]) === canonicalText([other.shape, other.initial])
  return { definitions, joint: distinct, shares: plan.shares && canShare }
}

function isSamePair(one: Pick<Joint, 'actions' | 'names'>, other: Pick<Joint, 'actions' | 'names'>): boolean {
  return sides.every(
    (side) =>
      one.actions[side] === other.actions[side] && canonicalText(one.names[side]) === canonicalText(other.names[side]),
  )
}

function prepared(definition: SpecDefinition, { promises, refines }: CompositionPlan, at: 0 | 1): SpecDefinition {
  const promising = promises === null ? definition : withPromises(definition, promises[at])
  if (!refines) return promising
  const property: PropertyDefinition = {
    name: 'does what it does',
    kind: 'refines',
    abstract: definition,
    map: (state) => Object.fromEntries(definition.variables.map(({ name }) => [name, state[name]])),
    declaredAt: () => null,
  }
  return { ...promising, properties: [...promising.properties, property] }
}

function composedOf(
  { alone, isNested, divisor }: CompositionPlan,
  { definitions, joint, shares }: Materials,
): SpecDefinition {
  const together = joint.map(({ name, actions, names }) => [
    name,
    { left: { [actions.left.name]: names.left }, right: { [actions.right.name]: names.right } },
  ])
  const inner = compose(
    'composed',
    { left: builderFrom(definitions.left), right: builderFrom(definitions.right) },
    {
      together: Object.fromEntries(together),
      alone: (alone ? joint.slice(0, 1).map(({ actions }) => `left.${actions.left.name}`) : []) as never[],
      share: (shares ? { common: ['left.v0', 'right.v0'] } : {}) as never,
    },
  ) as unknown as Whole
  const told = inner.always('of the whole', (s) => {
    const { left, right } = s as { readonly left: State; readonly right: State }
    return (measure(left.v0 ?? 0) + 2 * measure(right.v0 ?? 0)) % divisor !== 1
  })
  return isNested ? compose('outer', { in: told }, {}).definition : told.definition
}

interface Whole extends Spec {
  always(name: string, holds: (state: State) => boolean): Spec
}

/** One side of the specification merged by hand. */
class FlatSide {
  readonly side: Side
  readonly definition: SpecDefinition
  readonly world: PlainWorld
  readonly #prefix: string
  readonly #shares: boolean

  constructor(side: Side, definition: SpecDefinition, prefix: string, shares: boolean) {
    this.side = side
    this.definition = definition
    this.world = new PlainWorld(definition)
    this.#prefix = prefix
    this.#shares = shares
  }

  variable(own: string): string {
    return this.#prefix + (this.#shares && own === 'v0' ? 'common' : `${this.side}.${own}`)
  }

  title(own: string): string {
    return `${this.#prefix}${this.side}.${own}`
  }

  /** A whole copy of the component's state, with its derived values. */
  view(state: State): State {
    const own = this.definition.variables.map(({ name }) => [name, state[this.variable(name)]])
    return this.world.view(this.world.adopt(Object.fromEntries(own)))
  }

  text(state: State): string {
    return canonicalText(this.definition.variables.map(({ name }) => state[this.variable(name)]))
  }

  changes(changes: unknown): unknown {
    if (changes === disabled) return changes
    return Object.fromEntries(Object.entries(changes as State).map(([own, change]) => [this.variable(own), change]))
  }
}

function flatOf(
  { alone, isNested, divisor }: CompositionPlan,
  { definitions, joint, shares }: Materials,
): SpecDefinition {
  const prefix = isNested ? 'in.' : ''
  const left = new FlatSide('left', definitions.left, prefix, shares)
  const right = new FlatSide('right', definitions.right, prefix, shares)
  const flatSides = [left, right]
  const isAlone = (side: Side, action: ActionDefinition): boolean =>
    joint.every(({ actions }) => actions[side] !== action) ||
    (alone && side === 'left' && joint[0]?.actions.left === action)
  const variables = flatSides.flatMap((side) =>
    side.definition.variables.map((variable) => ({ ...variable, name: side.variable(variable.name) })),
  )
  const byName = new Map(variables.map((variable) => [variable.name, variable]))
  const single = flatSides.flatMap((side) =>
    side.definition.actions.filter((action) => isAlone(side.side, action)).map((action) => flatAction(side, action)),
  )
  const jointActions = joint.map((each) =>
    flatJoint(left, right, each, `${prefix}${each.name}`, (name) => byName.get(name)?.shape ?? null),
  )
  const properties = flatSides.flatMap((side) => flatProperties(side, joint, prefix))
  return {
    name: 'flat',
    about: '',
    variables: [...byName.values()],
    initialStates: flatStates(left, right),
    derived: [],
    actions: [...single, ...jointActions],
    properties: [
      ...properties,
      {
        name: `${prefix}of the whole`,
        kind: 'always',
        declaredAt: () => null,
        parts: [
          {
            label: null,
            holds: (s) =>
              (measure(s[left.variable('v0')] ?? 0) + 2 * measure(s[right.variable('v0')] ?? 0)) % divisor !== 1,
          },
        ],
      },
    ],
    constraints: flatSides.flatMap((side) =>
      side.definition.constraints.map((each) => ({
        ...each,
        name: side.title(each.name),
        holds: (s: State) => each.holds(side.view(s)),
      })),
    ),
    fairness: flatSides.flatMap((side) => flatFairness(side, joint, (action) => isAlone(side.side, action), prefix)),
    declaredAt: () => null,
  }
}

function flatAction(side: FlatSide, action: ActionDefinition): ActionDefinition {
  const { guard, effect, parameters } = action
  return {
    ...action,
    name: side.title(action.name),
    parameters: parameters.map((parameter) => {
      const { domain } = parameter
      return typeof domain === 'function'
        ? { ...parameter, domain: (s, args) => domain(side.view(s), args) }
        : parameter
    }),
    guard: guard === null ? null : (s, args) => guard(side.view(s), args),
    effect: (s, args) => side.changes(effect(side.view(s), args)),
  }
}

/** The joint step over all pairs of instances that agree on what both name. */
function flatJoint(
  left: FlatSide,
  right: FlatSide,
  { actions, names }: Joint,
  name: string,
  shapeOf: (variable: string) => Shape,
): ActionDefinition {
  const pairs = (state: State): Arguments[] => {
    const of = (side: FlatSide): Arguments[] =>
      side.world.instances(actions[side.side], side.view(state)).map((args) => renamed(args, names[side.side]))
    const others = of(right)
    return of(left).flatMap((one) => others.filter((other) => agree(one, other)).map((other) => ({ ...one, ...other })))
  }
  const all = [...new Set([...Object.values(names.left), ...Object.values(names.right)])]
  const own = (side: Side, args: Arguments): Arguments =>
    Object.fromEntries(Object.entries(names[side]).map(([mine, called]) => [mine, args[called]]))
  return {
    ...actions.left,
    name,
    parameters: all.map((parameter) => ({
      name: parameter,
      domain: (state, before) =>
        pairs(state)
          .filter((pair) =>
            Object.keys(before).every((known) => canonicalText(pair[known]) === canonicalText(before[known])),
          )
          .map((pair) => pair[parameter]),
    })),
    guard: (state, args) =>
      [left, right].every((side) => actions[side.side].guard?.(side.view(state), own(side.side, args)) ?? true),
    effect: (state, args) => {
      const [one, other] = [left, right].map((side) =>
        side.changes(actions[side.side].effect(side.view(state), own(side.side, args))),
      )
      if (one === disabled || other === disabled) return disabled
      const merged: Record<string, unknown> = { ...(one as State) }
      for (const [variable, change] of Object.entries(other as State)) {
        merged[variable] = Object.hasOwn(merged, variable)
          ? both(merged[variable], change, shapeOf(variable), state[variable])
          : change
      }
      return merged
    },
  }
}

/** Two changes of one thing, of which one must leave each part of it as it is. */
function both(one: unknown, other: unknown, shape: Shape, before: unknown): unknown {
  if (!isDivided(shape)) {
    const texts = [one, other, before].map((value) => canonicalText(value))
    if (texts[1] === texts[2]) return one
    if (texts[0] === texts[2]) return other
    throw new Error('changed twice')
  }
  const merged: Record<string, unknown> = { ...(one as State) }
  for (const [key, change] of Object.entries(other as State)) {
    const inside = memberAt(before, [key])
    merged[key] = Object.hasOwn(merged, key)
      ? both(merged[key], change, shapeUnder(shape, key) ?? null, inside)
      : change
  }
  return merged
}

function agree(one: Arguments, other: Arguments): boolean {
  return Object.keys(one).every(
    (name) => !Object.hasOwn(other, name) || canonicalText(one[name]) === canonicalText(other[name]),
  )
}

function renamed(args: Arguments, names: Readonly<Record<string, string>>): Arguments {
  return Object.fromEntries(Object.entries(args).map(([own, value]) => [names[own] as string, value]))
}

function flatProperties(side: FlatSide, joint: readonly Joint[], prefix: string): readonly PropertyDefinition[] {
  const onState =
    (holds: (state: State) => boolean) =>
    (state: State): boolean =>
      holds(side.view(state))
  const actionOf = new Map<string, { readonly action: string; readonly names: Readonly<Record<string, string>> }>([
    ...side.definition.actions.map(({ name, parameters }) => {
      const names = Object.fromEntries(parameters.map((each) => [each.name, each.name]))
      return [side.title(name), { action: name, names }] as const
    }),
    ...joint.map(({ name, actions, names }) => {
      return [prefix + name, { action: actions[side.side].name, names: names[side.side] }] as const
    }),
  ])
  const onStep =
    (holds: StepCondition, whereNothingHappens: boolean): StepCondition =>
    (before, step, after) => {
      const own = actionOf.get(step.action)
      if (own === undefined && side.text(before) === side.text(after)) return whereNothingHappens
      const called = Object.fromEntries(Object.entries(own?.names ?? {}).map(([mine, its]) => [mine, step.args[its]]))
      // The composition inside does not know that it is inside of another.
      const others = { action: step.action.slice(prefix.length), args: step.args }
      return holds(
        side.view(before),
        own === undefined ? others : { action: own.action, args: called },
        side.view(after),
      )
    }
  const assumed = ({ assuming }: StatePart | LeadsToPart | StepPart): { readonly assuming?: readonly Assumption[] } =>
    assuming === undefined
      ? {}
      : {
          assuming: assuming.map(
            (each): Assumption =>
              each.of === 'states'
                ? { ...each, holds: onState(each.holds) }
                : { ...each, holds: onStep(each.holds, false) },
          ),
        }
  const part = (own: StatePart): StatePart => ({ label: own.label, holds: onState(own.holds), ...assumed(own) })
  return side.definition.properties.flatMap((property): readonly PropertyDefinition[] => {
    const name = side.title(property.name)
    switch (property.kind) {
      case 'deadlock-free':
        return []
      case 'reachable':
        return [{ ...property, name, holds: onState(property.holds) }]
      case 'refines':
        return [{ ...property, name, map: (state) => property.map(side.view(state)) }]
      case 'always-step':
      case 'reachable-step': {
        const holds = onStep(property.holds, property.kind === 'always-step')
        return [{ ...property, name, holds }]
      }
      case 'unless': {
        const parts = property.parts.map(({ label, holds, until }) => {
          return { label, holds: onState(holds), until: onState(until) }
        })
        return [{ ...property, name, parts }]
      }
      case 'infinitely-often-step': {
        const parts = property.parts.map((each) => ({
          label: each.label,
          holds: onStep(each.holds, false),
          ...assumed(each),
        }))
        return [{ ...property, name, parts }]
      }
      default:
        if (!isLeadsTo(property)) return [{ ...property, name, parts: property.parts.map(part) }]
        return [
          {
            ...property,
            name,
            parts: property.parts.map((own) => ({
              label: own.label,
              trigger: onState(own.trigger),
              response: onState(own.response),
              ...assumed(own),
            })),
          },
        ]
    }
  })
}

function flatFairness(
  side: FlatSide,
  joint: readonly Joint[],
  isAlone: (action: ActionDefinition) => boolean,
  prefix: string,
): readonly FairnessDefinition[] {
  return side.definition.fairness.flatMap((fairness) => {
    const actions: string[] = []
    let names: Readonly<Record<string, string>> = {}
    for (const action of side.definition.actions.filter(({ name }) => fairness.actions.includes(name))) {
      if (isAlone(action)) actions.push(side.title(action.name))
      for (const each of joint.filter(({ actions: pair }) => pair[side.side] === action)) {
        actions.push(prefix + each.name)
        names = { ...names, ...each.names[side.side] }
      }
    }
    const parameters = fairness.parameters.map((own) => names[own] ?? own)
    return actions.length === 0 ? [] : [{ ...fairness, actions, parameters }]
  })
}

function flatStates(left: FlatSide, right: FlatSide): SpecDefinition['initialStates'] {
  const wholes = (side: FlatSide): State[] =>
    Array.from(side.world.initialStates(), (state) => side.changes(state) as State)
  return () =>
    wholes(left).flatMap((one) =>
      wholes(right)
        .filter((other) => agree(one, other))
        .map((other) => ({ ...one, ...other })),
    )
}

function pick<T>(from: readonly T[], number: number): T {
  return from[number % from.length] as T
}
