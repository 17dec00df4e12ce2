/**
 * From where on a break could no longer be avoided. A way on avoids it if it never breaks the property and goes on as
 * long as anything can happen: it ends where nothing changes the state any more, or goes round for ever. Fairness plays
 * no part.
 */

import { memberAt } from '../../spec/language/family-shape.ts'
import type { PointOfNoReturn, SpecDefinition, State, Trace } from '../../spec/language/index.ts'
import { SpecError } from '../../spec/language/index.ts'
import { isGoal, propertyTraits } from '../../spec/language/property-kinds.ts'
import { pathsIn } from '../../spec/language/shape.ts'
import { compareInstances } from '../memo/compare-instances.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import { forEachElement } from '../model/read-changes.ts'
import { keyOf } from '../model/state-ids.ts'
import { type Breaking, StepsOn, type Way } from './steps-on.ts'
import { bestWayOut, type WayOut } from './way-out.ts'

/** States expanded for one property at most, and at least in a run that explored fewer. */
const MOST_STATES = 50_000
const LEAST_STATES = 1_000
/** A graph without end is gone down into: steps on one way on at most, and bytes of values never met before. */
const MOST_STEPS = 1_000
const MOST_NEW_BYTES = 8e6

/** The property that is broken. */
export interface Broken extends Breaking {
  /** Whether a goal that can be reached no more surely could be from the state before. */
  readonly wasReachable: boolean
}

/**
 * The last state of the trace from which the break could still be avoided. Null where the question makes no sense: for
 * goals, for loops, and where the initial state is a break already. `explored` is the number of states that the run
 * explored. The search expands at most as many, or `LEAST_STATES` where that is more: enough where it was the whole graph.
 * Cost: up to 50,000 states expanded.
 */
export function pointOfNoReturn(
  program: Program,
  breaking: Broken,
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
  const ways = new WaysOn(program, new StepsOn(program, breaking, null), mostStates)
  try {
    for (let index = trace.length - 2; index >= 0; index--) {
      const state = idsOf(program, (trace.steps[index] as Trace['steps'][number]).state)
      const found = ways.avoidingFrom(state)
      if (found === 'doomed') continue
      if (typeof found === 'string') return { index: null, instead: null, unknown: found }
      const instead = bestWayOut(program, breaking, found, trace.steps.slice(index + 1), mostStates)
      return { index, instead: instead === null ? null : stepOf(program, instead), unknown: null }
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
  const writes: number[] = []
  for (const { name, first, shape, derived, pool } of model.groups.values()) {
    if (derived !== null) continue
    if (pool !== null) forEachElement(model, pool, state[name], 'becomes', (...write) => writes.push(...write))
    else {
      pathsIn(shape).forEach((path, at) => {
        writes.push(first + at, model.table(first + at).idOf(memberAt(state[name], path)))
      })
    }
  }
  return model.after(new Int32Array(0), writes)
}

/** Whether some way on from a state avoids the break; where none does for sure, why that is not known. */
type Fate = 'free' | 'doomed' | 'budget' | 'constraint'

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
  readonly #steps: StepsOn
  readonly #fates = new Map<string, Fate>()
  /** States on the way that is being followed. */
  readonly #current = new Set<string>()
  readonly #mostStates: number
  readonly #bytesBefore: number
  #expanded = 0

  constructor(program: Program, steps: StepsOn, mostStates: number) {
    this.#mostStates = mostStates
    this.#bytesBefore = program.model.interner.bytes
    this.#program = program
    this.#steps = steps
  }

  get #newBytes(): number {
    return this.#program.model.interner.bytes - this.#bytesBefore
  }

  /** The first steps after which the break can surely be avoided, and where they lead (none: none is needed); else why there is none. */
  avoidingFrom(ids: Int32Array): readonly WayOut[] | Exclude<Fate, 'free'> {
    const key = keyOf(ids)
    const frame = this.#expand(key, ids)
    if (typeof frame === 'string') return frame === 'free' ? [] : frame
    this.#current.add(key)
    let isCut = frame.isCut
    const free: WayOut[] = []
    // In a fixed order: the same answer however states are numbered.
    for (const way of frame.ways.toSorted((left, right) => compareInstances(this.#program, left.fn, right.fn))) {
      const after = this.#program.model.after(ids, way.writes)
      const fate = this.#fateOf(after)
      if (fate === 'free') free.push({ fn: way.fn, ids: after })
      if (fate === 'budget' && free.length === 0) return 'budget'
      if (fate === 'constraint') isCut = true
    }
    if (free.length > 0) return free
    this.#current.delete(key)
    const fate = isCut ? 'constraint' : 'doomed'
    this.#fates.set(key, fate)
    return fate
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
      const fate = this.#arrive(this.#program.model.after(frame.ids, way.writes), stack)
      if (fate === 'free' || fate === 'budget') return leave(fate)
      if (fate === 'constraint') frame.isCut = true
    }
    throw new Error('unreachable: the last frame returns')
  }

  /** What is known about a state; null where it must be searched from, and was put on the stack. */
  #arrive(ids: Int32Array, stack: Frame[]): Fate | null {
    const key = keyOf(ids)
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

  /** The ways on from a state that is no break. */
  #expand(key: string, ids: Int32Array): Frame | Fate {
    this.#expanded++
    const { ways, isCut, isEnd } = this.#steps.from(ids)
    if (ways.length === 0 && !isCut) return isEnd ? 'free' : 'doomed'
    return { key, ids, ways, next: 0, isCut }
  }
}
