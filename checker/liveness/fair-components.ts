/**
 * Finds the cycles that a behaviour can stay on for ever without breaking a fairness condition: strongly connected
 * components, divided further where strong fairness asks for it (Emerson and Lei, "Modalities for model checking",
 * 1987, for conditions in Streett's form). Every state may also stay as it is.
 */
import type { ComponentSearch } from '../graph/component-search.ts'
import type { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'

/** States looked at between two pauses. */
const PAUSE = 1 << 16

/** States that are all met on one fair loop; a single one may be a state to stay in without doing anything. */
export interface FairSet {
  readonly states: Int32Array
  /** The zone that all of them, and no others, are in. */
  readonly zone: number
}

/** What a behaviour may do from some time on, and what it is to do again and again. */
export interface Wanted {
  /** States that it may be in. */
  readonly isAllowed: (state: number) => boolean
  /** Steps that it may take; null = each. */
  readonly isStepAllowed: ((step: number) => boolean) | null
  /** For each of these conditions it is again and again in a state in which it is true. */
  readonly mustVisit: readonly ((state: number) => boolean)[]
  /** For each of these conditions it takes again and again a step of which it is true. */
  readonly mustTake: readonly ((step: number) => boolean)[]
}

const refused = { found: null, rest: null } as const

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
   * The largest sets of states on whose cycles, all of each together, a fair behaviour can stay and do what is wanted; null
   * now and then, for a pause. Only one such search may be under way.
   */
  *among(wanted: Wanted): Generator<FairSet | null, undefined> {
    const { isAllowed, isStepAllowed } = wanted
    const { isExpanded, size } = this.#graph
    const canStayIn = (state: number): boolean => isExpanded[state] === 1 && isAllowed(state)
    for (let state = 0; state < size; state++) {
      if (state % PAUSE === 0) yield null
      if (this.#isOnCycle[state] === 1 || !canStayIn(state)) continue
      if (this.canStay(state, wanted)) {
        yield { states: Int32Array.of(state), zone: this.#newZone([state]) }
      }
    }
    let sincePause = 0
    for (const cycle of this.#cycles) {
      const waiting: Int32Array[] = [cycle.filter(canStayIn)]
      for (let states = waiting.pop(); states !== undefined; states = waiting.pop()) {
        this.#search.begin(states, this.#newZone(states), isStepAllowed)
        sincePause += states.length
        for (let component = this.#search.next(); component !== null; component = this.#search.next()) {
          const { found, rest } = this.#judge(component, wanted)
          if (found !== null) yield found
          if (rest !== null) waiting.push(rest)
          sincePause += component.length
          if (sincePause <= PAUSE) continue
          sincePause = 0
          yield null
        }
      }
    }
  }

  /** Whether doing nothing for ever in this state is fair, no condition being enabled, and all that is wanted. */
  canStay(state: number, { mustVisit, mustTake }: Wanted): boolean {
    if (this.#fairness.members(this.#graph.enabled[state] ?? 0).length > 0) return false
    return mustTake.length === 0 && mustVisit.every((isMet) => isMet(state))
  }

  /** Takes a component, or refuses it; `rest` is to be searched where only a part of it may be fair. */
  #judge(component: Int32Array, wanted: Wanted): { readonly found: FairSet | null; readonly rest: Int32Array | null } {
    if (!wanted.mustVisit.every((isMet) => component.some(isMet))) return refused
    // A zone of its own tells the steps inside it from those that leave it.
    const states = component.slice()
    const zone = this.#newZone(states)
    const { isStepAllowed } = wanted
    if (!wanted.mustTake.every((isIt) => this.#isTakenInside(states, zone, isStepAllowed, isIt))) return refused
    const facts = this.#factsAbout(states, zone, isStepAllowed)
    const isBroken = (condition: number): boolean => facts.isEnabled(condition) && !facts.isTaken(condition)
    const { conditions } = this.#fairness
    if (conditions.some(({ isStrong }, at) => !isStrong && isBroken(at) && facts.isAlwaysEnabled(at))) return refused
    const broken = conditions.flatMap(({ isStrong }, at) => (isStrong && isBroken(at) ? [at] : []))
    if (broken.length === 0) return { found: { states, zone }, rest: null }
    const rest = states.filter((state) => {
      const enabled = this.#fairness.members(this.#graph.enabled[state] as number)
      return !broken.some((condition) => enabled.includes(condition))
    })
    return { found: null, rest: rest.length === 0 ? null : rest }
  }

  #isTakenInside(
    states: Int32Array,
    zone: number,
    isStepAllowed: Wanted['isStepAllowed'],
    isIt: (step: number) => boolean,
  ): boolean {
    const { begins, targets } = this.#graph
    const { zoneOf } = this.#search
    for (const state of states) {
      const end = begins[state + 1] as number
      for (let step = begins[state] as number; step < end; step++) {
        if (zoneOf[targets[step] as number] !== zone || isStepAllowed?.(step) === false) continue
        if (isIt(step)) return true
      }
    }
    return false
  }

  #factsAbout(states: Int32Array, zone: number, isStepAllowed: Wanted['isStepAllowed']): Facts {
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
          if (zoneOf[targets[step] as number] !== zone || isStepAllowed?.(step) === false) continue
          isSetTaken[taken[step] as number] = 1
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
