/** A path of ids as plain data, to be run again before it is shown: see `runs/engine/revalidate.ts`. */
import type { Trace, TraceStep } from '../../spec/language/index.ts'
import type { FoundLasso } from '../liveness/found-lasso.ts'
import type { Program } from '../memo/program.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { PathStep } from '../states/path.ts'

/** `refinement` is that of the property, where it is one: each state is shown with what it is mapped to. */
export function traceOf(program: Program, path: readonly PathStep[], refinement?: Refinement): Trace {
  return { length: path.length, loop: null, back: null, steps: stepsOf(program, path, refinement) }
}

export function lassoTraceOf(program: Program, { path, loop, back }: FoundLasso, refinement?: Refinement): Trace {
  const closing = back === null ? null : callOf(program, back)
  return { length: path.length, loop, back: closing, steps: stepsOf(program, path, refinement) }
}

function stepsOf(
  program: Program,
  path: readonly PathStep[],
  refinement: Refinement | undefined,
): readonly TraceStep[] {
  return path.map((step, at) => {
    const told = stepOf(program, path[at - 1], step)
    return refinement === undefined ? told : { ...told, abstract: mapped(program, refinement, step) }
  })
}

function stepOf(program: Program, before: PathStep | undefined, { fn, ids }: PathStep): TraceStep {
  const { model } = program
  const state = model.stateOf(ids)
  if (before === undefined || fn === null) return { action: null, params: {}, state, changed: [] }
  const changed: string[] = []
  for (const { name, first, size, derived, pool } of model.groups.values()) {
    if (derived !== null) continue
    if (pool !== null) {
      if (pool.elements.some(({ slot }) => (before.ids[slot] ?? 0) !== (ids[slot] ?? 0))) changed.push(name)
      continue
    }
    for (let slot = first; slot < first + size; slot++)
      if (before.ids[slot] !== ids[slot]) changed.push(model.path(slot))
  }
  return { ...callOf(program, fn), state, changed }
}

function callOf(program: Program, fn: number): NonNullable<Trace['back']> {
  const { action, args } = program.instance(fn)
  return { action: program.model.definition.actions[action]?.name as string, params: args }
}

function mapped({ memo, model }: Program, refinement: Refinement, { ids }: PathStep): TraceStep['state'] {
  const environment = model.newIds()
  model.load(ids, environment)
  return refinement.stateOf(~memo.lookup(refinement.mapping, environment))
}
