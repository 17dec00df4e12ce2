/** Distances inside a part of the graph, and the shortest way back from a state that was met. */
import type { StateGraph } from './state-graph.ts'

/** Decides between states that are equally near, by what they contain: true where `left` comes before `right`. */
export type ComesBefore = (left: number, right: number) => boolean

export class BreadthFirst {
  /** Length of the shortest way to each state, in states; 0 = not met. */
  readonly distance: Int32Array
  readonly #graph: StateGraph
  /** States met, nearest first, and for each distance (from 1) where it begins. */
  readonly #order: Int32Array
  #met = 0
  readonly #levels: number[] = []
  #isAllowed: ((step: number) => boolean) | null = null

  constructor(graph: StateGraph) {
    this.#graph = graph
    this.distance = new Int32Array(graph.size)
    this.#order = new Int32Array(graph.size)
  }

  /** States met, nearest first; good until the next `begin`. */
  get met(): Int32Array {
    return this.#order.subarray(0, this.#met)
  }

  /** Forgets everything. From now on only steps that are allowed are taken; null = each is. */
  begin(isAllowed: ((step: number) => boolean) | null = null): void {
    this.#isAllowed = isAllowed
    for (const state of this.met) this.distance[state] = 0
    this.#met = 0
    this.#levels.length = 0
  }

  /** Meets the states of the next distance: these sources, and what the last ones met lead to. False when none is new. */
  advance(sources: Iterable<number>, isInside: (state: number) => boolean): boolean {
    const { begins, targets } = this.#graph
    const isAllowed = this.#isAllowed
    const from = this.#levels.at(-1) ?? 0
    const end = this.#met
    this.#levels.push(end)
    for (let at = from; at < end; at++) {
      const state = this.#order[at] as number
      const last = begins[state + 1] as number
      for (let step = begins[state] as number; step < last; step++) {
        const target = targets[step] as number
        if (this.distance[target] !== 0 || !isInside(target)) continue
        if (isAllowed === null || isAllowed(step)) this.#meet(target)
      }
    }
    for (const source of sources) if (this.distance[source] === 0) this.#meet(source)
    return this.#met > end
  }

  /** The states met last. */
  get last(): Int32Array {
    return this.#order.subarray(this.#levels.at(-1) ?? 0, this.#met)
  }

  /** The first state, in the given order, that is one nearer and leads to `state`; -1 for a source. */
  predecessor(state: number, comesBefore: ComesBefore): number {
    const { begins, targets } = this.#graph
    const distance = this.distance[state] as number
    if (distance <= 1) return -1
    const from = this.#levels[distance - 2] as number
    const end = this.#levels[distance - 1] as number
    let best = -1
    for (let at = from; at < end; at++) {
      const candidate = this.#order[at] as number
      const last = begins[candidate + 1] as number
      for (let step = begins[candidate] as number; step < last; step++) {
        if (targets[step] !== state || this.#isAllowed?.(step) === false) continue
        if (best < 0 || comesBefore(candidate, best)) best = candidate
        break
      }
    }
    return best
  }

  #meet(state: number): void {
    this.distance[state] = this.#levels.length
    this.#order[this.#met++] = state
  }
}
