/** Actions of several components as one step: enabled where all of them are, and each does its part. */
import { disabled } from './builder-types.ts'
import type { Component } from './composed-component.ts'
import type { ActionDefinition, Arguments, ParameterDefinition, State, VariableDefinition } from './definition.ts'
import { type Problem, SpecError } from './errors.ts'
import { memberPath } from './family-shape.ts'
import { writtenAs } from './implication.ts'
import { touchedNames } from './lazy-view.ts'
import { choicesFor } from './parameters.ts'
import { change } from './record.ts'
import { type ParameterNames, renamedArguments } from './renamed-arguments.ts'
import { isRecord } from './scope.ts'
import { isDivided, type Shape, shapeUnder } from './shape.ts'
import { sameValue } from './value.ts'

/** What one component does in a joint step. */
export interface Part {
  readonly component: Component
  /** The component's own action. */
  readonly own: ActionDefinition
  /** What the joint step calls each of its parameters. */
  readonly parameters: ParameterNames
}

/** The joint step, or what is wrong with it. `variables` are those of the composed specification. */
export function jointStep(
  spec: string,
  name: string,
  parts: readonly Part[],
  {
    variables,
    declaredAt,
  }: { readonly variables: readonly VariableDefinition[]; readonly declaredAt: () => string | null },
): ActionDefinition | Problem {
  const order = parameterOrder(parts)
  if (order === null) {
    return {
      problem: `joint step "${name}" matches parameters that its actions have in different orders`,
      hint: 'Match them in one order, or give one of them another name.',
    }
  }
  const matched = order.map((parameter, at) => matchedParameter(parameter, parts, at === order.length - 1))
  const isChoice = (args: Arguments): boolean => matched.every(({ isLeft }) => isLeft === null || isLeft(args))
  const actions = parts.map(asPart)
  const guards = actions.flatMap(({ guard }) => guard ?? [])
  const budgets = actions.flatMap(({ spends }) =>
    spends === undefined ? [] : [memberPath(spends.variable, spends.key === null ? [] : [spends.key])],
  )
  const twice = (place: string): SpecError => {
    const problem = `two of its actions change "${place}"`
    const hint = 'Components that share it may both change it, but not in one step.'
    return new SpecError({
      code: 'not-a-result',
      spec,
      where: `action "${name}"`,
      problem,
      hint,
      location: declaredAt(),
    })
  }
  const merge = new Merge(variables, budgets, twice)
  const spends = actions.find((action) => action.spends !== undefined)?.spends
  return {
    name,
    about: [...new Set(parts.map(({ own }) => own.about))].filter((about) => about !== '').join(' '),
    parameters: matched.map(({ parameter }) => parameter),
    guard: guards.length === 0 ? null : writtenAs((state, args) => isChoice(args) && allOf(guards, state, args), []),
    effect: writtenAs((state, args) => (isChoice(args) ? merge.effect(actions, state, args) : disabled), []),
    together: parts.map(({ component, own }) => component.titleOf(own.name)),
    isFault: actions.some(({ isFault }) => isFault),
    ...(spends === undefined ? {} : { spends }),
    actor: actions[0]?.actor ?? null,
    story: jointStory(actions),
    declaredAt,
  }
}

/** What is neither true nor false is told by whoever asked. */
function allOf(guards: readonly NonNullable<ActionDefinition['guard']>[], state: State, args: Arguments): boolean {
  for (const guard of guards) {
    const own = guard(state, args)
    if (own !== true) return own
  }
  return true
}

/** The component's action as an action of the whole that takes the arguments of the joint step. */
function asPart({ component, own, parameters }: Part): ActionDefinition {
  const whole = component.action(own)
  const { guard, effect, actor, story } = whole
  const its = (args: Arguments): Arguments => renamedArguments(parameters, args)
  return {
    ...whole,
    guard: guard === null ? null : (state, args) => guard(state, its(args)),
    effect: (state, args) => effect(state, its(args)),
    actor: typeof actor === 'function' ? (args) => actor(its(args)) : actor,
    story: story === null ? null : (before, args, after) => story(before, its(args), after),
  }
}

function jointStory(actions: readonly ActionDefinition[]): ActionDefinition['story'] {
  const stories = actions.flatMap(({ story }) => story ?? [])
  if (stories.length === 0) return null
  return (before, args, after) => stories.map((story) => story(before, args, after)).join('; ')
}

/** Names of the parameters so that each comes after those before it in every part; null where there is no such order. */
function parameterOrder(parts: readonly Part[]): readonly string[] | null {
  const waiting = parts.map(({ own, parameters }) => own.parameters.map(({ name }) => parameters.get(name) as string))
  const order: string[] = []
  while (waiting.some((names) => names.length > 0)) {
    const next = waiting
      .map(([first]) => first)
      .find((name) => name !== undefined && waiting.every((names) => names.indexOf(name) <= 0))
    if (next === undefined) return null
    order.push(next)
    for (const names of waiting) if (names[0] === next) names.shift()
  }
  return order
}

/** A parameter of a joint step. */
interface MatchedParameter {
  readonly parameter: ParameterDefinition
  /** Whether a value of its domain is one of those that all parts allow; null where that is sure. */
  readonly isLeft: ((args: Arguments) => boolean) | null
}

