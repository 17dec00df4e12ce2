/**
 * Random small graphs with fairness, and properties about what happens for ever: actions are tables of steps between
 * numbered states. A blueprint is plain data, so that a failing one shrinks and can be printed.
 */
import fc from 'fast-check'
import {
  disabled,
  each,
  type FairnessStrength,
  type SpecDefinition,
  type State,
  sameValue,
  specify,
} from '../../../spec/language/index.ts'
import type { Args, LooseBuilder, StateCondition, StepCondition } from './loose-builder.ts'
import { abstractionOf, type RefinementPlan, refinementPlan } from './random-abstraction.ts'

export type ParameterName = 'p' | 'q'

/** States are counted through; numbers that are too large are taken round. */
export interface Edge {
  readonly action: number
  readonly p: number
  readonly q: number
  readonly from: number
  readonly to: number
}

type ConditionPlan = { readonly isNegated: boolean } & (
  | { readonly kind: 'states'; readonly states: readonly number[] }
  | { readonly kind: 'below'; readonly bound: number }
  | { readonly kind: 'variable'; readonly variable: number; readonly value: number }
  /** What can be reached from these states. */
  | { readonly kind: 'closed'; readonly states: readonly number[] }
)

const propertyKinds = [
  'eventually',
  'leadsTo',
  'leadsToAlways',
  'infinitelyOften',
  'infinitelyOftenStep',
  'eventuallyAlways',
  'canAlwaysReach',
  'noWayBack',
  'unless',
] as const

export interface GraphBlueprint {
  /** Number of values of each variable. */
  readonly sizes: readonly number[]
  /** Whether the variables are members of one family. */
  readonly isFamily: boolean
  readonly initial: readonly number[]
  readonly actions: readonly {
    readonly parameters: readonly ParameterName[]
    /** How the action says that it is not enabled. */
    readonly form: 'guard' | 'disabled' | 'domain'
  }[]
  readonly edges: readonly Edge[]
  readonly fairness: readonly {
    readonly strength: FairnessStrength
    /** Positions of actions; empty for all of them. */
    readonly actions: readonly number[]
    /** Left out are those that some of the actions does not have. */
    readonly parameters: readonly ParameterName[]
  }[]
  readonly properties: readonly {
    readonly kind: (typeof propertyKinds)[number]
    readonly form: 'plain' | 'keyed' | 'parts'
    readonly parts: readonly {
      readonly condition: ConditionPlan
      readonly response: ConditionPlan
      readonly steps: StepsPlan
    }[]
    /** What a promise of progress assumes, of states or of steps. */
    readonly assuming: readonly (ConditionPlan | StepsPlan)[]
  }[]
  readonly refinement: RefinementPlan | null
  /** States outside the constraint; without any there is none. */
  readonly outside: readonly number[]
  readonly maxDepth: number | null
  /** By position of an assumption after the first: the part of its actions that it is about; null = all of them. */
  readonly parts: readonly (PartPlan | null)[]
}

/** The part of its actions that fairness is about: all but those steps whose number leaves a remainder. */
interface PartPlan {
  readonly divisor: number
  readonly remainder: number
  /** Whether arguments count for the number of a step, besides the state. */
  readonly isByArguments: boolean
}

/** Steps of an action, or such whose states before and after leave a remainder together. */
type StepsPlan = { readonly isNegated: boolean } & (
  | { readonly kind: 'of action'; readonly action: number }
  | { readonly kind: 'between'; readonly divisor: number; readonly remainder: number }
)

type PropertyPlan = GraphBlueprint['properties'][number]

/** Values of the parameters. */
const values = [{ id: 1 }, 'a', [{ id: 1 }]]

const maybe = fc.boolean()

/** Null where it is not the given number of times out of ten. */
function inTenths<T>(times: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> {
  return fc.oneof({ weight: 10 - times, arbitrary: fc.constant(null) }, { weight: times, arbitrary })
}

function conditionOn(stateNumber: fc.Arbitrary<number>, core: number): fc.Arbitrary<ConditionPlan> {
  return fc.oneof(
    fc.record({
      kind: fc.constant('states' as const),
      states: fc.array(stateNumber, { minLength: 1, maxLength: 4, size: 'max' }),
      isNegated: maybe,
    }),
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('below' as const),
        bound: fc.constant(core),
        isNegated: fc.constant(true),
      }),
    },
    fc.record({ kind: fc.constant('below' as const), bound: stateNumber, isNegated: maybe }),
    fc.record({ kind: fc.constant('variable' as const), variable: fc.nat(2), value: fc.nat(7), isNegated: maybe }),
    fc.record({
      kind: fc.constant('closed' as const),
      states: fc.array(stateNumber, { minLength: 1, maxLength: 2 }),
      isNegated: maybe,
    }),
  )
}

