/**
 * From where on a break could no longer be avoided. A way on avoids it if it never breaks the property and goes on as
 * long as anything can happen: it ends where nothing changes the state any more, or goes round for ever. Fairness plays
 * no part.
 */

import type { PointOfNoReturn, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { SpecError } from '../../spec/language/index.ts'
import { isGoal, propertyTraits } from '../../spec/language/property-kinds.ts'
import { FALSE, TRUE } from '../memo/functions.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import type { Refinement } from '../refinement/refinement.ts'
import type { SlotTable } from '../values/slot-table.ts'
import { compareInstances } from './findings.ts'

/** States expanded for one property at most, and at least in a run that explored fewer. */
const MOST_STATES = 50_000
const LEAST_STATES = 1_000
/** A graph without end is gone down into: steps on one way on at most, and bytes of values never met before. */
const MOST_STEPS = 1_000
const MOST_NEW_BYTES = 8e6

/** What a break looks like: the property by its position, and its refinement, where it is one. */
export interface Breaking {
  readonly property: number
  readonly refinement: Refinement | undefined
  /** Of what can be reached no more: whether it surely could be from the state before. */
  readonly wasReachable: boolean
}

/**
 * The last state of the trace from which the break could still be avoided. Null where the question makes no sense: for
 * goals, for loops, and where the initial state is a break already. `explored` is the number of states that the run
 * explored: of a whole graph no more can be needed, and of another the search shall not cost more than the run did.
 * Cost: up to 50,000 states expanded.
 */
export function pointOfNoReturn(
  program: Program,
  breaking: Breaking,
  trace: Trace,
  explored: number,
): PointOfNoReturn | null {
  const { kind } = (program.properties[breaking.property] as CompiledProperty).definition
  if (trace.length < 2 || trace.loop !== null) return null
  if (isGoal(kind)) return null
  switch (propertyTraits[kind].decidedBy) {
    case 'state':
    case 'step':
    case 'end':
      return search(program, breaking, trace, Math.min(MOST_STATES, Math.max(LEAST_STATES, explored)))
    case 'graph':
      // The trace is a shortest one into the trap: before its last step there was a way to the goal, or may have been one.
      return breaking.wasReachable
        ? { index: trace.length - 2, instead: null, unknown: null }
        : { index: null, instead: null, unknown: 'bound' }
    case 'behaviour':
      return null
  }
}

function search(program: Program, breaking: Breaking, trace: Trace, mostStates: number): PointOfNoReturn {
  const ways = new WaysOn(program, breaking, mostStates)
  try {
    for (let index = trace.length - 2; index >= 0; index--) {
      const state = idsOf(program, (trace.steps[index] as Trace['steps'][number]).state)
      const found = ways.avoidingFrom(state)
      if (found === 'doomed') continue
      if (typeof found === 'string') return { index: null, instead: null, unknown: found }
      return { index, instead: found.fn === null ? null : stepOf(program, found.fn), unknown: null }
    }
  } catch (error) {
    // What is beyond the break was never checked: a mistake there is no matter of this run.
    if (error instanceof SpecError) return { index: null, instead: null, unknown: 'error' }
    throw error
  }
  return { index: null, instead: null, unknown: null }
}

function stepOf(program: Program, fn: number): PointOfNoReturn['instead'] {
  const { action, args } = program.instance(fn)
  const { actions } = program.model.definition
  return { action: (actions[action] as SpecDefinition['actions'][number]).name, params: args }
}

function idsOf({ model }: Program, state: State): Int32Array {
  const ids = new Int32Array(model.stored)
  for (const { name, slot, members, derived } of model.groups.values()) {
    if (derived !== null) continue
    const own = members ?? [['', slot] as const]
    for (const [key, at] of own) {
      const value = members === null ? state[name] : (state[name] as State)[key]
      ids[at] = (model.tables[at] as SlotTable).idOf(value)
    }
  }
  return ids
}

/** Whether some way on from a state avoids the break; where none does for sure, why that is not known. */
type Fate = 'free' | 'doomed' | 'budget' | 'constraint'

/** A step on: memo number of the instance, and what it writes: slot, id, slot, id, … */
interface Way {
  readonly fn: number
  readonly writes: Int32Array
}

/** A state on the way that is being followed. */
interface Frame {
  readonly key: string
  readonly ids: Int32Array
  readonly ways: readonly Way[]
  next: number
  /** Whether some way left a constraint, so that what is beyond is unknown. */
  isCut: boolean
}

/** A depth-first search for ways on, which remembers what it found out about every state. */
class WaysOn {
  readonly #program: Program
  readonly #breaking: Breaking
  readonly #property: CompiledProperty
  readonly #fates = new Map<string, Fate>()
  /** States on the way that is being followed. */
  readonly #current = new Set<string>()
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #before: Int32Array
  readonly #after: Int32Array
  readonly #mostStates: number
  readonly #bytesBefore: number
  #expanded = 0

  constructor(program: Program, breaking: Breaking, mostStates: number) {
    const { slots } = program.model
    this.#mostStates = mostStates
    this.#bytesBefore = program.model.interner.bytes
    this.#program = program
    this.#breaking = breaking
    this.#property = program.properties[breaking.property] as CompiledProperty
    this.#both = new Int32Array(2 * slots)
    this.#before = this.#both.subarray(0, slots)
    this.#after = this.#both.subarray(slots)
  }

  get #newBytes(): number {
    return this.#program.model.interner.bytes - this.#bytesBefore
  }

  /** A first step (null: none is needed) after which the break can be avoided; else why there is none. */
  avoidingFrom(ids: Int32Array): { readonly fn: number | null } | Exclude<Fate, 'free'> {
    const key = ids.join()
    const frame = this.#expand(key, ids)
    if (typeof frame === 'string') return frame === 'free' ? { fn: null } : frame
    this.#current.add(key)
    let isCut = frame.isCut
    // The steps of the protocol before its faults, each in a fixed order: the same answer however states are numbered.
    for (const way of frame.ways.toSorted((left, right) => this.#compare(left.fn, right.fn))) {
      const fate = this.#fateOf(reached(ids, way))
      if (fate === 'free') return { fn: way.fn }
      if (fate === 'budget') return 'budget'
      if (fate === 'constraint') isCut = true
    }
    this.#current.delete(key)
    const fate = isCut ? 'constraint' : 'doomed'
    this.#fates.set(key, fate)
    return fate
  }

  #compare(left: number, right: number): number {
    const { actions } = this.#program.model.definition
    const isFault = (fn: number): number => (actions[this.#program.instance(fn).action]?.isFault === true ? 1 : 0)
    return isFault(left) - isFault(right) || compareInstances(this.#program, left, right)
  }

  #fateOf(ids: Int32Array): Fate {
    const stack: Frame[] = []
    const leave = (fate: Fate): Fate => {
      // A way that avoids the break does so from each of its states.
      for (const { key } of stack) {
        this.#current.delete(key)
        if (fate === 'free') this.#fates.set(key, fate)
      }
      return fate
    }
    const arrived = this.#arrive(ids, stack)
    if (arrived !== null) return arrived
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      const way = frame.ways[frame.next++]
      if (way === undefined) {
        const fate = frame.isCut ? 'constraint' : 'doomed'
        this.#fates.set(frame.key, fate)
        this.#current.delete(frame.key)
        stack.pop()
        const around = stack.at(-1)
        if (around === undefined) return fate
        if (fate === 'constraint') around.isCut = true
        continue
      }
      const fate = this.#arrive(reached(frame.ids, way), stack)
      if (fate === 'free' || fate === 'budget') return leave(fate)
      if (fate === 'constraint') frame.isCut = true
    }
    throw new Error('unreachable: the last frame returns')
  }

  /** What is known about a state; null where it must be searched from, and was put on the stack. */
  #arrive(ids: Int32Array, stack: Frame[]): Fate | null {
    const key = ids.join()
    if (this.#current.has(key)) return 'free'
    const known = this.#fates.get(key)
    if (known !== undefined) return known
    if (this.#expanded >= this.#mostStates || stack.length >= MOST_STEPS || this.#newBytes > MOST_NEW_BYTES) {
      return 'budget'
    }
    const frame = this.#expand(key, ids)
    if (typeof frame === 'string') {
      this.#fates.set(key, frame)
      return frame
    }
    this.#current.add(key)
    stack.push(frame)
    return null
  }

  /** The ways on from a state that is no break: steps that change it and break nothing. */
  #expand(key: string, ids: Int32Array): Frame | Fate {
    const { effects, enabled, model } = this.#program
    this.#expanded++
    this.#before.set(ids)
    this.#before.fill(-1, model.stored)
    this.#program.findSuccessors(this.#before)
    const successors: Way[] = []
    for (let at = 0; at < enabled.count; at++) {
      const writes = effects.writes(enabled.effects[at] as number)
      if (changes(ids, writes)) successors.push({ fn: enabled.instances[at] as number, writes })
    }
    if (successors.length === 0) return this.#isDeadlock(enabled.count) ? 'doomed' : 'free'
    let isCut = false
    const ways = successors.filter((way) => {
      this.#after.set(reached(ids, way))
      this.#after.fill(-1, model.stored)
      if (this.#isBroken(way.fn)) return false
      if (!this.#isOutside()) return true
      isCut = true
      return false
    })
    return { key, ids, ways, next: 0, isCut }
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
    const { definition, parts } = this.#property
    const { property, refinement } = this.#breaking
    switch (definition.kind) {
      case 'always':
        return parts.some((part) => memo.lookup(part.fn, this.#after) === FALSE)
      case 'always-step':
        return memo.lookup(this.#program.stepPredicate(property, fn), this.#both) === FALSE
      case 'no-way-back':
        return parts.some(
          (part) => memo.lookup(part.fn, this.#before) === TRUE && memo.lookup(part.fn, this.#after) === FALSE,
        )
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

function changes(ids: Int32Array, writes: Int32Array): boolean {
  for (let at = 0; at < writes.length; at += 2) if (ids[writes[at] as number] !== writes[at + 1]) return true
  return false
}

function reached(ids: Int32Array, { writes }: Way): Int32Array {
  const after = ids.slice()
  for (let at = 0; at < writes.length; at += 2) after[writes[at] as number] = writes[at + 1] as number
  return after
}
