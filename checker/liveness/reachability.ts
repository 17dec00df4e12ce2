/**
 * From which states a goal can be reached: by going backwards through the components of the graph. Where a step leaves
 * what was explored, the goal may be beyond; so there are three answers.
 */
import type { ComesBefore } from '../graph/breadth-first.ts'
import type { StateGraph } from '../graph/state-graph.ts'

const NEVER = 0
const PERHAPS = 1
const SURELY = 2

export class Reachability {
  readonly #graph: StateGraph
  readonly #isGoal: Uint8Array
  readonly #answer: Uint8Array

  /** `isGoal` has a byte for each state, 1 = goal. */
  constructor(graph: StateGraph, isGoal: Uint8Array) {
    this.#graph = graph
    this.#isGoal = isGoal
    this.#answer = new Uint8Array(graph.size)
  }

  /** Adds a strongly connected component; all those it leads to must have been added before. */
  add(component: Int32Array): void {
    const { begins, targets, isOpen } = this.#graph
    const answer = this.#answer
    let best = NEVER
    for (const state of component) {
      if (this.#isGoal[state] === 1) best = SURELY
      else if (isOpen[state] === 1) best = Math.max(best, PERHAPS)
      const end = begins[state + 1] as number
      for (let step = begins[state] as number; step < end; step++) {
        best = Math.max(best, answer[targets[step] as number] as number)
      }
      if (best === SURELY) break
    }
    for (const state of component) answer[state] = best
  }

  /** Whether every state has a way to the goal inside what was explored. */
  get isReachableInside(): boolean {
    return this.#answer.every((answer) => answer === SURELY)
  }

  /** Whether this state has one. */
  isReachableFrom(state: number): boolean {
    return this.#answer[state] === SURELY
  }

  /** Whether every state one nearer to the start that leads to this one has such a way. */
  wasReachableBefore(state: number): boolean {
    const { begins, targets, depth } = this.#graph
    const before = (depth[state] as number) - 1
    return depth.every((its, from) => {
      if (its !== before || this.#answer[from] === SURELY) return true
      return !targets.subarray(begins[from], begins[from + 1]).includes(state)
    })
  }

  /** The state of least depth from which there is surely no way; -1 where there is none. */
  nearestTrap(comesBefore: ComesBefore): number {
    const { depth } = this.#graph
    let best = -1
    this.#answer.forEach((answer, state) => {
      if (answer !== NEVER) return
      const difference = best < 0 ? -1 : (depth[state] as number) - (depth[best] as number)
      if (difference < 0 || (difference === 0 && comesBefore(state, best))) best = state
    })
    return best
  }
}
