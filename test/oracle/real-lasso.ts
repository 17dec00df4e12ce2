/** Whether a lasso breaks a liveness property, by the plain meaning of everything that it shows. */
import { expect } from 'vitest'
import type { Arguments, SpecDefinition, State, StepCondition, Trace } from '../../spec/language/index.ts'
import type { RefinementProperty } from '../../spec/language/property-kinds.ts'
import { canonicalText } from '../../spec/semantics/plain-values.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import type { Successor } from '../../spec/semantics/world.ts'
import type { LivenessProperty } from './liveness.ts'

/** Checks what comes after the path, which `states` must be: that it goes round, breaks the property, and is fair. */
export function expectRealLasso(
  definition: SpecDefinition,
  semantics: PlainWorld,
  property: LivenessProperty | RefinementProperty,
  part: string | null,
  states: readonly State[],
  trace: Trace,
): void {
  const loop = trace.loop as number
  const last = states.length - 1
  expect(loop).toBeGreaterThanOrEqual(0)
  expect(loop).toBeLessThanOrEqual(last)
  expect(trace.back === null).toBe(loop === last)
  if (trace.back !== null) {
    const { action, params } = trace.back
    const targets = stepsWith(semantics, states[last] as State, action, params).map(({ after }) => after)
    expect(targets.map((state) => semantics.textOf(state))).toEqual([semantics.textOf(states[loop] as State)])
  }
  const views = states.map((state) => semantics.view(state))
  const texts = states.map((state) => semantics.textOf(state))
  const isTaken = (holds: StepCondition): boolean =>
    states.slice(loop).some((before, at) => {
      const to = loop + at === last ? loop : loop + at + 1
      if (texts[to] === texts[loop + at]) return false
      const steps = [...semantics.successors(before)].filter(({ after }) => semantics.textOf(after) === texts[to])
      return steps.some((step) => holds(views[loop + at] as State, step, views[to] as State))
    })
  expect(unfairTo(definition, semantics, states.slice(loop))).toEqual([])
  if (property.kind === 'refines') {
    const refinement = new Refinement(definition.name, property)
    const mapped = views.map((view) => refinement.mapped(view))
    expect(trace.steps.map(({ abstract }) => canonicalText(abstract))).toEqual(mapped.map(canonicalText))
    expect(unfairTo(property.abstract, refinement.world, mapped.slice(loop))).not.toEqual([])
    return
  }
  expect(isBroken(property, part, views, loop, isTaken)).toBe(true)
  for (const { label, assuming = [] } of property.parts) {
    if (label !== part) continue
    for (const each of assuming)
      expect(each.of === 'states' ? views.slice(loop).some(each.holds) : isTaken(each.holds)).toBe(true)
  }
}

/** The instance of an action, where it is enabled. */
export function stepsWith(
  semantics: PlainWorld,
  before: State,
  action: string | null,
  args: Arguments,
): readonly Successor<State>[] {
  return [...semantics.successors(before)].filter(
    (step) => step.action === action && canonicalText(step.args) === canonicalText(args),
  )
}

function isBroken(
  property: LivenessProperty,
  part: string | null,
  views: readonly State[],
  loop: number,
  isTaken: (holds: StepCondition) => boolean,
): boolean {
  const inLoop = views.slice(loop)
  switch (property.kind) {
    case 'eventually':
      return property.parts.some(({ label, holds }) => label === part && !views.some(holds))
    case 'infinitely-often':
      return property.parts.some(({ label, holds }) => label === part && !inLoop.some(holds))
    case 'infinitely-often-step':
      return property.parts.some(({ label, holds }) => label === part && !isTaken(holds))
    case 'eventually-always':
      return property.parts.some(({ label, holds }) => label === part && !inLoop.every(holds))
    case 'leads-to-always':
      return property.parts.some(
        ({ label, trigger, response }) => label === part && views.some(trigger) && !inLoop.every(response),
      )
    case 'leads-to':
      return property.parts.some(
        ({ label, trigger, response }) =>
          label === part &&
          !inLoop.some(response) &&
          views.some((view, at) => trigger(view) && !views.slice(at).some(response)),
      )
  }
}

/** The fairness that going round these states for ever breaks, each with the values it is assumed for. */
export function unfairTo(definition: SpecDefinition, semantics: PlainWorld, loop: readonly State[]): readonly string[] {
  const texts = loop.map((state) => semantics.textOf(state))
  const changing = loop.map((state, at) =>
    [...semantics.successors(state)]
      .map((step) => ({ ...step, text: semantics.textOf(step.after) }))
      .filter(({ text }) => text !== texts[at]),
  )
  return definition.fairness.flatMap(({ strength, actions, parameters, condition }) => {
    const chosen = ({ args }: Successor<State>): string => canonicalText(parameters.map((name) => args[name]))
    const isInPart = (at: number, { args }: Successor<State>): boolean =>
      condition === null || condition(semantics.view(loop[at] as State), args)
    const counting = changing.map((steps, at) =>
      steps.filter((step) => actions.includes(step.action) && isInPart(at, step)),
    )
    const combinations = [...new Set(counting.flat().map(chosen))]
    return combinations.flatMap((values) => {
      const own = counting.map((steps) => steps.filter((step) => chosen(step) === values))
      const isTaken = own.some((steps, at) => steps.some(({ text }) => text === texts[(at + 1) % texts.length]))
      const isExcused = strength === 'weak' && own.some((steps) => steps.length === 0)
      return isTaken || isExcused ? [] : [`${strength} ${actions.join()} ${values}`]
    })
  })
}