const steps: fc.Arbitrary<StepsPlan> = fc.oneof(
  fc.record({
    kind: fc.constant('of action' as const),
    action: fc.nat(3),
    isNegated: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  }),
  fc.record({
    kind: fc.constant('between' as const),
    divisor: fc.integer({ min: 2, max: 3 }),
    remainder: fc.nat(2),
    isNegated: maybe,
  }),
)

const action = fc.record({
  parameters: fc.constantFrom<ParameterName[][]>([], ['p'], ['p'], ['q', 'p']),
  form: fc.constantFrom('guard' as const, 'disabled' as const, 'domain' as const),
})

const assumption = fc.record({
  strength: fc.constantFrom('weak' as const, 'strong' as const, 'strong' as const),
  actions: fc.uniqueArray(fc.nat(3), { maxLength: 3 }),
  parameters: fc.uniqueArray(fc.constantFrom('p' as const, 'q' as const), { maxLength: 2 }),
})

const part: fc.Arbitrary<PartPlan> = fc.record({
  divisor: fc.integer({ min: 2, max: 4 }),
  remainder: fc.nat(3),
  isByArguments: fc.boolean(),
})

/** Without an assumption like these, a behaviour may mostly stop where it pleases, and no other one matters. */
const goesOn = fc.constantFrom(
  { strength: 'weak' as const, actions: [0], parameters: [] },
  { strength: 'weak' as const, actions: [], parameters: [] },
)

/** `core`: how many of the first states are ring or region, where there is one. */
const sizesAndCore = fc
  .constantFrom([5], [7], [2, 2], [3, 2], [2, 3], [3, 3], [4, 3], [2, 2, 2], [2, 3, 2], [3, 2, 4])
  .chain((sizes) =>
    fc.record({ sizes: fc.constant(sizes), core: fc.integer({ min: 2, max: numberOfStates(sizes) - 1 }) }),
  )

/** Steps anywhere, or a ring of the first states that is left and entered here and there. */
function edgesAmong(total: number, core: number, stateNumber: fc.Arbitrary<number>): fc.Arbitrary<readonly Edge[]> {
  const edge = fc.record({ action: fc.nat(3), p: fc.nat(2), q: fc.nat(1), from: stateNumber, to: stateNumber })
  const ring = Array.from({ length: core }, (_, at) => ({ action: 0, p: 0, q: 0, from: at, to: (at + 1) % core }))
  return fc.oneof(
    fc.array(edge, { minLength: total, maxLength: 3 * total, size: 'max' }),
    fc.array(edge, { minLength: 1, maxLength: 2 * total, size: 'max' }).map((others) => [...ring, ...others]),
    // Mostly ways out, which only fairness for the right action, value and strength must take.
    {
      weight: 2,
      arbitrary: fc
        .array(edge, { minLength: 1, maxLength: 8, size: 'max' })
        .map((others) =>
          others.map((each, at) => (at % 3 === 0 ? each : { ...each, from: each.from % core, to: core })),
        )
        .map((others) => [...ring, ...others]),
    },
  )
}

export const graphBlueprint: fc.Arbitrary<GraphBlueprint> = sizesAndCore.chain(({ sizes, core }) => {
  const total = numberOfStates(sizes)
  const stateNumber = fc.noBias(fc.nat(total - 1))
  const condition = conditionOn(stateNumber, core)
  return fc.record({
    sizes: fc.constant(sizes),
    isFamily: maybe,
    initial: fc.oneof(
      fc.constant([0]),
      fc.array(stateNumber, { minLength: 1, maxLength: 1 }),
      fc.array(stateNumber, { minLength: 1, maxLength: 3 }),
    ),
    actions: fc.array(action, { minLength: 2, maxLength: 4, size: 'max' }),
    edges: edgesAmong(total, core, stateNumber),
    fairness: fc
      .tuple(inTenths(8, goesOn), fc.array(assumption, { minLength: 1, maxLength: 3, size: 'max' }))
      .map(([first, others]) => (first === null ? others : [first, ...others])),
    properties: fc.array(
      fc.record({
        kind: fc.constantFrom(...propertyKinds),
        form: fc.constantFrom('plain' as const, 'plain' as const, 'keyed' as const, 'parts' as const),
        parts: fc.array(fc.record({ condition, response: condition, steps }), { minLength: 1, maxLength: 3 }),
        assuming: fc.oneof(
          { weight: 3, arbitrary: fc.constant([]) },
          { weight: 2, arbitrary: fc.array(fc.oneof(condition, steps), { minLength: 1, maxLength: 2 }) },
        ),
      }),
      { minLength: 3, maxLength: 8, size: 'max' },
    ),
    refinement: inTenths(5, refinementPlan),
    outside: fc.oneof(
      { weight: 3, arbitrary: fc.constant([]) },
      { weight: 1, arbitrary: fc.array(fc.integer({ min: 1, max: total - 1 }), { minLength: 1, maxLength: 3 }) },
    ),
    maxDepth: inTenths(2, fc.integer({ min: 1, max: 6 })),
    parts: fc.array(inTenths(5, part), { minLength: 3, maxLength: 3 }),
  })
})

