/**
 * Checks that ids which were declared interchangeable are. In a state with two ids exchanged, the same has to happen with
 * these exchanged, and every condition that is looked at has to come out the same. Exchanging neighbours of a list, again
 * and again, gives every renaming, so these exchanges are tried: on the first states in every way in which they can be renamed, which
 * covers a small graph; on states where user code met something new; and now and then on a state after that. Each of
 * the latter is renamed first, every other one at random.
 */

import { FALSE, TRUE } from '../memo/functions.ts'
import type { CompiledPart, CompiledProperty, Program } from '../memo/program.ts'
import { describeValue, type FunctionName } from '../model/function-names.ts'
import { isSameState, keyOf } from '../model/state-ids.ts'
import type { Symmetry } from '../symmetry/symmetry.ts'
import { type Exchange, firstDifference, notInterchangeable } from './asymmetry.ts'
import type { OpenConditions } from './verifier.ts'

/** Exchanges tried on the first states and all that these can be renamed to. */
const EXCHANGES_OF_ORBITS = 6_000
/** States checked from the start on; after them, of those where user code ran for something new. */
const FIRST_STATES = 200
const MOST_NEW_STATES = 2_000
/** After that one state of so many. */
const INTERVAL = 512

/** What an action does in a state. */
interface Effect {
  readonly action: number
  readonly fn: number
  /** Of the stored slots, after the step. */
  readonly ids: Int32Array
}

export class SymmetryCheck {
  readonly #program: Program
  readonly #symmetry: Symmetry
  readonly #exchanges: readonly (readonly [left: number, right: number])[]
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #before: Int32Array
  readonly #after: Int32Array
  #exchangesLeft = EXCHANGES_OF_ORBITS
  #newStates = 0
  #checked = 0
  #random = 1

  constructor(program: Program, symmetry: Symmetry) {
    const { slots } = program.model
    this.#program = program
    this.#symmetry = symmetry
    this.#exchanges = symmetry.ids.neighbours()
    this.#both = program.model.newIds(2)
    this.#before = this.#both.subarray(0, slots)
    this.#after = this.#both.subarray(slots)
  }

