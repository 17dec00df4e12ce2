/**
 * Of the shortest paths to some states of one depth, one with fewest faults. Paths are found backwards, as in
 * `rebuild-path.ts`, but to many states of a level at once: all that lie on such a path, as far as that is cheap.
 */

import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { compareStates } from '../model/compare-states.ts'
import { Arrivals, countDifferences } from './arrivals.ts'
import type { PackedStates } from './packed-states.ts'
import type { PathStep } from './path.ts'
import { rebuildPath } from './rebuild-path.ts'

/** A state to find a path to. */
export interface Target {
  readonly ids: Int32Array
  /** Faults that come after it. */
  readonly faultsAfter: number
}

/** States that were explored. */
export interface Stored {
  readonly program: Program
  readonly states: PackedStates
}

/** States of one level that paths are followed back from, and comparisons of a row with one of them for each level. */
const MOST_STATES = 64
const MOST_COMPARISONS = 1e6

/** A state on a shortest path. */
interface Node {
  readonly ids: Int32Array
  readonly packed: Int32Array
  /** States of the level before, each with the best instance that leads here. */
  before: { readonly node: Node; readonly fn: number }[]
  /** Fewest faults on a path to it; infinite until it is known. */
  faults: number
}

/**
 * The path, and the position of the target that it leads to. `targets` are of this depth (1 = initial), in structural
 * order, at least one. Of paths with equally few faults the one whose states come first, from the end back. Where a
 * level has too many states for all shortest paths to be followed, those with the structurally least states are. Cost:
 * for a specification without faults that of `rebuildPath`, else up to a million comparisons more for each level.
 */
export function pathWithFewestFaults(
  stored: Stored,
  targets: readonly Target[],
  depth: number,
): { readonly path: readonly PathStep[]; readonly target: number } {
  const { program, states } = stored
  const [first] = targets as readonly [Target]
  if (!program.model.definition.actions.some(({ isFault }) => isFault)) {
    return { path: rebuildPath(program, states, first.ids, depth), target: 0 }
  }
  const ends = targets.map(({ ids }) => nodeOf(states, ids))
  const levels = [ends]
  // Its path is followed back in any case.
  let followed = ends[0] as Node
  for (let level = depth - 1; level >= 1; level--) {
    const after = levels.at(-1) as Node[]
    const kept = leading(stored, after, followed, level)
    const before = nodesBefore(stored, kept, level)
    followed = leastBefore(program, followed, () => 0).node
    levels.push(before)
  }
  for (const node of levels.at(-1) as Node[]) node.faults = 0
  for (const level of levels.slice(0, -1).reverse()) {
    for (const node of level) {
      node.faults = Math.min(...node.before.map((each) => each.node.faults + faultsOf(program, each.fn)))
    }
  }
  const total = (at: number): number => (ends[at] as Node).faults + (targets[at] as Target).faultsAfter
  const target = [...targets.keys()].reduce((best, at) => (total(at) < total(best) ? at : best))
  return { path: pathTo(program, ends[target] as Node), target }
}

function pathTo(program: Program, end: Node): PathStep[] {
  const path: PathStep[] = []
  let node = end
  while (node.before.length > 0) {
    const { node: before, fn } = leastBefore(program, node, (each) => each.node.faults + faultsOf(program, each.fn))
    path.push({ fn, ids: node.ids })
    node = before
  }
  path.push({ fn: null, ids: node.ids })
  return path.reverse()
}

/** Of the steps to a state the one that is least in faults, then in the state before it, then as an instance. */
function leastBefore(
  program: Program,
  { before }: Node,
  faults: (each: Node['before'][number]) => number,
): Node['before'][number] {
  if (before.length === 0) throw new Error('unreachable: a state on a level has no predecessor on the level before')
  return before.reduce((best, each) => {
    const difference =
      faults(each) - faults(best) ||
      compareStates(program.model, each.node.ids, best.node.ids) ||
      compareInstances(program, each.fn, best.fn)
    return difference < 0 ? each : best
  })
}

/** Those of the nodes to follow back through a level: `followed`, and the structurally least. */
function leading({ program, states }: Stored, nodes: readonly Node[], followed: Node, level: number): readonly Node[] {
  const rows = states.visited.shards.reduce((sum, shard) => sum + shard.level(level)[1] - shard.level(level)[0], 0)
  const most = Math.min(MOST_STATES, Math.max(1, Math.floor(MOST_COMPARISONS / rows)))
  if (nodes.length <= most) return nodes
  const others = nodes.filter((node) => node !== followed)
  others.sort((left, right) => compareStates(program.model, left.ids, right.ids))
  return [followed, ...others.slice(0, most - 1)]
}

/** The states of a level from which a step leads to one of these; notes them there. */
function nodesBefore({ program, states }: Stored, nodes: readonly Node[], level: number): Node[] {
  const { model } = program
  const ids = model.newIds()
  const arrivals = new Arrivals(program)
  const found: Node[] = []
  for (const shard of states.visited.shards) {
    const [first, end] = shard.level(level)
    for (let row = first; row < end; row++) {
      const { mostDifferences: most } = arrivals
      const near = nodes.filter((node) => states.differences(shard, row, node.packed, most) <= most)
      if (near.length === 0) continue
      states.read(shard, row, ids)
      arrivals.from(ids)
      let own: Node | null = null
      for (const node of near) {
        const fn = bestInstance(program, arrivals, node.ids, countDifferences(ids, node.ids, model.stored))
        if (fn === null) continue
        own ??= nodeOf(states, ids.slice(0, model.stored))
        node.before.push({ node: own, fn })
      }
      if (own !== null) found.push(own)
    }
  }
  return found
}

/** Of the enabled instances that lead to a state the least, one that is no fault before others; null where none does. */
function bestInstance(program: Program, arrivals: Arrivals, target: Int32Array, differences: number): number | null {
  const { count, instances } = program.enabled
  let best: number | null = null
  for (let at = 0; at < count; at++) {
    const fn = instances[at] as number
    if (!arrivals.leadsTo(at, target, differences)) continue
    const isBetter =
      best === null || (faultsOf(program, fn) - faultsOf(program, best) || compareInstances(program, fn, best)) < 0
    if (isBetter) best = fn
  }
  return best
}

/** 1 for an instance of a fault, else 0. */
export function faultsOf(program: Program, fn: number): number {
  return program.model.definition.actions[program.instance(fn).action]?.isFault === true ? 1 : 0
}

function nodeOf(states: PackedStates, ids: Int32Array): Node {
  return { ids, packed: states.packed(ids), before: [], faults: Number.POSITIVE_INFINITY }
}
