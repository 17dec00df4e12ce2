/**
 * Keeps an eye on the memo while it is used. On the first states everything is also run the plain way and compared;
 * later, now and then, a function whose result is known runs again on the state at hand.
 */
import type { Program } from '../memo/program.ts'
import { describeFunction } from '../model/function-names.ts'
import { specError } from '../model/spec-errors.ts'
import type { PlainEvaluator } from './plain-evaluator.ts'

/** One known result is run again every so many expanded states. */
const RECHECK_INTERVAL = 4096

export class Verifier {
  readonly #program: Program
  readonly #plain: PlainEvaluator
  readonly #verifiedStates: number
  /** Instances enabled in the state being verified, with the writes of their effects. */
  readonly #enabled = new Map<string, { readonly fn: number; readonly ids: string }>()
  #next = 0

  constructor(program: Program, plain: PlainEvaluator, verifiedStates: number) {
    this.#program = program
    this.#plain = plain
    this.#verifiedStates = verifiedStates
  }

  /** Called after each expanded state; `expanded` counts them from one. */
  afterExpanding(ids: Int32Array, expanded: number): void {
    if (expanded <= this.#verifiedStates) this.#compareWithPlain(ids)
    else if (expanded % RECHECK_INTERVAL === 0) this.#recheckOne(ids)
  }

  #compareWithPlain(ids: Int32Array): void {
    const { stored } = this.#program.model
    const state = ids.slice(0, stored)
    this.#enabled.clear()
    this.#program.findSuccessors(ids)
    const { count, instances, effects } = this.#program.enabled
    for (let at = 0; at < count; at++) {
      const fn = instances[at] as number
      const after = state.slice()
      const writes = this.#program.effects.writes(effects[at] as number)
      for (let write = 0; write < writes.length; write += 2)
        after[writes[write] as number] = writes[write + 1] as number
      this.#enabled.set(this.#key(this.#program.instance(fn)), { fn, ids: after.join() })
    }
    for (const successor of this.#plain.successors(state)) {
      const key = this.#key(successor)
      const known = this.#enabled.get(key)
      if (known?.ids !== successor.ids.join()) throw this.#differs(successor.action)
      this.#enabled.delete(key)
    }
    for (const { fn } of this.#enabled.values()) throw this.#differs(this.#program.instance(fn).action)
  }

  /** Arguments are canonical, so their text names them. */
  #key({ action, args }: { readonly action: number; readonly args: object }): string {
    return `${action} ${JSON.stringify(args)}`
  }

  #recheckOne(ids: Int32Array): void {
    const { fixed, memo } = this.#program
    if (fixed.length === 0) return
    memo.recheck(fixed[this.#next++ % fixed.length] as number, ids)
  }

  #differs(action: number): Error {
    const name = this.#program.model.definition.actions[action]?.name ?? ''
    return specError(
      this.#program.model.definition,
      'impure',
      describeFunction({ kind: 'action', name, detail: '' }),
      'run twice on the same state it did two different things',
      'It must depend on nothing but the state and its arguments: no variables outside that change, no input or output.',
    )
  }
}
