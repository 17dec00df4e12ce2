/**
 * Checks the memo while it is used. On the first states, and on ever fewer of those that follow, everything is also run
 * the plain way and compared; besides, now and then, a function whose result is known runs again on the state at hand.
 */

import { memberAt } from '../../spec/language/family-shape.ts'
import type { State } from '../../spec/language/index.ts'
import { TRUE } from '../memo/functions.ts'
import type { CompiledPart, Program } from '../memo/program.ts'
import type { FunctionName } from '../model/function-names.ts'
import type { PlainEvaluator, PlainSuccessor } from '../model/plain-evaluator.ts'
import { inconsistent } from '../model/spec-errors.ts'
import { isSameState } from '../model/state-ids.ts'
import type { Refinement } from '../refinement/refinement.ts'

/** One known result is run again every so many expanded states. */
const RECHECK_INTERVAL = 4096
/** Running everything without the memo ends after so many runs. */
const MOST_RUNS = 40_000

/** What is still being evaluated: a retired property may not be defined on the states that follow. */
export interface OpenConditions {
  /** Conditions that every stored state was checked for. */
  readonly parts: readonly CompiledPart[]
  /** Conditions that every state was checked for from which a step leads on. */
  readonly lasting: readonly CompiledPart[]
  /** Positions of step properties. */
  readonly steps: readonly number[]
  readonly refinements: readonly Refinement[]
}

interface Enabled {
  readonly fn: number
  /** Stored ids of the successor. */
  readonly ids: Int32Array
}

export class Verifier {
  readonly #program: Program
  readonly #plain: PlainEvaluator
  readonly #verifiedStates: number
  /** By action: instances enabled in the state being verified, by their canonical arguments. */
  readonly #enabled: readonly Map<unknown, Enabled>[]
  /** Ids before and after a step. */
  readonly #step: Int32Array
  #next = 0
  #runs = 0
  #nextCompared: number

  constructor(program: Program, verifiedStates: number) {
    this.#program = program
    this.#plain = program.plain
    this.#verifiedStates = verifiedStates
    this.#enabled = program.model.definition.actions.map(() => new Map())
    this.#step = program.model.newIds(2)
    this.#nextCompared = this.#comparedAfter(0)
  }

  /** Called after each expanded state, whose successors are in `program.enabled`; `expanded` counts them from one. */
  afterExpanding(ids: Int32Array, expanded: number, open: OpenConditions): void {
    const isCompared = expanded === this.#nextCompared
    if (isCompared) this.#nextCompared = this.#comparedAfter(expanded)
    if (isCompared && this.#runs < MOST_RUNS) {
      const { userCode } = this.#program
      const before = userCode.runs
      this.#compareWithPlain(ids, open)
      this.#runs += userCode.runs - before
    } else if (expanded % RECHECK_INTERVAL === 0) this.#recheckOne(ids)
  }

