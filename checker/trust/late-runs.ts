/**
 * Evaluates on all stored states and their steps what was not evaluated on all of them while exploring: properties that
 * were decided early. Needed before it can be said that nothing ever looks at something; the memo knows most of the
 * answers, and runs of functions leave their notes as always.
 */

import { SpecError } from '../../spec/language/index.ts'
import type { Ending } from '../explore/ending.ts'
import type { CompiledProperty } from '../memo/program.ts'

/** The stored states to go through once more. */
export interface Revisit extends Pick<Ending, 'program' | 'stored' | 'sightings' | 'refinementOf'> {
  /** States of this depth were not expanded; null = all were. */
  readonly unexpandedDepth: number | null
}

/** Evaluations of conditions of states; and of steps, which take longer. More is not done for the sake of a warning. */
const MOST_STATE_LOOKUPS = 20e6
const MOST_STEP_LOOKUPS = 2e6
/** States between two looks at whether it is still needed. */
const INTERVAL = 256

/**
 * Runs until `isNeeded` says no, or all is evaluated. False where that would take too long, or where a property is not
 * defined on the states that came after it was decided.
 */
export function runLate(revisit: Revisit, steps: number, isNeeded: () => boolean): boolean {
  const decided = revisit.program.properties.flatMap((property, at) =>
    revisit.sightings.get(at) === undefined ? [] : [{ property, at }],
  )
  if (decided.length === 0) return true
  try {
    return evaluateStates(revisit, decided, isNeeded) && evaluateSteps(revisit, decided, steps, isNeeded)
  } catch (error) {
    if (error instanceof SpecError) return false
    throw error
  }
}

/** Runs everything late that was decided early; see `Explorer.askAll`. */
export function asksAll(ending: Ending, goesOn: () => boolean): boolean {
  const { completeness, gaveUp, states } = ending
  if (!['full', 'constraint', 'depth'].includes(completeness) || gaveUp !== null) return false
  const unexpandedDepth = completeness === 'depth' ? states.depth : null
  return runLate({ ...ending, unexpandedDepth }, states.generated, goesOn) && goesOn()
}

interface Decided {
  readonly property: CompiledProperty
  readonly at: number
}

function evaluateStates(revisit: Revisit, decided: readonly Decided[], isNeeded: () => boolean): boolean {
  const { program, stored, refinementOf } = revisit
  const { memo } = program
  const functions = decided.flatMap(({ property, at }) => {
    if (property.definition.kind === 'deadlock-free') return []
    const refinement = refinementOf(at)
    return refinement === undefined
      ? [...property.parts, ...property.responses].map(({ fn }) => fn)
      : [refinement.mapping]
  })
  if (functions.length === 0) return true
  if (stored.visited.count * functions.length > MOST_STATE_LOOKUPS) return false
  forEachState(revisit, null, isNeeded, (ids) => {
    for (const fn of functions) {
      memo.group(memo.function(fn).group).lookups++
      memo.lookup(fn, ids)
    }
  })
  return true
}

function evaluateSteps(revisit: Revisit, decided: readonly Decided[], steps: number, isNeeded: () => boolean): boolean {
  const { program, unexpandedDepth } = revisit
  const { memo, model, effects, enabled } = program
  const ofSteps = decided.filter(({ property }) => property.definition.kind.endsWith('-step')).map(({ at }) => at)
  const ofDeadlocks = decided
    .filter(({ property }) => property.definition.kind === 'deadlock-free')
    .flatMap(({ property }) => property.parts)
  if (ofSteps.length + ofDeadlocks.length === 0) return true
  if (steps * (ofSteps.length + ofDeadlocks.length) > MOST_STEP_LOOKUPS) return false
  const both = model.newIds(2)
  const after = both.subarray(model.slots)
  forEachState(revisit, unexpandedDepth, isNeeded, (ids) => {
    program.findSuccessors(ids)
    if (enabled.count === 0) for (const { fn } of ofDeadlocks) memo.lookup(fn, ids)
    model.load(ids, both)
    for (let next = 0; next < enabled.count; next++) {
      model.load(model.after(ids, effects.writes(enabled.effects[next] as number)), after)
      for (const property of ofSteps) {
        const predicate = program.stepPredicate(program.stepCondition(property), enabled.instances[next] as number)
        memo.group(memo.function(predicate).group).lookups++
        memo.lookup(predicate, both)
      }
    }
  })
  return true
}

/** Calls `visit` with the ids of each stored state that is not of the depth left out, derived slots not computed. */
function forEachState(
  { program, stored }: Revisit,
  leftOut: number | null,
  isNeeded: () => boolean,
  visit: (ids: Int32Array) => void,
): void {
  const ids = program.model.newIds()
  let count = 0
  for (const shard of stored.visited.shards) {
    const end = leftOut === null ? shard.count : shard.level(leftOut)[0]
    for (let row = 0; row < end; row++) {
      if (count++ % INTERVAL === 0 && !isNeeded()) return
      stored.read(shard, row, ids)
      visit(ids)
    }
  }
}
