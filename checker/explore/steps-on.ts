/** The steps on from a state, seen by a promise that is broken: which of them break it, which leave a constraint. */

import { FALSE, TRUE } from '../memo/functions.ts'
import type { CompiledPart, CompiledProperty, Program } from '../memo/program.ts'
import { changesState } from '../model/state-ids.ts'
import type { Refinement } from '../refinement/refinement.ts'

/** What a break looks like: the property by its position, and its refinement, where it is one. */
export interface Breaking {
  readonly property: number
  readonly refinement: Refinement | undefined
  /** The part that is broken, where it has named parts. */
  readonly part: string | null
}

/** A step on: memo number of the instance, and what it writes: slot, id, slot, id, … */
export interface Way {
  readonly fn: number
  readonly writes: Int32Array
}

/** What can happen next in a state that is no break. */
export interface Next {
  /** Steps that change the state, break nothing and stay inside the constraints. */
  readonly ways: readonly Way[]
  /** Whether some step breaks the property. */
  readonly isBreaking: boolean
  /** Whether some step that breaks nothing leaves a constraint, so that what is beyond is unknown. */
  readonly isCut: boolean
  /** Whether nothing changes the state any more, and that is no break. */
  readonly isEnd: boolean
}

export class StepsOn {
  readonly #program: Program
  readonly #breaking: Breaking
  readonly #property: CompiledProperty
  readonly #parts: readonly CompiledPart[]
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #before: Int32Array
  readonly #after: Int32Array

  /** `part`: the label of the only part whose break counts; null = that of any. */
  constructor(program: Program, breaking: Breaking, part: string | null) {
    const { slots } = program.model
    this.#program = program
    this.#breaking = breaking
    this.#property = program.properties[breaking.property] as CompiledProperty
    this.#parts = this.#property.parts.filter(({ label }) => part === null || label === part)
    this.#both = program.model.newIds(2)
    this.#before = this.#both.subarray(0, slots)
    this.#after = this.#both.subarray(slots)
  }

  /** Of a state by the ids of its stored slots. */
  from(ids: Int32Array): Next {
    const { effects, enabled, model } = this.#program
    model.load(ids, this.#before)
    this.#program.findSuccessors(this.#before)
    const successors: Way[] = []
    for (let at = 0; at < enabled.count; at++) {
      const writes = effects.writes(enabled.effects[at] as number)
      if (changesState(ids, writes)) successors.push({ fn: enabled.instances[at] as number, writes })
    }
    if (successors.length === 0) {
      const isEnd = !this.#isDeadlock(enabled.count)
      return { ways: [], isBreaking: !isEnd, isCut: false, isEnd }
    }
    let isBreaking = false
    let isCut = false
    const ways = successors.filter((way) => {
      model.load(model.after(ids, way.writes), this.#after)
      if (this.#isBroken(way.fn)) {
        isBreaking = true
        return false
      }
      if (!this.#isOutside()) return true
      isCut = true
      return false
    })
    return { ways, isBreaking, isCut, isEnd: false }
  }

  /** Whether the state in `#before`, which nothing changes any more, is itself a break. */
  #isDeadlock(enabled: number): boolean {
    if (this.#property.definition.kind !== 'deadlock-free' || enabled > 0) return false
    const [isFinal] = this.#property.parts
    return isFinal === undefined || this.#program.memo.lookup(isFinal.fn, this.#before) !== TRUE
  }

  /** Whether the step between the two halves of `#both` breaks the property, or leads to a state that does. */
  #isBroken(fn: number): boolean {
    const { memo } = this.#program
    const { definition } = this.#property
    const parts = this.#parts
    const { property, refinement } = this.#breaking
    switch (definition.kind) {
      case 'always':
        return parts.some((part) => memo.lookup(part.fn, this.#after) === FALSE)
      case 'always-step':
        return memo.lookup(this.#program.stepPredicate(this.#program.stepCondition(property), fn), this.#both) === FALSE
      case 'no-way-back':
        return parts.some(
          (part) => memo.lookup(part.fn, this.#before) === TRUE && memo.lookup(part.fn, this.#after) === FALSE,
        )
      case 'unless':
        return parts.some((part) => {
          const until = this.#property.responses[this.#property.parts.indexOf(part)] as CompiledPart
          const isKept = (ids: Int32Array): boolean => memo.lookup(part.fn, ids) === TRUE
          const isEnded = (ids: Int32Array): boolean => memo.lookup(until.fn, ids) === TRUE
          const isOpen = isKept(this.#before) && !isEnded(this.#before)
          return isOpen && !isKept(this.#after) && !isEnded(this.#after)
        })
      case 'refines': {
        if (refinement === undefined) return false
        const mapped = (ids: Int32Array): number => ~memo.lookup(refinement.mapping, ids)
        return !refinement.isStep(mapped(this.#before), mapped(this.#after))
      }
      default:
        return false
    }
  }

  #isOutside(): boolean {
    const { constraints, memo } = this.#program
    return constraints.some(({ fn }) => memo.lookup(fn, this.#after) === FALSE)
  }
}