/** What each part that has the parameter allows. `isLast`: no other parameter comes after it. */
function matchedParameter(name: string, parts: readonly Part[], isLast: boolean): MatchedParameter {
  const owners = parts.flatMap(({ component, own, parameters }) =>
    own.parameters
      .filter((parameter) => parameters.get(parameter.name) === name)
      .map((parameter) => ({ parameters, parameter: component.seen.parameter(parameter) })),
  )
  const choicesOf = ({ parameters, parameter }: (typeof owners)[number], state: State, args: Arguments): unknown =>
    choicesFor(parameter, state, renamedArguments(parameters, args))
  const choices = (state: State, args: Arguments): unknown =>
    inAll(owners.map((owner) => choicesOf(owner, state, args)))
  const certain = (parameter: ParameterDefinition): MatchedParameter => ({ parameter, isLeft: null })
  if (owners.some(({ parameter }) => parameter.isGiven === true)) {
    const given = (state: State, args: Arguments): unknown => {
      const found = choices(state, args)
      if (!Array.isArray(found))
        throw new TypeError(`the domain of "${name}" is no array of values in one of its actions`)
      return found[0] as unknown
    }
    return certain({ name, isGiven: true, domain: writtenAs(given, []) })
  }
  const constant = owners.flatMap(({ parameter }) => (Array.isArray(parameter.domain) ? [parameter.domain] : []))
  if (constant.length === owners.length) return certain({ name, domain: inAll(constant) as readonly unknown[] })
  const varying = owners.find(({ parameter }) => !Array.isArray(parameter.domain))
  // A pool that one part chooses from is not looked into: whether the others allow the value is asked of each value.
  if (isLast && varying !== undefined && constant.length === owners.length - 1) {
    const domain = writtenAs((state: State, args: Arguments) => choicesOf(varying, state, args), [])
    const isLeft = (args: Arguments): boolean => constant.every((values) => isAmong(values, args[name]))
    return { parameter: { name, domain }, isLeft: constant.length === 0 ? null : isLeft }
  }
  return certain({ name, domain: writtenAs(choices, []) })
}

function isAmong(values: readonly unknown[], value: unknown): boolean {
  return values.some((other) => sameValue(other, value))
}

/** The values of the first list that all others have, too; the list itself where there is one. What is no list stays. */
function inAll(lists: readonly unknown[]): unknown {
  const odd = lists.find((list) => !Array.isArray(list))
  if (odd !== undefined) return odd
  const [first, ...others] = lists as readonly (readonly unknown[])[]
  if (others.length === 0) return first
  return (first ?? []).filter((value) => others.every((list) => isAmong(list, value)))
}

/** Puts the changes of several actions together. */
class Merge {
  readonly #variables: ReadonlyMap<string, Shape>
  /** A budget that several actions spend is spent once. */
  readonly #spentByAll: ReadonlySet<string>
  readonly #twice: (place: string) => Error

  constructor(variables: readonly VariableDefinition[], budgets: readonly string[], twice: (place: string) => Error) {
    this.#variables = new Map(variables.map(({ name, shape }) => [name, shape]))
    this.#spentByAll = new Set(budgets.filter((budget, at) => budgets.indexOf(budget) < at))
    this.#twice = twice
  }

  /** All of them see the state before the step. What is not well formed stays as it is, for whoever reads changes. */
  effect(actions: readonly ActionDefinition[], state: State, args: Arguments): unknown {
    let all: State = {}
    for (const { effect } of actions) {
      const changes = effect(state, args)
      // `disabled` as well: what is not enabled in one is not in all.
      if (!isRecord(changes)) return changes
      all = this.#merged({ all, more: changes, before: () => state }, (name) => ({
        shape: this.#variables.get(name) ?? null,
        path: name,
      }))
    }
    return all
  }

  /** What is touched by one or the other of two changes of `before`. */
  #merged({ all, more, before }: TwoChanges, placeOf: (name: string) => Place): State {
    const merged: Record<string, unknown> = Object.fromEntries(
      touchedNames(all, before).map((name) => [name, all[name]]),
    )
    for (const name of touchedNames(more, before)) {
      const inside = (): unknown => (before() as State)[name]
      merged[name] = Object.hasOwn(merged, name)
        ? this.#both(merged[name], more[name], inside, placeOf(name))
        : more[name]
    }
    return merged
  }

  #both(all: unknown, more: unknown, before: () => unknown, { shape, path }: Place): unknown {
    if (isDivided(shape) && isRecord(all) && isRecord(more)) {
      const merged = this.#merged({ all, more, before }, (name) => ({
        shape: shapeUnder(shape, name) ?? null,
        path: memberPath(path, [name]),
      }))
      return shape.kind === 'record' ? change(before() as object, merged) : merged
    }
    if (this.#spentByAll.has(path)) return all
    // What is given the value that it has is not changed, however it is given.
    const now = before()
    if (sameValue(more, now)) return all
    if (sameValue(all, now)) return more
    throw this.#twice(path)
  }
}

interface TwoChanges {
  readonly all: State
  readonly more: State
  /** The view of what they change. */
  readonly before: () => unknown
}

interface Place {
  readonly shape: Shape
  readonly path: string
}
