/**
 * Finds the cycles that a behaviour can stay on for ever without breaking a fairness condition: strongly connected
 * components, divided further where strong fairness asks for it (Emerson and Lei, "Modalities for model checking",
 * 1987, for conditions in Streett's form). Every state may also stay as it is.
 */
import type { ComponentSearch } from '../graph/component-search.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import type { Fairness } from './fairness.ts'

export class FairComponents {
  readonly #graph: StateGraph
  readonly #fairness: Fairness
  readonly #search: ComponentSearch
  /** Strongly connected components of the whole graph with more than one state. */
  readonly #cycles: readonly Int32Array[]
  readonly #isOnCycle: Uint8Array
  #lastZone = 0

  /** `search` must not be used by anybody else; its zones are set here. `cycles` as it found them in the whole graph. */
  constructor(graph: StateGraph, fairness: Fairness, search: ComponentSearch, cycles: readonly Int32Array[]) {
    this.#graph = graph
    this.#fairness = fairness
    this.#search = search
    this.#cycles = cycles
    this.#isOnCycle = new Uint8Array(graph.size)
    for (const cycle of cycles) for (const state of cycle) this.#isOnCycle[state] = 1
  }

  /**
   * Calls `found` with the largest sets of states among `isAllowed` on whose cycles, all of each together, a fair
   * behaviour can stay and meet one of `mustVisit` again and again. A set of one state is a state to stay in without
   * doing anything. Every state of a set is in the zone given with it.
   */
  forEach(
    isAllowed: (state: number) => boolean,
    mustVisit: (state: number) => boolean,
    found: (states: Int32Array, zone: number) => void,
  ): void {
    const { isExpanded, size } = this.#graph
    const canStayIn = (state: number): boolean => isExpanded[state] === 1 && isAllowed(state)
    for (let state = 0; state < size; state++) {
      if (this.#isOnCycle[state] === 1 || !canStayIn(state)) continue
      if (this.#isFairToStay(state) && mustVisit(state)) found(Int32Array.of(state), this.#newZone([state]))
    }
    for (const cycle of this.#cycles) {
      const waiting: Int32Array[] = [cycle.filter(canStayIn)]
      for (let states = waiting.pop(); states !== undefined; states = waiting.pop()) {
        this.#search.begin(states, this.#newZone(states))
        for (let component = this.#search.next(); component !== null; component = this.#search.next()) {
          const rest = this.#judge(component, mustVisit, found)
          if (rest !== null) waiting.push(rest)
        }
      }
    }
  }

  /** Whether doing nothing for ever in this state is fair: no condition is enabled. */
  #isFairToStay(state: number): boolean {
    return this.#fairness.members(this.#graph.enabled[state] ?? 0).length === 0
  }

  /** Takes a component, or refuses it; what is left to be searched where only a part of it may be fair. */
  #judge(
    component: Int32Array,
    mustVisit: (state: number) => boolean,
    found: (states: Int32Array, zone: number) => void,
  ): Int32Array | null {
    if (!component.some(mustVisit)) return null
    // A zone of its own tells the steps inside it from those that leave it.
    const states = component.slice()
    const zone = this.#newZone(states)
    const facts = this.#factsAbout(states, zone)
    const isBroken = (condition: number): boolean => facts.isEnabled(condition) && !facts.isTaken(condition)
    const { conditions } = this.#fairness
    if (conditions.some(({ isStrong }, at) => !isStrong && isBroken(at) && facts.isAlwaysEnabled(at))) return null
    const broken = conditions.flatMap(({ isStrong }, at) => (isStrong && isBroken(at) ? [at] : []))
    if (broken.length === 0) {
      found(states, zone)
      return null
    }
    const rest = states.filter((state) => {
      const enabled = this.#fairness.members(this.#graph.enabled[state] as number)
      return !broken.some((condition) => enabled.includes(condition))
    })
    return rest.length === 0 ? null : rest
  }

  #factsAbout(states: Int32Array, zone: number): Facts {
    const { begins, targets, taken, enabled } = this.#graph
    const { setCount } = this.#fairness
    const { zoneOf } = this.#search
    /** States in which exactly this set of conditions is enabled, and whether a step inside takes this set. */
    const statesWith = new Uint32Array(setCount)
    const isSetTaken = new Uint8Array(setCount)
    if (enabled.length > 0) {
      for (const state of states) {
        const set = enabled[state] as number
        statesWith[set] = (statesWith[set] as number) + 1
        const end = begins[state + 1] as number
        for (let step = begins[state] as number; step < end; step++) {
          if (zoneOf[targets[step] as number] === zone) isSetTaken[taken[step] as number] = 1
        }
      }
    }
    const has = (set: number, condition: number): boolean => this.#fairness.members(set).includes(condition)
    const statesWhereEnabled = (condition: number): number =>
      statesWith.reduce((sum, count, set) => (count > 0 && has(set, condition) ? sum + count : sum), 0)
    return {
      isTaken: (condition) => isSetTaken.some((isTaken, set) => isTaken === 1 && has(set, condition)),
      isEnabled: (condition) => statesWhereEnabled(condition) > 0,
      isAlwaysEnabled: (condition) => statesWhereEnabled(condition) === states.length,
    }
  }

  #newZone(states: ArrayLike<number>): number {
    const zone = ++this.#lastZone
    for (let at = 0; at < states.length; at++) this.#search.zoneOf[states[at] as number] = zone
    return zone
  }
}

/** What holds of the states and steps of a component. */
interface Facts {
  isTaken(condition: number): boolean
  isEnabled(condition: number): boolean
  isAlwaysEnabled(condition: number): boolean
}
