/**
 * Paths up to symmetry as behaviours. Such a path goes through canonical forms, and after a step the ids may have been
 * renamed; a story takes the same steps without that. Each step is found by expanding: it leads to a state of which the
 * next of the path is the canonical form. There is one as long as the ids are interchangeable.
 */
import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'
import { isSameState } from '../model/state-ids.ts'
import { faultsOf } from '../states/fewest-faults.ts'
import type { PathStep } from '../states/path.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'
import { notInterchangeable } from './asymmetry.ts'

/** The stored ids of the canonical form of a state; the state itself where no ids are interchangeable. */
export function canonicalIn({ symmetry }: Program, ids: Int32Array): Int32Array {
  return symmetry === null ? ids : symmetry.canonical(ids)
}

/** The behaviour behind a path; the path itself where no ids are interchangeable. */
export function unrenamed(program: Program, path: readonly PathStep[]): readonly PathStep[] {
  const { symmetry } = program
  const [first, ...steps] = path
  if (symmetry === null || first === undefined) return path
  const told: PathStep[] = [{ fn: null, ids: initialState(program, symmetry, first.ids) }]
  for (const { ids } of steps) {
    const [best] = stepsTo(program, symmetry, (told.at(-1) as PathStep).ids, ids)
    if (best === undefined) throw notInterchangeable(program, null, 'a step of a story', 'is not there after renaming')
    told.push(best)
  }
  return told
}

/**
 * The steps from a state to states of this canonical form, those with fewest faults first, then in the order of instances.
 */
export function stepsTo(
  program: Program,
  symmetry: Symmetry,
  from: Int32Array,
  canonical: Int32Array,
): readonly PathStep[] {
  const { enabled, effects, model } = program
  const environment = model.newIds()
  model.load(from, environment)
  program.findSuccessors(environment)
  const found: { readonly fn: number; readonly ids: Int32Array }[] = []
  for (let at = 0; at < enabled.count; at++) {
    const ids = model.after(from, effects.writes(enabled.effects[at] as number))
    if (isSameState(symmetry.canonical(ids), canonical)) found.push({ fn: enabled.instances[at] as number, ids })
  }
  return found.sort(
    (left, right) =>
      faultsOf(program, left.fn) - faultsOf(program, right.fn) || compareInstances(program, left.fn, right.fn),
  )
}

/** The structurally least initial state of this canonical form. */
function initialState(program: Program, symmetry: Symmetry, canonical: Int32Array): Int32Array {
  const { plain, model } = program
  const alike = plain.initialStates().filter((ids) => isSameState(symmetry.canonical(ids), canonical))
  return alike.reduce((least, ids) => (compareStates(model, ids, least) < 0 ? ids : least))
}
