/** Graphs by hand: state n leads to the states in `steps[n]`. */
import type { StateGraph } from '../state-graph.ts'

export function graphOf(steps: readonly (readonly number[])[]): StateGraph {
  const size = steps.length
  const begins = Int32Array.from({ length: size + 1 }, (_, state) => steps.slice(0, state).flat().length)
  return {
    size,
    firstOfShard: Int32Array.of(0, size),
    begins,
    targets: Int32Array.from(steps.flat()),
    taken: new Uint16Array(0),
    enabled: new Uint16Array(0),
    marks: new Map(),
    isOpen: new Uint8Array(size),
    isExpanded: new Uint8Array(size).fill(1),
    depth: new Int32Array(size).fill(1),
  }
}