function numberOfStates(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1)
}

/** The specification that a blueprint describes. */
export function graphSpecificationOf(plan: GraphBlueprint): SpecDefinition {
  const { sizes } = plan
  const total = numberOfStates(sizes)
  const keys = ['a', 'b', 'c'].slice(0, sizes.length)
  const edges = distinctEdges(plan, total)
  const initial = plan.initial.map((state) => state % total)

  const digitOf = (state: number, variable: number): number => {
    const position = variable % sizes.length
    const below = sizes.slice(0, position).reduce((product, size) => product * size, 1)
    return Math.floor(state / below) % (sizes[position] as number)
  }
  const read = (state: State, variable: number): number => {
    const key = keys[variable % keys.length] as string
    return (plan.isFamily ? (state.all as State)[key] : state[key]) as number
  }
  const numberOf = (state: State): number =>
    sizes.reduceRight((number, size, variable) => number * size + read(state, variable), 0)
  /** Every variable is mentioned, or only what differs from the state. */
  const changesTo = (target: number, from: State | null): object => {
    const members = keys
      .map((key, variable) => [key, digitOf(target, variable)] as const)
      .filter(([, value], variable) => from === null || read(from, variable) !== value)
    return plan.isFamily ? { all: Object.fromEntries(members) } : Object.fromEntries(members)
  }
  const initialValue = (key: string): number => digitOf(initial[0] as number, keys.indexOf(key))
  const variables = plan.isFamily
    ? { all: each(keys, initialValue) }
    : Object.fromEntries(keys.map((key) => [key, initialValue(key)]))

  let spec = (specify('random graph', variables) as unknown as LooseBuilder)
    .derive('number', numberOf)
    .startingFrom(() => initial.map((state) => changesTo(state, null)))
  plan.actions.forEach((_, action) => {
    spec = addAction(spec, action)
  })
  for (const [at, { strength, actions, parameters }] of plan.fairness.entries()) {
    const chosen = actions.length === 0 ? [...plan.actions.keys()] : actions.map((each) => each % plan.actions.length)
    const shared = parameters.filter((name) => chosen.every((each) => plan.actions[each]?.parameters.includes(name)))
    spec = spec.fair(strength, chosen.map(nameOf), ...shared, ...conditionAt(at))
  }
  plan.properties.forEach((property, at) => {
    spec = addProperty(spec, property, `${property.kind} ${at}`)
    if (property.kind === 'canAlwaysReach' || property.kind === 'noWayBack' || property.kind === 'unless') return
    for (const [number, each] of property.assuming.entries()) {
      const label = `assumption ${number}`
      // Where the promise has keys, each assumes something else.
      const isKeyed = property.form === 'keyed' || (property.form === 'parts' && hasNoParts(property.kind))
      spec =
        each.kind === 'of action' || each.kind === 'between'
          ? spec.assumingStep(label, satisfying(each))
          : spec.assuming(label, (state, key) => (isKeyed && key === 1 ? !holdsIn(each)(state) : holdsIn(each)(state)))
    }
  })
  if (plan.refinement !== null) {
    const abstraction = abstractionOf(plan.refinement, { initial, edges, digitOf })
    spec = spec.refines(
      'refines',
      abstraction.spec,
      (state) => abstraction.map(state.number as number),
      ...(plan.refinement.isSafetyOnly ? [{ only: 'safety' as const }] : []),
    )
  }
  if (plan.outside.length > 0) {
    const outside = plan.outside.map((state) => state % total)
    spec = spec.constraint('inside', (state) => !outside.includes(numberOf(state)))
  }
  return spec.definition

  function conditionAt(assumption: number): readonly ((state: State, args: Args) => boolean)[] {
    const about = plan.parts[assumption - 1] ?? null
    return about === null ? [] : [isInPart(about)]
  }

  function isInPart({ divisor, remainder, isByArguments }: PartPlan): (state: State, args: Args) => boolean {
    const numberIn = (args: Args): number =>
      Object.values(args).reduce<number>((sum, value) => sum + values.findIndex((each) => sameValue(each, value)), 0)
    return (state, args) =>
      ((state.number as number) + (isByArguments ? numberIn(args) : 0)) % divisor !== remainder % divisor
  }

  function addAction(to: LooseBuilder, action: number): LooseBuilder {
    const { parameters, form } = plan.actions[action] as GraphBlueprint['actions'][number]
    const own = edges.filter((edge) => edge.action === action)
    /** A step from the state that agrees with the arguments known so far. */
    const find = (state: State, args: Args): Edge | undefined =>
      own.find(
        (edge) =>
          edge.from === state.number &&
          parameters.every((name) => !Object.hasOwn(args, name) || sameValue(args[name], values[edge[name]])),
      )
    let unfinished = to.action(nameOf(action))
    for (const name of parameters) {
      unfinished = unfinished.over(
        name,
        form === 'domain'
          ? (state, args) => values.filter((value) => find(state, { ...args, [name]: value }) !== undefined)
          : values,
      )
    }
    if (form === 'guard') unfinished = unfinished.when((state, args) => find(state, args) !== undefined)
    return unfinished.changes((state, args) => {
      const edge = find(state, args)
      return edge === undefined ? disabled : changesTo(edge.to, form === 'domain' ? null : state)
    })
  }

  function addProperty(to: LooseBuilder, { kind, form, parts }: PropertyPlan, name: string): LooseBuilder {
    const conditions = parts.map(({ condition }) => condition).map(holdsIn)
    const responses = parts.map(({ response }) => response).map(holdsIn)
    const numbers = [...parts.keys()]
    const first = conditions[0] as StateCondition
    if (kind === 'infinitelyOftenStep') {
      const ofSteps = parts.map((each) => satisfying(each.steps))
      if (form === 'plain') return to.infinitelyOftenStep(name, ofSteps[0] as StepCondition)
      return to.infinitelyOftenStep(name, numbers, (before, step, after, part) =>
        (ofSteps[part as number] as StepCondition)(before, step, after),
      )
    }
    if (kind === 'leadsTo' || kind === 'leadsToAlways' || kind === 'unless') {
      if (form === 'plain') return to[kind](name, first, responses[0] as StateCondition)
      return to[kind](
        name,
        numbers,
        (state, part) => (conditions[part as number] as StateCondition)(state),
        (state, part) => (responses[part as number] as StateCondition)(state),
      )
    }
    switch (form) {
      case 'plain':
        return to[kind](name, first)
      case 'keyed':
        return to[kind](name, numbers, (state, part) => (conditions[part as number] as StateCondition)(state))
      case 'parts':
        return to[kind](name, Object.fromEntries(conditions.map((each, part) => [`part ${part}`, each])))
    }
  }

  function satisfying(steps: StepsPlan): StepCondition {
    switch (steps.kind) {
      case 'of action': {
        const name = nameOf(steps.action % plan.actions.length)
        return (_before, step) => (step.action === name) !== steps.isNegated
      }
      case 'between': {
        const { divisor, remainder } = steps
        return (before, _step, after) =>
          ((numberOf(before) + 2 * numberOf(after)) % divisor === remainder % divisor) !== steps.isNegated
      }
    }
  }

  function holdsIn(condition: ConditionPlan): StateCondition {
    switch (condition.kind) {
      case 'below':
        return (state) => numberOf(state) < condition.bound % total !== condition.isNegated
      case 'variable': {
        const value = condition.value % (sizes[condition.variable % sizes.length] as number)
        return (state) => (read(state, condition.variable) === value) !== condition.isNegated
      }
      case 'states': {
        const states = condition.states.map((each) => each % total)
        return (state) => states.includes(numberOf(state)) !== condition.isNegated
      }
      case 'closed': {
        const states = reachableFrom(condition.states.map((each) => each % total))
        return (state) => states.has(state.number as number) !== condition.isNegated
      }
    }
  }

  function reachableFrom(states: readonly number[]): ReadonlySet<number> {
    const reached = new Set(states)
    // A set that grows while it is walked is walked to its end.
    for (const state of reached) for (const { from, to } of edges) if (from === state) reached.add(to)
    return reached
  }
}

/** At most one step of an instance from a state: the first one. Arguments that the action does not have become 0. */
function distinctEdges({ actions, edges }: GraphBlueprint, total: number): readonly Edge[] {
  const byInstance = new Map<string, Edge>()
  for (const each of edges) {
    const action = each.action % actions.length
    const has = (name: ParameterName): boolean => actions[action]?.parameters.includes(name) ?? false
    const edge = {
      action,
      p: has('p') ? each.p : 0,
      q: has('q') ? each.q : 0,
      from: each.from % total,
      to: each.to % total,
    }
    const instance = `${edge.action} ${edge.p} ${edge.q} ${edge.from}`
    if (!byInstance.has(instance)) byInstance.set(instance, edge)
  }
  return [...byInstance.values()]
}

/** Promises that have no named parts: the others take keys instead. */
function hasNoParts(kind: string): boolean {
  return kind === 'leadsTo' || kind === 'leadsToAlways' || kind === 'unless' || kind === 'infinitelyOftenStep'
}

function nameOf(action: number): string {
  return `act${action}`
}
