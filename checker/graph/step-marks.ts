/** Which steps of the graph satisfy conditions of steps, noted while each of them is taken once more. */

import { TRUE } from '../memo/functions.ts'
import type { CompiledStep, Program } from '../memo/program.ts'
import { inconsistent } from '../model/spec-errors.ts'
import { changesState } from '../model/state-ids.ts'

/** For each condition a byte for each step of the graph, 1 = true. */
export type Marks = ReadonlyMap<CompiledStep, Uint8Array>

/** The first answers for each condition are compared with those of plain runs. */
const COMPARED_STEPS = 200

interface Column {
  readonly condition: CompiledStep
  readonly marks: Uint8Array
  /** Whether the condition is true of the step that is being taken. */
  isTrue: boolean
}

export class StepMarks {
  readonly #program: Program
  readonly #columns: readonly Column[]
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #after: Int32Array
  #compared = 0

  /** `mostSteps`: at least the number of steps. */
  constructor(program: Program, conditions: readonly CompiledStep[], mostSteps: number) {
    const { slots } = program.model
    this.#program = program
    this.#columns = conditions.map((condition) => ({ condition, marks: new Uint8Array(mostSteps), isTrue: false }))
    this.#both = program.model.newIds(2)
    this.#after = this.#both.subarray(slots)
  }

  /** The marks of so many steps. */
  of(steps: number): Marks {
    return new Map(this.#columns.map(({ condition, marks }) => [condition, marks.subarray(0, steps)]))
  }

  /** Asks the conditions of the step that this instance takes with this effect from the state with these ids. */
  look(ids: Int32Array, instance: number, effect: number): void {
    const { effects, model } = this.#program
    const writes = effects.writes(effect)
    // What changes nothing is no step of the graph.
    if (!changesState(ids, writes)) return
    model.load(ids, this.#both)
    model.load(model.after(ids, writes), this.#after)
    const { memo } = this.#program
    for (const column of this.#columns) {
      const predicate = this.#program.stepPredicate(column.condition, instance)
      memo.group(memo.function(predicate).group).lookups++
      column.isTrue = memo.lookup(predicate, this.#both) === TRUE
      if (this.#compared < COMPARED_STEPS) this.#compare(column, predicate, instance)
    }
    this.#compared++
  }

  /** Puts down the last answers for this step. */
  note(step: number): void {
    for (const { marks, isTrue } of this.#columns) marks[step] = isTrue ? 1 : 0
  }

  /** One of two parallel steps stays, and counts for both. */
  join(kept: number, dropped: number): void {
    for (const { marks } of this.#columns) if (marks[dropped] === 1) marks[kept] = 1
  }

  move(step: number, to: number): void {
    for (const { marks } of this.#columns) marks[to] = marks[step] as number
  }

  #compare({ condition, isTrue }: Column, predicate: number, instance: number): void {
    const { memo, model, plain } = this.#program
    const name = memo.function(predicate).name()
    const { action, args } = this.#program.instance(instance)
    const step = { action: model.definition.actions[action]?.name as string, args }
    const before = plain.view(this.#both.slice(0, model.stored))
    const after = plain.view(this.#after.slice(0, model.stored))
    if (plain.holds(name, () => condition.holds(before, step, after)) === isTrue) return
    throw inconsistent(model.definition, name)
  }
}
