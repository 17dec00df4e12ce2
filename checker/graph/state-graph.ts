/**
 * The explored graph in memory: for each state the states that its steps lead to. Steps that change nothing are left
 * out, parallel steps are one, and steps out of what was explored are only noted as such.
 *
 * States are numbered shard by shard in the order in which they are stored; nothing that is shown depends on that.
 */
import type { Marks } from './step-marks.ts'

export interface StateGraph {
  /** Number of states. */
  readonly size: number
  /** Number of the first state of each shard; at the end the number of states. */
  readonly firstOfShard: Int32Array
  /** The steps of state s are those from `begins[s]` to before `begins[s + 1]`. */
  readonly begins: Int32Array
  /** The state that each step leads to. */
  readonly targets: Int32Array
  /** For each step the set of fairness conditions that it counts for; empty where none is declared. */
  readonly taken: ConditionSets
  /** For each state the set of fairness conditions that are enabled in it; empty where none is declared. */
  readonly enabled: ConditionSets
  /** For each condition of steps that was asked, the steps that satisfy it. */
  readonly marks: Marks
  /** 1 for a state that has steps out of what was explored, or whose steps are not known. */
  readonly isOpen: Uint8Array
  /** 1 for a state whose steps are known. */
  readonly isExpanded: Uint8Array
  /** Length of the shortest path to each state, in states; 1 = initial. */
  readonly depth: Int32Array
}

/** Numbers of sets as in `Fairness`. */
export type ConditionSets = Uint16Array | Uint32Array

/** Bytes of a graph of so many states and steps, a little generous; `marks` are conditions of steps. */
export function graphBytes(states: number, steps: number, hasFairness: boolean, marks: number): number {
  return states * (4 + 2 + 4 + (hasFairness ? 4 : 0)) + steps * (4 + (hasFairness ? 2 : 0) + marks)
}

/** Bytes that looking for cycles and ways takes besides, per state; conditions of the user's take one more each. */
export const SEARCH_BYTES_PER_STATE = 48

/** The shard of a state. */
export function shardOf(graph: StateGraph, state: number): number {
  const { firstOfShard } = graph
  let low = 0
  let high = firstOfShard.length - 1
  while (high - low > 1) {
    const middle = (low + high) >>> 1
    if ((firstOfShard[middle] as number) <= state) low = middle
    else high = middle
  }
  return low
}
