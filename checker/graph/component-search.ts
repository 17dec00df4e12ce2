/**
 * Strongly connected components of a part of the graph, by Tarjan's algorithm ("Depth-first search and linear graph
 * algorithms", 1972) without recursion. A component comes after all those that it leads to.
 */
import type { StateGraph } from './state-graph.ts'

export class ComponentSearch {
  /**
   * Zone of each state. A search stays inside one zone. To divide a part of the graph, give the states of the smaller
   * part another zone.
   */
  readonly zoneOf: Int32Array
  readonly #graph: StateGraph
  /** Order of the first visit from 1 on; 0 = not visited, -1 = in a component that is finished. */
  readonly #index: Int32Array
  readonly #low: Int32Array
  /** Visited states that are in no finished component yet. */
  readonly #stack: Int32Array
  /** The path from a root to the state being visited, and for each state on it the next step to look at. */
  readonly #path: Int32Array
  readonly #nextStep: Int32Array
  #stacked = 0
  #pathLength = 0
  #visited = 0
  #roots: Int32Array = new Int32Array(0)
  #nextRoot = 0
  #zone = 0
  #isAllowed: ((step: number) => boolean) | null = null

  constructor(graph: StateGraph) {
    this.#graph = graph
    this.zoneOf = new Int32Array(graph.size)
    this.#index = new Int32Array(graph.size)
    this.#low = new Int32Array(graph.size)
    this.#stack = new Int32Array(graph.size)
    this.#path = new Int32Array(graph.size)
    this.#nextStep = new Int32Array(graph.size)
  }

  /**
   * Begins a search of these states, which are all those of a zone; `isAllowed` says of a step whether it may be taken,
   * null = each may. The search before, if it has not ended, is given up.
   */
  begin(states: Int32Array, zone: number, isAllowed: ((step: number) => boolean) | null = null): void {
    this.#isAllowed = isAllowed
    this.#stacked = 0
    this.#pathLength = 0
    for (const state of states) this.#index[state] = 0
    this.#roots = states
    this.#nextRoot = 0
    this.#zone = zone
    this.#visited = 0
  }

  /** The states of the next component, good until the next call; null at the end. */
  next(): Int32Array | null {
    for (;;) {
      if (this.#pathLength === 0 && !this.#visitNextRoot()) return null
      const component = this.#advance()
      if (component !== null) return component
    }
  }

  #visitNextRoot(): boolean {
    while (this.#nextRoot < this.#roots.length) {
      const root = this.#roots[this.#nextRoot++] as number
      if (this.#index[root] !== 0) continue
      this.#visit(root)
      return true
    }
    return false
  }

  #visit(state: number): void {
    this.#index[state] = this.#low[state] = ++this.#visited
    this.#stack[this.#stacked++] = state
    this.#nextStep[this.#pathLength] = this.#graph.begins[state] as number
    this.#path[this.#pathLength++] = state
  }

  /** Goes on until a component is complete or the path is empty. */
  #advance(): Int32Array | null {
    const { begins, targets } = this.#graph
    const index = this.#index
    const low = this.#low
    const isAllowed = this.#isAllowed
    while (this.#pathLength > 0) {
      const top = this.#pathLength - 1
      const state = this.#path[top] as number
      const end = begins[state + 1] as number
      let step = this.#nextStep[top] as number
      let isDeeper = false
      while (step < end) {
        const target = targets[step++] as number
        if (this.zoneOf[target] !== this.#zone) continue
        if (isAllowed !== null && !isAllowed(step - 1)) continue
        const seen = index[target] as number
        if (seen === 0) {
          this.#nextStep[top] = step
          this.#visit(target)
          isDeeper = true
          break
        }
        if (seen > 0 && seen < (low[state] as number)) low[state] = seen
      }
      if (isDeeper) continue
      this.#pathLength = top
      if (top > 0) {
        const parent = this.#path[top - 1] as number
        if ((low[state] as number) < (low[parent] as number)) low[parent] = low[state] as number
      }
      if (low[state] === index[state]) return this.#complete(state)
    }
    return null
  }

  #complete(root: number): Int32Array {
    const end = this.#stacked
    let state: number
    do {
      state = this.#stack[--this.#stacked] as number
      this.#index[state] = -1
    } while (state !== root)
    return this.#stack.subarray(this.#stacked, end)
  }
}
