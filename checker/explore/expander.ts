import type { Shard } from '../states/shard.ts'
import type { StepIds } from './open-properties.ts'
import type { SearchContext } from './search-context.ts'

/** Expands one state: finds its successors, checks them and the steps to them, and puts them in line. */
export class Expander {
  readonly #context: SearchContext
  readonly #stepIds: StepIds

  constructor(context: SearchContext) {
    this.#context = context
    const { ids, after, both } = context
    this.#stepIds = { before: ids, after, both }
  }

  expand(shard: Shard, row: number): void {
    const context = this.#context
    const { program, states, properties, ids, subject } = context
    states.load(shard, row)
    subject.look(ids, context.depth)
    const expanded = ++program.memo.states
    const runsBefore = program.userCode.runs
    program.findSuccessors(ids)
    const { count } = program.enabled
    context.generated += count
    states.enqueueSuccessors(properties.needSteps ? this.#isAllowed : null)
    subject.leaveStep()
    if (count === 0) {
      program.witnesses.deadEnds++
      properties.checkDeadlock(ids, context.depth)
    }
    const isNew = program.userCode.runs > runsBefore
    context.verifier.afterExpanding(ids, expanded, properties.conditions)
    // Last, because it asks for the successors of other states.
    context.symmetryCheck?.afterExpanding(ids, expanded, isNew, properties.conditions)
  }

  /** Checks the step properties, then the constraints; false for a successor that is not to be explored. */
  readonly #isAllowed = (instance: number, effect: number): boolean => {
    const { program, model, properties, ids, after, depth, cutBy, subject } = this.#context
    model.load(ids, after)
    const writes = program.effects.writes(effect)
    for (let at = 0; at < writes.length; at += 2) after[writes[at] as number] = writes[at + 1] as number
    subject.lookAtStep(instance, after)
    properties.checkStep(this.#stepIds, instance, depth)
    if (!properties.isOutside(after, depth + 1)) return true
    const action = program.actionOf[instance] as number
    cutBy[action] = (cutBy[action] as number) + 1
    return false
  }
}
