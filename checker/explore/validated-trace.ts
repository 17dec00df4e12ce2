/**
 * No trace is shown before the reducers have been run again, step by step from an initial state and without the memo,
 * and have led to the same states and the same verdict.
 */
import type { PropertyDefinition, Trace, TraceStep } from '../../spec/language/index.ts'
import type { Program } from '../memo/program.ts'
import { impure } from '../model/spec-errors.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'
import type { PathStep } from './rebuild-trace.ts'

export function validatedTrace(
  program: Program,
  plain: PlainEvaluator,
  property: PropertyDefinition,
  path: readonly PathStep[],
): Trace {
  const { definition } = program.model
  const first = path[0] as PathStep
  if (!plain.initialStates().some((ids) => sameIds(program, ids, first.ids))) {
    throw impure(
      definition,
      { kind: 'initial', name: '', detail: '' },
      'the initial state of a story is not one of them when they are computed again',
    )
  }
  path.slice(1).forEach((step, at) => {
    const instance = program.instance(step.fn as number)
    const before = path[at] as PathStep
    const after = plain.step(instance.action, instance.args, before.ids)
    if (after === null || !sameIds(program, after, step.ids)) {
      throw impure(definition, instance.name(), 'run again on the same state it did something else')
    }
  })
  if (!isSettledBy(program, plain, property, path)) {
    throw impure(
      definition,
      { kind: 'property', name: property.name, detail: '' },
      'evaluated again on the same state it gave another answer',
    )
  }
  return {
    length: path.length,
    loop: null,
    back: null,
    steps: path.map((step, at) => traceStep(program, path[at - 1], step)),
  }
}

/** Whether the end of the path really breaks the property, or meets the goal. */
function isSettledBy(
  program: Program,
  plain: PlainEvaluator,
  property: PropertyDefinition,
  path: readonly PathStep[],
): boolean {
  const last = path[path.length - 1] as PathStep
  const view = plain.view(last.ids)
  const name = { kind: 'property', name: property.name, detail: '' } as const
  switch (property.kind) {
    case 'always':
      return property.parts.some((part) => !plain.holds(name, () => part.holds(view)))
    case 'reachable':
      return plain.holds(name, () => property.holds(view))
    case 'deadlock-free': {
      const { isFinal } = property
      if (isFinal !== null && plain.holds(name, () => isFinal(view))) return false
      return plain.successors(last.ids).length === 0
    }
    case 'always-step':
    case 'reachable-step': {
      const before = plain.view((path[path.length - 2] as PathStep).ids)
      const { action, args } = program.instance(last.fn as number)
      const step = { action: program.model.definition.actions[action]?.name as string, args }
      const holds = plain.holds(name, () => property.holds(before, step, view))
      return property.kind === 'reachable-step' ? holds : !holds
    }
    case 'no-way-back': {
      const before = plain.view((path[path.length - 2] as PathStep).ids)
      return property.parts.some(
        (part) => plain.holds(name, () => part.holds(before)) && !plain.holds(name, () => part.holds(view)),
      )
    }
    default:
      return false
  }
}

function traceStep(program: Program, before: PathStep | undefined, step: PathStep): TraceStep {
  const { model } = program
  const state = model.stateOf(step.ids)
  if (before === undefined || step.fn === null) return { action: null, params: {}, state, changed: [] }
  const { action, args } = program.instance(step.fn)
  const changed: string[] = []
  for (let slot = 0; slot < model.stored; slot++)
    if (before.ids[slot] !== step.ids[slot]) changed.push(model.path(slot))
  return { action: model.definition.actions[action]?.name as string, params: args, state, changed }
}

function sameIds(program: Program, left: Int32Array, right: Int32Array): boolean {
  for (let slot = 0; slot < program.model.stored; slot++) if (left[slot] !== right[slot]) return false
  return true
}
