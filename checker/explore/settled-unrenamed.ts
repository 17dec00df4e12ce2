/**
 * The end of a story up to symmetry: what settled the property in a canonical form has to settle it in the state that
 * the behaviour comes to, and with any two ids exchanged there as well.
 */
import type { PropertyDefinition } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import { FALSE, TRUE } from '../memo/functions.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import type { FunctionName } from '../model/function-names.ts'
import type { PathStep } from '../states/path.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'
import { notInterchangeable } from './asymmetry.ts'
import type { Sighting } from './sightings.ts'
import { canonicalIn, stepsTo, unrenamed } from './told-unrenamed.ts'

/** The behaviour, and the part of the property that it breaks. Throws `SpecError` where it comes to another end. */
export function settledUnrenamed(
  program: Program,
  symmetry: Symmetry,
  at: number,
  path: readonly PathStep[],
  { part, step }: Sighting,
): { readonly path: readonly PathStep[]; readonly part: string | null } {
  const { definition } = program.properties[at] as CompiledProperty
  const told = unrenamed(program, path)
  const end = (told.at(-1) as PathStep).ids
  const asked = new Asked(program, at)
  if (step !== null) {
    for (const last of stepsTo(program, symmetry, end, canonicalIn(program, step.ids))) {
      const settled = asked.ofStep(end, last)
      if (settled !== null) return { path: [...told, last], part: settled.part }
    }
    throw differs(program, definition, null)
  }
  // Of a state from which there is no way to a goal, its own part says nothing.
  if (definition.kind === 'can-always-reach') return { path: told, part }
  const settled = asked.ofState(end)
  if (settled === null) throw differs(program, definition, null)
  for (const [left, right] of symmetry.ids.neighbours()) {
    if (asked.ofState(symmetry.exchanged(end, left, right)) !== null) continue
    const { names } = symmetry.ids
    throw differs(program, definition, { left: names[left] as string, right: names[right] as string })
  }
  return { path: told, part: settled.part }
}

function differs(
  program: Program,
  { kind, name }: PropertyDefinition,
  exchange: { readonly left: string; readonly right: string } | null,
): Error {
  const subject: FunctionName = { kind: 'property', name, detail: '' }
  const problem = isGoal(kind) ? 'is not met, and was before' : 'is not broken, and was before'
  return notInterchangeable(program, exchange, subject, problem)
}

/** Asks a property whether a state or a step settles it, and which part; null where it does not. */
class Asked {
  readonly #program: Program
  readonly #at: number
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #before: Int32Array
  readonly #after: Int32Array

  constructor(program: Program, at: number) {
    const { slots } = program.model
    this.#program = program
    this.#at = at
    this.#both = program.model.newIds(2)
    this.#before = this.#both.subarray(0, slots)
    this.#after = this.#both.subarray(slots)
  }

  ofState(ids: Int32Array): { readonly part: string | null } | null {
    const { memo, model } = this.#program
    const { definition, parts } = this.#property()
    model.load(ids, this.#before)
    if (definition.kind === 'deadlock-free') {
      this.#program.findSuccessors(this.#before)
      const isEnd = this.#program.enabled.count === 0
      return isEnd && parts.every(({ fn }) => memo.lookup(fn, this.#before) !== TRUE) ? { part: null } : null
    }
    const settles = isGoal(definition.kind) ? TRUE : FALSE
    const found = parts.find(({ fn }) => memo.lookup(fn, this.#before) === settles)
    return found === undefined ? null : { part: found.label }
  }

  ofStep(before: Int32Array, { fn, ids }: PathStep): { readonly part: string | null } | null {
    const { memo, model } = this.#program
    const { definition, parts } = this.#property()
    model.load(before, this.#before)
    model.load(ids, this.#after)
    if (definition.kind === 'no-way-back') {
      const found = parts.find(
        (part) => memo.lookup(part.fn, this.#before) === TRUE && memo.lookup(part.fn, this.#after) === FALSE,
      )
      return found === undefined ? null : { part: found.label }
    }
    const predicate = this.#program.stepPredicate(this.#program.stepCondition(this.#at), fn as number)
    const settles = isGoal(definition.kind) ? TRUE : FALSE
    return memo.lookup(predicate, this.#both) === settles ? { part: null } : null
  }

  #property(): CompiledProperty {
    return this.#program.properties[this.#at] as CompiledProperty
  }
}
