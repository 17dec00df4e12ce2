/** The contents of numbered states, and the action instances between them. */

import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'
import { isSameState } from '../model/state-ids.ts'
import type { PackedStates } from '../states/packed-states.ts'
import type { PathStep } from '../states/path.ts'
import type { Shard } from '../states/shard.ts'
import { type StateGraph, shardOf } from './state-graph.ts'

export class StoredStates {
  readonly #program: Program
  readonly #states: PackedStates
  readonly #graph: StateGraph
  #ids: Int32Array | null = null

  constructor(program: Program, states: PackedStates, graph: StateGraph) {
    this.#program = program
    this.#states = states
    this.#graph = graph
  }

  /** Reads the stored ids of a state into `ids`, which has room for the computed ones too. */
  read(state: number, ids: Int32Array): void {
    const shard = shardOf(this.#graph, state)
    const row = state - (this.#graph.firstOfShard[shard] as number)
    this.#states.read(this.#states.visited.shards[shard] as Shard, row, ids)
  }

  /** Stored ids of a state. */
  idsOf(state: number): Int32Array {
    const { model } = this.#program
    this.#ids ??= model.newIds()
    this.read(state, this.#ids)
    return this.#ids.slice(0, model.stored)
  }

  /** The structural order of states, which does not depend on their numbers. */
  readonly comesBefore = (left: number, right: number): boolean =>
    compareStates(this.#program.model, this.idsOf(left), this.idsOf(right)) < 0

  /** A way through numbered states as steps, each by its least action instance. The first has none. */
  path(states: readonly number[]): PathStep[] {
    return states.map((state, at) => ({
      fn: at === 0 ? null : this.instanceBetween(states[at - 1] as number, state),
      ids: this.idsOf(state),
    }))
  }

  /** Memo number of the least action instance that leads from one state to another. */
  instanceBetween(from: number, to: number): number {
    const program = this.#program
    const { model } = program
    const before = model.newIds()
    this.read(from, before)
    const after = this.idsOf(to)
    program.findSuccessors(before)
    const { count, instances, effects } = program.enabled
    let best: number | null = null
    for (let at = 0; at < count; at++) {
      const fn = instances[at] as number
      if (best !== null && compareInstances(program, fn, best) >= 0) continue
      if (isSameState(model.after(before, program.effects.writes(effects[at] as number)), after)) best = fn
    }
    if (best === null) throw new Error('unreachable: no action leads along a step of the graph')
    return best
  }
}
