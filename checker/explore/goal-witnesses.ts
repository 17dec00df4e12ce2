/**
 * Ways to goals with fewer faults than the shortest. Exploring finds the shortest way to a goal, and a fault is often a
 * short cut. What a goal is to show is that it can be reached with as few faults as possible, and then in as few steps.
 */

import { SpecError, type Trace } from '../../spec/language/index.ts'
import { isGoal } from '../../spec/language/property-kinds.ts'
import type { PropertyResult } from '../contract/result.ts'
import { compareInstances } from '../memo/compare-instances.ts'
import { FALSE, TRUE } from '../memo/functions.ts'
import type { CompiledProperty, Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'
import { keyOf } from '../model/state-ids.ts'
import { faultsOf } from '../states/fewest-faults.ts'
import type { PathStep } from '../states/path.ts'
import type { Ending } from './ending.ts'
import { traceOf } from './trace-of.ts'

/** States expanded in all, and at least in a run that explored fewer. */
const MOST_STATES = 200_000
const LEAST_STATES = 1_000
/** States met, which wait to be expanded or are known already, and bytes of values never met before. */
const MOST_MET = 300_000
const MOST_NEW_BYTES = 8e6

/**
 * The results, with a way of fewest faults, and then of fewest steps, for each goal whose shortest way has a fault; of
 * equally good ways the structurally least, from the end back. The ways stay inside the constraints and the depth limit.
 * Where that takes more than `MOST_STATES` or more states than were explored (`LEAST_STATES` where that is more), or an
 * error of the specification comes first, the shortest way stays. It runs more of the specification than the exploration
 * did. Cost: up to 200,000 states expanded, for all goals together; nothing where no goal takes a fault.
 */
export function withFewestFaults(ending: Ending, results: readonly PropertyResult[]): readonly PropertyResult[] {
  const { program } = ending
  const faults = new Map<number, number>()
  results.forEach(({ kind, trace }, property) => {
    const count = isGoal(kind) && trace !== null ? faultsIn(program, trace) : 0
    if (count > 0) faults.set(property, count)
  })
  if (faults.size === 0) return results
  const found = new WitnessSearch(ending, faults).run()
  return results.map((result, property) => {
    const path = found.get(property)
    return path === undefined ? result : { ...result, trace: traceOf(program, path) }
  })
}

function faultsIn({ model }: Program, { steps }: Trace): number {
  const faults = new Set(model.definition.actions.filter(({ isFault }) => isFault).map(({ name }) => name))
  return steps.filter(({ action }) => action !== null && faults.has(action)).length
}

/** The end of a way: a state, and the step that led to it from the end of another. */
interface WayEnd extends PathStep {
  readonly before: WayEnd | null
}

/** Ends of ways of one length that have equally many faults. */
interface Level {
  /** By the ids of the state, the least way there. */
  readonly states: Map<string, WayEnd>
  /** By position of a goal of steps, the least way that ends with such a step. */
  readonly steps: Map<number, WayEnd>
}

/**
 * A search by faults first, then by steps: all ways without faults in order of length, then all with one, and so on. A
 * state is gone on from once, on the first way there. Under a depth limit again where a way with more faults is shorter.
 */
class WitnessSearch {
  readonly #ending: Ending
  readonly #program: Program
  /** Faults on the shortest way to each goal that is still looked for, by position. */
  readonly #open: Map<number, number>
  readonly #found = new Map<number, readonly PathStep[]>()
  /** Length of the shortest way so far to each state that a way has led to. */
  readonly #lengths = new Map<string, number>()
  readonly #most: number
  readonly #bytesBefore: number
  #expanded = 0
  #met = 0
  /** Ids of all slots before and after a step. */
  readonly #both: Int32Array
  readonly #before: Int32Array
  readonly #after: Int32Array

  /** `faults` has those on the shortest way to each goal, by position. */
  constructor(ending: Ending, faults: ReadonlyMap<number, number>) {
    const { program, states } = ending
    const { slots } = program.model
    this.#ending = ending
    this.#program = program
    this.#open = new Map(faults)
    this.#most = Math.min(MOST_STATES, Math.max(LEAST_STATES, states.distinct))
    this.#bytesBefore = program.model.interner.bytes
    this.#both = program.model.newIds(2)
    this.#before = this.#both.subarray(0, slots)
    this.#after = this.#both.subarray(slots)
  }

  /** Ways with fewer faults than the shortest, for the goals that have one and come before the end of the search. */
  run(): ReadonlyMap<number, readonly PathStep[]> {
    try {
      this.#search()
    } catch (error) {
      // Nothing was checked on ways that the exploration did not take: a mistake there is no matter of this run.
      if (!(error instanceof SpecError)) throw error
    }
    return this.#found
  }

  #search(): void {
    const { maxDepth } = this.#ending.bounds
    let levels: Level[] = [this.#initial()]
    for (let faults = 0; this.#open.size > 0; faults++) {
      const withOneMore: Level[] = []
      // An array that grows while it is walked. Where no way has this length, it has a hole.
      for (let at = 0; at < levels.length; at++) {
        const level = levels[at]
        if (level === undefined) continue
        const inside = this.#arrive(level, at + 1)
        if (this.#open.size === 0) return
        if (at + 1 === maxDepth) continue
        // A level is expanded as a whole or not at all, so that the answer depends on no order.
        if (this.#expanded + inside.length > this.#most) return
        this.#expanded += inside.length
        for (const end of inside) {
          this.#expand(end, faults, at + 1, levels, withOneMore)
          if (this.#met > MOST_MET) return
        }
        if (this.#program.model.interner.bytes - this.#bytesBefore > MOST_NEW_BYTES) return
      }
      // With as many faults as the shortest way has, no other is better.
      for (const [property, most] of this.#open) if (most <= faults + 1) this.#open.delete(property)
      levels = withOneMore
    }
  }

  #initial(): Level {
    const { program, stored } = this.#ending
    const level = emptyLevel()
    const all = program.model.newIds()
    for (const shard of stored.visited.shards) {
      const [first, end] = shard.level(1)
      for (let row = first; row < end; row++) {
        stored.read(shard, row, all)
        const ids = all.slice(0, program.model.stored)
        level.states.set(keyOf(ids), { ids, fn: null, before: null })
      }
    }
    return level
  }

  /** Settles the goals that these ways meet. Gives those to go on from. */
  #arrive({ states, steps }: Level, length: number): readonly WayEnd[] {
    const isNew = [...states].filter(([key]) => !this.#isKnown(key, length))
    for (const [key] of isNew) this.#lengths.set(key, length)
    const ends = isNew.map(([, end]) => end)
    for (const property of [...this.#open.keys()]) {
      const end = steps.get(property) ?? this.#leastWhereMet(property, ends)
      if (end === null || !this.#open.delete(property)) continue
      this.#found.set(property, pathTo(end))
    }
    return this.#open.size === 0 ? [] : ends.filter(({ ids }) => !this.#isOutside(ids))
  }

  /** Whether a way of this length to a state leads no further than one that is known. */
  #isKnown(key: string, length: number): boolean {
    const known = this.#lengths.get(key)
    return known !== undefined && (this.#ending.bounds.maxDepth === undefined || known <= length)
  }

  /** The structurally least of the states that meet a goal of states; null where none does. */
  #leastWhereMet(property: number, ends: readonly WayEnd[]): WayEnd | null {
    const { model } = this.#program
    const { definition, parts } = this.#goal(property)
    if (definition.kind !== 'reachable') return null
    let least: WayEnd | null = null
    for (const end of ends) {
      model.load(end.ids, this.#after)
      const isMet = parts.some(({ fn }) => this.#isTrue(property, fn, this.#after))
      if (isMet && (least === null || compareStates(model, end.ids, least.ids) < 0)) least = end
    }
    return least
  }

  /** Takes each step from the end of a way with so many faults. */
  #expand(end: WayEnd, faults: number, length: number, levels: Level[], withOneMore: Level[]): void {
    const program = this.#program
    const { enabled, effects, model } = program
    const stepGoals = [...this.#open].filter(([at]) => this.#goal(at).definition.kind === 'reachable-step')
    const mostFaults = Math.max(0, ...this.#open.values()) - 1
    model.load(end.ids, this.#before)
    program.findSuccessors(this.#before)
    for (let at = 0; at < enabled.count; at++) {
      const fn = enabled.instances[at] as number
      const isFault = faultsOf(program, fn)
      if (faults + isFault > mostFaults) continue
      const ids = model.after(end.ids, effects.writes(enabled.effects[at] as number))
      const after = { ids, fn, before: end }
      const level = levelAt(isFault === 1 ? withOneMore : levels, length)
      model.load(ids, this.#after)
      for (const [property, most] of stepGoals) {
        if (faults + isFault >= most || !this.#open.has(property)) continue
        const isMet = this.#isTrue(property, program.stepPredicate(program.stepCondition(property), fn), this.#both)
        if (isMet && this.#isBetter(after, level.steps.get(property))) level.steps.set(property, after)
      }
      const key = keyOf(ids)
      if (this.#isKnown(key, length + 1)) continue
      const other = level.states.get(key)
      if (other === undefined) this.#met++
      if (this.#isBetter(after, other)) level.states.set(key, after)
    }
  }

  /** Whether the state before the last step is less, or that step. */
  #isBetter(end: WayEnd, other: WayEnd | undefined): boolean {
    if (other === undefined) return true
    if (end.before === null || other.before === null || end.fn === null || other.fn === null) return false
    const byState = compareStates(this.#program.model, end.before.ids, other.before.ids)
    return (byState || compareInstances(this.#program, end.fn, other.fn)) < 0
  }

  /** A goal that cannot be evaluated there is looked for no further: its shortest way stays. */
  #isTrue(property: number, fn: number, ids: Int32Array): boolean {
    try {
      return this.#program.memo.lookup(fn, ids) === TRUE
    } catch (error) {
      if (!(error instanceof SpecError)) throw error
      this.#open.delete(property)
      return false
    }
  }

  #isOutside(ids: Int32Array): boolean {
    const { constraints, memo, model } = this.#program
    model.load(ids, this.#after)
    return constraints.some(({ fn }) => memo.lookup(fn, this.#after) === FALSE)
  }

  #goal(property: number): CompiledProperty {
    return this.#program.properties[property] as CompiledProperty
  }
}

function emptyLevel(): Level {
  return { states: new Map(), steps: new Map() }
}

function levelAt(levels: Level[], at: number): Level {
  const level = levels[at] ?? emptyLevel()
  levels[at] = level
  return level
}

function pathTo(last: WayEnd): readonly PathStep[] {
  const path: PathStep[] = []
  for (let end: WayEnd | null = last; end !== null; end = end.before) path.push({ fn: end.fn, ids: end.ids })
  return path.reverse()
}
