/** In which states conditions of the user's are true: evaluated for every stored state, with the memo. */

import { TRUE } from '../memo/functions.ts'
import type { CompiledPart, Program } from '../memo/program.ts'
import type { PlainEvaluator } from '../model/plain-evaluator.ts'
import { inconsistent } from '../model/spec-errors.ts'
import type { PackedStates } from '../states/packed-states.ts'
import type { Subject } from '../states/subject.ts'
import { forEachStored } from './for-each-stored.ts'

/** For each condition a byte for each state, 1 = true. */
export type Truths = ReadonlyMap<CompiledPart, Uint8Array>

/** In the first states each answer is compared with that of a plain run. */
const COMPARED_STATES = 200

export function* truthsOf(
  program: Program,
  plain: PlainEvaluator,
  states: PackedStates,
  conditions: readonly CompiledPart[],
  subject: Subject,
): Generator<void, Truths> {
  const { memo } = program
  const truths = new Map(conditions.map((condition) => [condition, new Uint8Array(states.distinct)]))
  const columns = [...truths].map(([condition, column]) => ({
    condition,
    column,
    group: memo.group(memo.function(condition.fn).group),
  }))
  yield* forEachStored(program, states, subject, (state, ids) => {
    for (const { condition, column, group } of columns) {
      group.lookups++
      const isTrue = memo.lookup(condition.fn, ids) === TRUE
      if (isTrue) column[state] = 1
      if (state < COMPARED_STATES) compare(program, plain, ids, condition, isTrue)
    }
  })
  return truths
}

function compare(
  program: Program,
  plain: PlainEvaluator,
  ids: Int32Array,
  { fn, holds }: CompiledPart,
  isTrue: boolean,
): void {
  const { model, memo } = program
  const name = memo.function(fn).name()
  const view = plain.view(ids.slice(0, model.stored))
  if (plain.holds(name, () => holds(view)) === isTrue) return
  throw inconsistent(model.definition, name)
}
