/**
 * No trace is shown before the reducers have been run again, step by step from an initial state and without the memo,
 * and have led to the same states and the same verdict.
 */
import type { PropertyDefinition, State, Trace, TraceStep } from '../../spec/language/index.ts'
import type { Program } from '../memo/program.ts'
import { impure } from '../model/spec-errors.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { PathStep } from './path.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'

/** `refinement` is that of the property, where it is one. */
export function validatedTrace(
  program: Program,
  plain: PlainEvaluator,
  property: PropertyDefinition,
  path: readonly PathStep[],
  refinement?: Refinement,
): Trace {
  requireRealPath(program, plain, path)
  if (!isSettledBy(program, plain, property, path, refinement)) throw changedAnswer(program, property)
  const steps = stepsOf(program, path)
  const mapped = refinement === undefined ? steps : steps.map((step, at) => withAbstract(step, at))
  return { length: path.length, loop: null, back: null, steps: mapped }

  function withAbstract(step: TraceStep, at: number): TraceStep {
    const number = mappedNumber(plain, property, refinement as Refinement, (path[at] as PathStep).ids)
    return { ...step, abstract: (refinement as Refinement).stateOf(number) }
  }
}

/** Runs every step again; throws where something else happens. */
export function requireRealPath(program: Program, plain: PlainEvaluator, path: readonly PathStep[]): void {
  const first = path[0] as PathStep
  if (!plain.initialStates().some((ids) => sameIds(program, ids, first.ids))) {
    throw impure(
      program.model.definition,
      { kind: 'initial', name: '', detail: '' },
      'the initial state of a story is not one of them when they are computed again',
    )
  }
  path.slice(1).forEach((step, at) => {
    requireRealStep(program, plain, path[at] as PathStep, step)
  })
}

/** Runs one step again; throws where something else happens. */
export function requireRealStep(program: Program, plain: PlainEvaluator, before: PathStep, step: PathStep): void {
  const instance = program.instance(step.fn as number)
  const after = plain.step(instance.action, instance.args, before.ids)
  if (after === null || !sameIds(program, after, step.ids)) {
    throw impure(program.model.definition, instance.name(), 'run again on the same state it did something else')
  }
}

export function changedAnswer(program: Program, property: PropertyDefinition): Error {
  return impure(
    program.model.definition,
    { kind: 'property', name: property.name, detail: '' },
    'evaluated again on the same state it gave another answer',
  )
}

export function stepsOf(program: Program, path: readonly PathStep[]): TraceStep[] {
  return path.map((step, at) => traceStep(program, path[at - 1], step))
}

function mappedNumber(
  plain: PlainEvaluator,
  property: PropertyDefinition,
  refinement: Refinement,
  ids: Int32Array,
): number {
  if (property.kind !== 'refines') throw new Error('unreachable: only a refinement has a mapping')
  const name = { kind: 'property', name: property.name, detail: 'its mapping' } as const
  return plain.run(name, () => refinement.numberOf(property.map(plain.view(ids))))
}

/** Whether the end of the path really breaks the property, or meets the goal. */
function isSettledBy(
  program: Program,
  plain: PlainEvaluator,
  property: PropertyDefinition,
  path: readonly PathStep[],
  refinement: Refinement | undefined,
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
    case 'can-always-reach':
      return property.parts.some(
        (part) => !canReach(plain, last.ids, (state) => plain.holds(name, () => part.holds(state))),
      )
    case 'refines': {
      if (refinement === undefined) return false
      const to = mappedNumber(plain, property, refinement, last.ids)
      if (path.length === 1) return !refinement.isInitial(to)
      const from = mappedNumber(plain, property, refinement, (path[path.length - 2] as PathStep).ids)
      return !refinement.isStep(from, to)
    }
    default:
      return false
  }
}

/** Searched plainly from a trap; a trap that is larger than this was found by the engine alone. */
const MOST_TRAP_STATES = 2000

function canReach(plain: PlainEvaluator, start: Int32Array, isGoal: (state: State) => boolean): boolean {
  const known = new Set([start.join()])
  const waiting = [start]
  for (let ids = waiting.pop(); ids !== undefined && known.size < MOST_TRAP_STATES; ids = waiting.pop()) {
    if (isGoal(plain.view(ids))) return true
    for (const successor of plain.successors(ids)) {
      const key = successor.ids.join()
      if (known.has(key)) continue
      known.add(key)
      waiting.push(successor.ids)
    }
  }
  return false
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

export function sameIds(program: Program, left: Int32Array, right: Int32Array): boolean {
  for (let slot = 0; slot < program.model.stored; slot++) if (left[slot] !== right[slot]) return false
  return true
}