  /**
   * The next state to be compared. All of the first are; of as many again every second one; and each time the states have doubled, every second one of
   * those that would have been compared. A small graph is not dominated by it, and a large one is looked at everywhere.
   */
  #comparedAfter(expanded: number): number {
    const first = this.#verifiedStates
    if (expanded < first) return expanded + 1
    if (first === 0) return Number.POSITIVE_INFINITY
    // Seldom asked, so that nothing is worked out for the states between.
    const intervalAt = (state: number): number => 2 ** Math.ceil(Math.log2(state / first))
    let next = expanded + 1
    while (next % intervalAt(next) !== 0) next = (Math.floor(next / intervalAt(next)) + 1) * intervalAt(next)
    return next
  }

  #compareWithPlain(ids: Int32Array, open: OpenConditions): void {
    const { model, memo, constraints } = this.#program
    const state = ids.slice(0, model.stored)
    const view = this.#plain.view(state)
    this.#noteEnabled(state)
    const isLast = this.#program.enabled.count === 0
    const parts = [...constraints, ...open.parts, ...(isLast ? [] : open.lasting)]
    const known = parts.map(({ fn }) => memo.lookup(fn, ids) === TRUE)
    this.#compareDerived(ids, view)
    parts.forEach(({ fn, holds }, at) => {
      const name = memo.function(fn).name()
      if (this.#plain.holds(name, () => holds(view)) !== known[at]) throw this.#differs(name)
    })
    for (const refinement of open.refinements) {
      const name = memo.function(refinement.mapping).name()
      const mapped = ~memo.lookup(refinement.mapping, ids)
      if (this.#plain.run(name, () => refinement.map(view)) !== mapped) throw this.#differs(name)
      refinement.recheck(mapped)
    }
    for (const successor of this.#plain.successors(state)) {
      const byArguments = this.#enabled[successor.action] as Map<unknown, Enabled>
      const key = this.#key(successor.args)
      const known = byArguments.get(key)
      if (known === undefined || !isSameState(successor.ids, known.ids)) {
        throw this.#differs(this.#actionName(successor.action))
      }
      byArguments.delete(key)
      if (open.steps.length > 0) this.#compareSteps(open.steps, known.fn, { ids, view }, successor)
    }
    const extra = this.#enabled.findIndex((byArguments) => byArguments.size > 0)
    if (extra >= 0) throw this.#differs(this.#actionName(extra))
  }

  #noteEnabled(state: Int32Array): void {
    const program = this.#program
    for (const byArguments of this.#enabled) byArguments.clear()
    const { count, instances, effects } = program.enabled
    for (let at = 0; at < count; at++) {
      const fn = instances[at] as number
      const after = program.model.after(state, program.effects.writes(effects[at] as number))
      const { action, args } = program.instance(fn)
      this.#enabled[action]?.set(this.#key(args), { fn, ids: after })
    }
  }

  /** Derived values that some function asked for in this state. */
  #compareDerived(ids: Int32Array, view: State): void {
    const { model } = this.#program
    model.derivations.forEach(({ definition, keys }, at) => {
      const slot = model.firstComputed + at
      if ((ids[slot] as number) < 0) return
      const name: FunctionName = { kind: 'derived', name: definition.name, detail: keys.join(', ') }
      const value = this.#plain.run(name, () => memberAt(view[definition.name], keys))
      if (value !== model.value(slot, ids)) throw this.#differs(name)
    })
  }

  /** What all of these properties say of one step. */
  #compareSteps(
    properties: readonly number[],
    fn: number,
    before: { readonly ids: Int32Array; readonly view: State },
    { ids: after }: PlainSuccessor,
  ): void {
    const program = this.#program
    program.model.load(before.ids, this.#step)
    program.model.load(after, this.#step.subarray(program.model.slots))
    const { action, args } = program.instance(fn)
    const step = { action: this.#actionName(action).name, args }
    const viewAfter = this.#plain.view(after)
    for (const property of properties) {
      const condition = program.stepCondition(property)
      const predicate = program.stepPredicate(condition, fn)
      const known = program.memo.lookup(predicate, this.#step) === TRUE
      const name = program.memo.function(predicate).name()
      if (this.#plain.holds(name, () => condition.holds(before.view, step, viewAfter)) !== known) {
        throw this.#differs(name)
      }
    }
  }

  #recheckOne(ids: Int32Array): void {
    const { memo } = this.#program
    memo.recheck(this.#next++ % memo.size, ids)
  }

  /** One object for equal arguments; their text would not do, because a set and an array may read the same. */
  #key(args: object): unknown {
    return this.#program.model.interner.canonical(args, '')
  }

  #actionName(action: number): FunctionName {
    return { kind: 'action', name: this.#program.model.definition.actions[action]?.name ?? '', detail: '' }
  }

  #differs(name: FunctionName): Error {
    return inconsistent(this.#program.model.definition, name)
  }
}
