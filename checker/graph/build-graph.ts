/**
 * Takes every step of the explored states once more and notes where it leads. The memo knows all of them by now, so
 * that this costs about as much as exploring did, without the first runs of user code.
 */

import type { CompiledStep, Program } from '../memo/program.ts'
import type { Allow, PackedStates, StepLog } from '../states/packed-states.ts'
import type { Shard } from '../states/shard.ts'
import { type Fairness, NO_CONDITIONS } from './fairness.ts'
import type { ConditionSets, StateGraph } from './state-graph.ts'
import { StepMarks } from './step-marks.ts'

/** The states that were explored, and how far. */
export interface ExploredStates {
  readonly program: Program
  readonly states: PackedStates
  /** Where `states` puts the ids of the state that is being expanded; derived slots behind them. */
  readonly ids: Int32Array
  /** States of this depth and below it were not all expanded; null = all were. */
  readonly unexpandedFrom: number | null
  /** Length of the longest shortest path. */
  readonly deepest: number
  /** At least the number of steps. */
  readonly mostSteps: number
}

/** States between two pauses. */
const PAUSE = 256

/** `conditions` are asked of every step. Yields now and then; changes nothing that has been found. */
export function* buildGraph(
  explored: ExploredStates,
  fairness: Fairness,
  conditions: readonly CompiledStep[] = [],
): Generator<void, StateGraph> {
  const { program, states, ids, unexpandedFrom } = explored
  const { shards } = states.visited
  const firstOfShard = firstNumbers(shards)
  const size = firstOfShard[shards.length] as number
  const marks = new StepMarks(program, conditions, explored.mostSteps)
  const log = new Steps(firstOfShard, explored.mostSteps, size, fairness, ids, marks)
  const look: Allow | null =
    conditions.length === 0
      ? null
      : (instance, effect) => {
          marks.look(ids, instance, effect)
          return true
        }
  const isExpanded = new Uint8Array(size)
  states.lookUpSteps(log)

  for (const [number, shard] of shards.entries()) {
    const end = unexpandedFrom === null ? shard.count : shard.level(unexpandedFrom)[0]
    for (let row = 0; row < shard.count; row++) {
      const state = (firstOfShard[number] as number) + row
      log.begin(state)
      if (row < end) {
        isExpanded[state] = 1
        states.load(shard, row)
        program.memo.askedAgain++
        program.findSuccessors(ids)
        states.enqueueSuccessors(look)
        log.end(state)
      }
      if (row % PAUSE === 0) yield
    }
  }
  states.flushAll()
  yield
  const isOpen = Uint8Array.from(isExpanded, (expanded) => 1 - expanded)
  yield* log.compact(isOpen)
  return {
    size,
    firstOfShard,
    begins: log.begins,
    targets: log.targets.subarray(0, log.count),
    taken: log.taken,
    enabled: log.enabled,
    marks: marks.of(log.count),
    isOpen,
    isExpanded,
    depth: depths(shards, firstOfShard, explored.deepest),
  }
}

class Steps implements StepLog {
  count = 0
  readonly begins: Int32Array
  readonly targets: Int32Array
  readonly firstOfShard: Int32Array
  taken: ConditionSets
  enabled: ConditionSets
  readonly #fairness: Fairness
  /** Of the state that is being expanded. */
  readonly #ids: Int32Array
  readonly #marks: StepMarks
  #enabledHere = NO_CONDITIONS

  constructor(
    firstOfShard: Int32Array,
    mostSteps: number,
    size: number,
    fairness: Fairness,
    ids: Int32Array,
    marks: StepMarks,
  ) {
    this.#ids = ids
    this.#marks = marks
    this.firstOfShard = firstOfShard
    this.begins = new Int32Array(size + 1)
    this.targets = new Int32Array(mostSteps)
    this.#fairness = fairness
    this.taken = new Uint16Array(fairness.hasAny ? mostSteps : 0)
    this.enabled = new Uint16Array(fairness.hasAny ? size : 0)
  }

  begin(state: number): void {
    this.begins[state] = this.count
    this.#enabledHere = NO_CONDITIONS
  }

  add(instance: number): number {
    const step = this.count++
    this.#marks.note(step)
    if (this.enabled.length > 0) {
      const set = this.#fairness.ofStep(instance, this.#ids)
      this.#enabledHere = this.#fairness.union(this.#enabledHere, set)
      this.#fit()
      this.taken[step] = set
    }
    return step
  }

  end(state: number): void {
    if (this.enabled.length > 0) this.enabled[state] = this.#enabledHere
  }

  /** Joins parallel steps, drops those out of what was explored, and marks the states that have such. */
  *compact(isOpen: Uint8Array): Generator<void> {
    const { begins, targets } = this
    const size = begins.length - 1
    begins[size] = this.count
    const hasFairness = this.enabled.length > 0
    /** Where the step to a state was put last. */
    const placeOf = new Int32Array(size).fill(-1)
    let out = 0
    for (let state = 0; state < size; state++) {
      const from = begins[state] as number
      const end = begins[state + 1] as number
      const first = out
      begins[state] = first
      for (let step = from; step < end; step++) {
        const target = targets[step] as number
        if (target < 0) {
          isOpen[state] = 1
          continue
        }
        const known = placeOf[target] as number
        if (known >= first) {
          if (hasFairness) this.#join(known, step)
          this.#marks.join(known, step)
          continue
        }
        placeOf[target] = out
        targets[out] = target
        if (hasFairness) this.taken[out] = this.taken[step] as number
        this.#marks.move(step, out)
        out++
      }
      if (state % (64 * PAUSE) === 0) yield
    }
    begins[size] = out
    this.count = out
  }

  #join(known: number, step: number): void {
    const union = this.#fairness.union(this.taken[known] as number, this.taken[step] as number)
    this.#fit()
    this.taken[known] = union
  }

  /** Makes room for set numbers that are larger than expected. */
  #fit(): void {
    if (this.#fairness.setCount <= 2 ** 16 || this.taken instanceof Uint32Array) return
    this.taken = Uint32Array.from(this.taken)
    this.enabled = Uint32Array.from(this.enabled)
  }
}

function firstNumbers(shards: readonly Shard[]): Int32Array {
  const first = new Int32Array(shards.length + 1)
  shards.forEach((shard, number) => {
    first[number + 1] = (first[number] as number) + shard.count
  })
  return first
}

function depths(shards: readonly Shard[], firstOfShard: Int32Array, deepest: number): Int32Array {
  const depth = new Int32Array(firstOfShard[shards.length] as number)
  shards.forEach((shard, number) => {
    const first = firstOfShard[number] as number
    for (let level = 1; level <= deepest; level++) {
      const [from, end] = shard.level(level)
      depth.fill(level, first + from, first + end)
    }
  })
  return depth
}
