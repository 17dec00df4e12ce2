/**
 * Finds the way to a state without having stored predecessors. Goes back level by level: expands the states of the level
 * before again, and chooses the structurally least one that leads to the state, with the least action. Cost: at
 * most one more exploration, most of it skipped because too many slots differ.
 */

import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'
import { Arrivals, countDifferences } from './arrivals.ts'
import type { PackedStates } from './packed-states.ts'
import type { PathStep } from './path.ts'

/**
 * The path from an initial state to `target`, which lies at `depth` (1 = initial), both included. Up to symmetry it goes
 * through canonical forms: each step leads to a state of which the next is the canonical form.
 */
export function rebuildPath(program: Program, states: PackedStates, target: Int32Array, depth: number): PathStep[] {
  const path: PathStep[] = []
  let state = target
  for (let level = depth - 1; level >= 1; level--) {
    const found = leastPredecessor(program, states, state, level)
    path.push({ fn: found.fn, ids: state })
    state = found.ids
  }
  path.push({ fn: null, ids: state })
  return path.reverse()
}

function leastPredecessor(
  program: Program,
  states: PackedStates,
  target: Int32Array,
  level: number,
): { readonly fn: number; readonly ids: Int32Array } {
  const { model } = program
  const ids = model.newIds()
  const packed = states.packed(target)
  const arrivals = new Arrivals(program)
  let best: { fn: number; ids: Int32Array } | null = null

  for (const shard of states.visited.shards) {
    const [first, end] = shard.level(level)
    for (let row = first; row < end; row++) {
      const { mostDifferences } = arrivals
      if (states.differences(shard, row, packed, mostDifferences) > mostDifferences) continue
      states.read(shard, row, ids)
      const differences = countDifferences(ids, target, model.stored)
      arrivals.from(ids)
      const { count, instances } = program.enabled
      for (let at = 0; at < count; at++) {
        const fn = instances[at] as number
        if (!arrivals.leadsTo(at, target, differences)) continue
        if (best === null || isBefore(program, ids, fn, best)) best = { fn, ids: ids.slice(0, model.stored) }
      }
    }
  }
  if (best === null) throw new Error('unreachable: a state on a level has no predecessor on the level before')
  return best
}

function isBefore(
  program: Program,
  ids: Int32Array,
  fn: number,
  best: { readonly fn: number; readonly ids: Int32Array },
): boolean {
  const byState = compareStates(program.model, ids, best.ids)
  return byState !== 0 ? byState < 0 : compareInstances(program, fn, best.fn) < 0
}
