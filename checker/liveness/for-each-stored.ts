import type { Program } from '../memo/program.ts'
import type { PackedStates } from '../states/packed-states.ts'
import type { Subject } from '../states/subject.ts'

/** States between two pauses. */
const PAUSE = 1024

/**
 * Calls `visit` with each stored state: its number in the graph, and the ids of all slots, derived ones not computed.
 * The array is used again. Yields now and then.
 */
export function* forEachStored(
  program: Program,
  states: PackedStates,
  subject: Subject,
  visit: (state: number, ids: Int32Array) => void,
): Generator<void, void> {
  const ids = program.model.newIds()
  let state = 0
  for (const shard of states.visited.shards) {
    let depth = 0
    let end = 0
    for (let row = 0; row < shard.count; row++, state++) {
      while (row >= end) end = shard.level(++depth)[1]
      subject.look(ids, depth)
      states.read(shard, row, ids)
      visit(state, ids)
      if (state % PAUSE === 0) yield
    }
  }
  subject.lookAway()
}