  /**
   * Called after each expanded state; `expanded` counts them from one, `isNew` says that user code ran for it. Changes
   * `program.enabled`. Throws `SpecError` where ids do not behave alike.
   */
  afterExpanding(ids: Int32Array, expanded: number, isNew: boolean, open: OpenConditions): void {
    const isFirst = expanded <= FIRST_STATES
    const isMet = !isFirst && isNew && this.#newStates < MOST_NEW_STATES
    if (!isFirst && !isMet && expanded % INTERVAL !== 0) return
    if (isMet) this.#newStates++
    const state = ids.slice(0, this.#program.model.stored)
    if (this.#exchangesLeft > 0) {
      this.#compareOrbit(state, open)
      return
    }
    this.#compareWithNeighbours(this.#checked++ % 2 === 0 ? state : this.#renamed(state), open)
  }

  /** Compares everything that a state can be renamed to with its neighbours, as far as exchanges are left. */
  #compareOrbit(state: Int32Array, open: OpenConditions): void {
    const orbit = new Map([[keyOf(state), state]])
    // A map that grows while it is walked is walked to its end.
    for (const member of orbit.values()) {
      if (this.#exchangesLeft <= 0) return
      this.#exchangesLeft -= this.#exchanges.length
      for (const exchanged of this.#compareWithNeighbours(member, open)) orbit.set(keyOf(exchanged), exchanged)
    }
  }

  /** Gives the state with each two neighbours exchanged. */
  #compareWithNeighbours(base: Int32Array, open: OpenConditions): readonly Int32Array[] {
    const effects = this.#effects(base)
    const truths = this.#truths(base, effects, open)
    return this.#exchanges.map(([left, right]) => this.#compare(base, effects, truths, open, left, right))
  }

  #renamed(state: Int32Array): Int32Array {
    let renamed = state
    for (const [left, right] of this.#exchanges) {
      // Fixed, so that equal runs check equal states.
      this.#random = (Math.imul(this.#random, 1_103_515_245) + 12_345) & 0x7fffffff
      if ((this.#random >>> 16) % 2 === 0) renamed = this.#symmetry.exchanged(renamed, left, right)
    }
    return renamed
  }

  #compare(
    base: Int32Array,
    effects: ReadonlyMap<unknown, Effect>,
    truths: readonly Truth[],
    open: OpenConditions,
    left: number,
    right: number,
  ): Int32Array {
    const { names } = this.#symmetry.ids
    const exchange = { left: names[left] as string, right: names[right] as string }
    const exchanged = this.#symmetry.exchanged(base, left, right)
    // Also where that is the same state: what happens in it has to be the same with the ids exchanged.
    const others = isSameState(exchanged, base) ? effects : this.#effects(exchanged)
    const ofOthers = new Map<Effect, Effect>()
    for (const effect of effects.values()) {
      const other = others.get(this.#key(effect, left, right))
      if (other === undefined)
        throw this.#differs(exchange, effect, `is not enabled where it was with ${this.#argumentsOf(effect)}`)
      const wanted = this.#symmetry.exchanged(effect.ids, left, right)
      if (!isSameState(other.ids, wanted)) throw this.#differs(exchange, other, this.#difference(other.ids, wanted))
      ofOthers.set(other, effect)
    }
    const extra = [...others.values()].find((other) => !ofOthers.has(other))
    if (extra !== undefined) {
      throw this.#differs(
        exchange,
        extra,
        `is enabled with ${this.#argumentsOf(extra)}, and was not before with these exchanged`,
      )
    }
    // In the same order, so that conditions of steps stand at the same places.
    const inOrder = new Map([...effects.values()].map((effect) => [effect, effect]))
    for (const [other, effect] of ofOthers) inOrder.set(effect, other)
    const ofExchanged = this.#truths(exchanged, inOrder, open)
    truths.forEach(({ name, isTrue }, at) => {
      if (ofExchanged[at]?.isTrue === isTrue) return
      throw notInterchangeable(this.#program, exchange, name, `is ${!isTrue}, and was ${isTrue} before`)
    })
    return exchanged
  }

  /** Effects of all enabled instances, by action and arguments. */
  #effects(state: Int32Array): ReadonlyMap<unknown, Effect> {
    const program = this.#program
    const { enabled, effects, memo, model } = program
    model.load(state, this.#before)
    program.findSuccessors(this.#before)
    // Asked once more than for expanding: a share of misses is judged by this.
    for (const group of memo.groups) group.lookups += group.askedInEachState
    const found = new Map<unknown, Effect>()
    for (let at = 0; at < enabled.count; at++) {
      const fn = enabled.instances[at] as number
      const effect = {
        action: program.instance(fn).action,
        fn,
        ids: model.after(state, effects.writes(enabled.effects[at] as number)),
      }
      found.set(this.#key(effect), effect)
    }
    return found
  }

  /** One object for equal arguments of an action, exchanged where that is asked for. */
  #key({ action, fn }: Effect, left = -1, right = -1): unknown {
    const { interner } = this.#program.model
    const args = Object.entries(this.#program.instance(fn).args).map(([name, given]) => {
      const value = interner.canonical(given, name)
      return [name, left < 0 ? value : this.#symmetry.exchangedValue(value, left, right)]
    })
    return interner.canonical([action, args], '')
  }

  /** What the constraints and the properties that are open say of a state and the steps from it, in a fixed order. */
  #truths(state: Int32Array, steps: ReadonlyMap<unknown, Effect>, open: OpenConditions): readonly Truth[] {
    const { constraints, properties, memo, model } = this.#program
    model.load(state, this.#before)
    const truths: Truth[] = []
    const isOpen = ({ parts }: CompiledProperty, list: readonly CompiledPart[]): boolean =>
      parts.some((part) => list.includes(part))
    const isTrue = ({ fn }: CompiledPart, ids: Int32Array): boolean => {
      memo.group(memo.function(fn).group).lookups++
      return memo.lookup(fn, ids) === TRUE
    }
    for (const part of constraints) {
      truths.push({ name: memo.function(part.fn).name(), isTrue: isTrue(part, this.#before) })
    }
    properties.forEach((property, at) => {
      const name: FunctionName = { kind: 'property', name: property.definition.name, detail: '' }
      switch (property.definition.kind) {
        case 'always':
        case 'reachable':
          if (isOpen(property, open.parts)) {
            truths.push({ name, isTrue: property.parts.every((part) => isTrue(part, this.#before)) })
          }
          break
        case 'can-always-reach':
          // Each part for itself: from where a state can be reached is not known up to renaming of its part.
          for (const part of property.parts) {
            truths.push({ name: memo.function(part.fn).name(), isTrue: isTrue(part, this.#before) })
          }
          break
        case 'deadlock-free':
          if (steps.size === 0)
            truths.push({ name, isTrue: property.parts.every((part) => isTrue(part, this.#before)) })
          break
        case 'no-way-back':
          if (!isOpen(property, open.lasting)) break
          for (const { ids } of steps.values()) {
            model.load(ids, this.#after)
            const isKept = property.parts.every((part) => !isTrue(part, this.#before) || isTrue(part, this.#after))
            truths.push({ name, isTrue: isKept })
          }
          break
        case 'always-step':
        case 'reachable-step':
          if (!open.steps.includes(at)) break
          for (const { fn, ids } of steps.values()) {
            model.load(ids, this.#after)
            const predicate = this.#program.stepPredicate(this.#program.stepCondition(at), fn)
            memo.group(memo.function(predicate).group).lookups++
            truths.push({ name: memo.function(predicate).name(), isTrue: memo.lookup(predicate, this.#both) !== FALSE })
          }
          break
        default:
      }
    })
    return truths
  }

  #argumentsOf({ fn }: Effect): string {
    const args = Object.entries(this.#program.instance(fn).args)
    return args.length === 0
      ? 'no arguments'
      : args.map(([name, value]) => `${name}: ${describeValue(value, 60)}`).join(', ')
  }

  #difference(found: Int32Array, wanted: Int32Array): string {
    const { model } = this.#program
    const { path, valueIn } = firstDifference(model, found, wanted)
    const value = (ids: Int32Array): string => describeValue(valueIn(ids), 60)
    return `makes ${path} ${value(found)}, where ${value(wanted)} is what it did before with these exchanged`
  }

  #differs(exchange: Exchange, { fn }: Effect, problem: string): Error {
    return notInterchangeable(this.#program, exchange, this.#program.memo.function(fn).name(), problem)
  }
}

interface Truth {
  readonly name: FunctionName
  readonly isTrue: boolean
}
