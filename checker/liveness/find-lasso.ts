/**
 * A behaviour that breaks a liveness property, as a lasso: a shortest stem to a state on a fair cycle, and a short loop
 * from there. Where several will do, what the states contain decides, so that the lasso does not depend on numbers.
 */
import { BreadthFirst } from '../graph/breadth-first.ts'
import type { ComponentSearch } from '../graph/component-search.ts'
import type { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import type { StoredStates } from '../graph/stored-states.ts'
import type { FairComponents } from './fair-components.ts'
import { shortestLoop } from './shortest-loop.ts'

/** What a behaviour that breaks a property looks like. */
export interface Escape {
  /**
   * States that the behaviour may be in from some time on. Until then it may go anywhere (`isSource` null), or that
   * time begins in a source, from where on it stays among these states.
   */
  readonly isAllowed: (state: number) => boolean
  readonly isSource: ((state: number) => boolean) | null
  /** The loop meets one of these. */
  readonly mustVisit: (state: number) => boolean
}

/** A lasso by numbers of states. */
export interface Lasso {
  /** A way from a source to the first state of the loop; only that state where the stem may be any way to it. */
  readonly stem: readonly number[]
  /** States after the last of the stem, which is on the loop as well; empty where it stays there, or goes there at once. */
  readonly loop: readonly number[]
  /** Whether nothing happens in the loop. */
  readonly isStill: boolean
}

export class LassoFinder {
  readonly #graph: StateGraph
  readonly #fairness: Fairness
  readonly #components: FairComponents
  readonly #search: ComponentSearch
  readonly #stored: StoredStates
  readonly #stems: BreadthFirst
  readonly #loops: BreadthFirst
  readonly #mostPairs: number

  /** `mostPairs`: how far the shortest loop is looked for, see `LoopSearch`. */
  constructor(
    graph: StateGraph,
    fairness: Fairness,
    components: FairComponents,
    search: ComponentSearch,
    stored: StoredStates,
    mostPairs: number,
  ) {
    this.#mostPairs = mostPairs
    this.#graph = graph
    this.#fairness = fairness
    this.#components = components
    this.#search = search
    this.#stored = stored
    this.#stems = new BreadthFirst(graph)
    this.#loops = new BreadthFirst(graph)
  }

  /** The lasso with the shortest stem, or null where no fair behaviour escapes. Yields now and then. */
  *find(wanted: Escape): Generator<void, Lasso | null> {
    if (!(yield* this.#hasCycle(wanted))) return null
    const stemLength = yield* this.#stemLengths(wanted)
    const isReached = (state: number): boolean => stemLength(state) > 0
    let best = -1
    let zone = 0
    for (const found of this.#components.among(isReached, wanted.mustVisit)) {
      if (found === null) yield
      for (const state of found?.states ?? []) {
        const difference = best < 0 ? -1 : stemLength(state) - stemLength(best)
        if (difference > 0 || (difference === 0 && !this.#stored.comesBefore(state, best))) continue
        best = state
        zone = found?.zone ?? 0
      }
    }
    if (best < 0) return null
    const stem = this.#stemTo(best, wanted)
    return { stem, ...(yield* this.#loopFrom(best, zone, wanted.mustVisit)) }
  }

  /** Whether there is a fair cycle at all, reached or not: where there is none, ways to it need not be looked for. */
  *#hasCycle({ isAllowed, mustVisit }: Escape): Generator<void, boolean> {
    for (const found of this.#components.among(isAllowed, mustVisit)) {
      if (found !== null) return true
      yield
    }
    return false
  }

  /** Length of the shortest stem to each state in states, 0 where there is none. */
  *#stemLengths({ isAllowed, isSource }: Escape): Generator<void, (state: number) => number> {
    const { depth, size } = this.#graph
    if (isSource === null) return (state) => (isAllowed(state) ? (depth[state] as number) : 0)
    const sources: number[] = []
    for (let state = 0; state < size; state++) if (isAllowed(state) && isSource(state)) sources.push(state)
    sources.sort((left, right) => (depth[left] as number) - (depth[right] as number))
    this.#stems.begin()
    let next = 0
    for (let length = 1; ; length++) {
      const begin = next
      while (next < sources.length && depth[sources[next] as number] === length) next++
      const hasMet = this.#stems.advance(sources.slice(begin, next), isAllowed)
      if (!hasMet && next === sources.length) break
      yield
    }
    return (state) => this.#stems.distance[state] as number
  }

  /** The way to `state` from the source that it begins with; just `state` where the way is any. */
  #stemTo(state: number, { isSource }: Escape): number[] {
    const stem = [state]
    if (isSource === null) return stem
    for (;;) {
      const first = stem[0] as number
      const isBeginning = isSource(first) && this.#graph.depth[first] === this.#stems.distance[first]
      const before = isBeginning ? -1 : this.#stems.predecessor(first, this.#stored.comesBefore)
      if (before < 0) return stem
      stem.unshift(before)
    }
  }

  /** A short loop from `start` through its zone that meets what it must and is fair: the shortest in a small zone. */
  *#loopFrom(
    start: number,
    zone: number,
    mustVisit: (state: number) => boolean,
  ): Generator<void, Pick<Lasso, 'loop' | 'isStill'>> {
    const isFairToStay = this.#fairness.members(this.#graph.enabled[start] ?? 0).length === 0
    if (isFairToStay && mustVisit(start)) return { loop: [], isStill: true }
    const shortest = shortestLoop({
      graph: this.#graph,
      fairness: this.#fairness,
      start,
      isInside: (state) => this.#search.zoneOf[state] === zone,
      enabledSets: this.#enabledIn(zone),
      mustVisit,
      comesBefore: this.#stored.comesBefore,
      mostPairs: this.#mostPairs,
    })
    if (shortest !== null) return { loop: shortest, isStill: false }
    const way = yield* this.#collect(start, zone, mustVisit)
    return { loop: way.slice(1), isStill: false }
  }

  /** The states of a shortest way inside the zone: from `start`, included, to before `end`. */
  #wayTo(start: number, end: number, zone: number): number[] {
    const way = this.#way(start, zone, (_from, to) => to === end)
    return way.slice(0, -1)
  }

  /** Sets of conditions that are enabled in states of a zone. */
  #enabledIn(zone: number): Set<number> {
    const { enabled } = this.#graph
    const sets = new Set<number>()
    this.#search.zoneOf.forEach((its, state) => {
      if (its === zone) sets.add(enabled[state] ?? 0)
    })
    return sets
  }

  /** Goes from one thing that the loop owes to the nearest next, and back to `start`. */
  *#collect(start: number, zone: number, mustVisit: (state: number) => boolean): Generator<void, number[]> {
    const way = [start]
    const debts = this.#debts(zone, mustVisit)
    const settle = (from: number, to: number): void => {
      for (const debt of debts) if (debt.isPaidBy(from, to)) debts.delete(debt)
    }
    settle(-1, start)
    while (debts.size > 0) {
      const leg = this.#way(way.at(-1) as number, zone, (from, to) => {
        for (const debt of debts) if (debt.isPaidBy(from, to)) return true
        return false
      })
      leg.slice(1).forEach((state, at) => {
        settle(leg[at] as number, state)
      })
      way.push(...leg.slice(1))
      yield
    }
    if (way.length > 1 && way.at(-1) === start) return way.slice(0, -1)
    const back = this.#wayTo(way.at(-1) as number, start, zone)
    return [...way, ...back.slice(1)]
  }

  /** What a fair loop in the zone owes: a state where a condition is not enabled, or a step that it counts; and a visit. */
  #debts(zone: number, mustVisit: (state: number) => boolean): Set<Debt> {
    const { taken, enabled } = this.#graph
    const enabledInZone = [...this.#enabledIn(zone)]
    const debts = new Set<Debt>([{ isPaidBy: (_from, to) => mustVisit(to) }])
    this.#fairness.conditions.forEach(({ isStrong }, condition) => {
      if (!enabledInZone.some((set) => this.#fairness.has(set, condition))) return
      const isTaken = (from: number, to: number): boolean =>
        from >= 0 && this.#fairness.has(taken[this.#stepBetween(from, to)] ?? 0, condition)
      const isDisabled = (state: number): boolean => !this.#fairness.has(enabled[state] ?? 0, condition)
      debts.add({ isPaidBy: (from, to) => isTaken(from, to) || (!isStrong && isDisabled(to)) })
    })
    return debts
  }

  /** A shortest way inside the zone, of at least one step, whose last step satisfies `isGoal`; both ends included. */
  #way(start: number, zone: number, isGoal: (from: number, to: number) => boolean): number[] {
    const { begins, targets } = this.#graph
    const { zoneOf } = this.#search
    const isInside = (state: number): boolean => zoneOf[state] === zone
    const loops = this.#loops
    loops.begin()
    for (let sources = [start]; loops.advance(sources, isInside); sources = []) {
      let from = -1
      let to = -1
      for (const state of loops.last) {
        const end = begins[state + 1] as number
        for (let step = begins[state] as number; step < end; step++) {
          const target = targets[step] as number
          if (!isInside(target) || !isGoal(state, target)) continue
          if (to < 0 || this.#isBefore(target, state, to, from)) {
            to = target
            from = state
          }
        }
      }
      if (to < 0) continue
      const way = [from, to]
      for (;;) {
        const before = loops.predecessor(way[0] as number, this.#stored.comesBefore)
        if (before < 0) return way
        way.unshift(before)
      }
    }
    throw new Error('unreachable: a strongly connected component has no way between two of its states')
  }

  #isBefore(to: number, from: number, bestTo: number, bestFrom: number): boolean {
    return to === bestTo ? this.#stored.comesBefore(from, bestFrom) : this.#stored.comesBefore(to, bestTo)
  }

  #stepBetween(from: number, to: number): number {
    const { begins, targets } = this.#graph
    for (let step = begins[from] as number; step < (begins[from + 1] as number); step++) {
      if (targets[step] === to) return step
    }
    throw new Error('unreachable: two states in a row on a way have no step between them')
  }
}

interface Debt {
  /** Whether this step, or being in the state after it, pays; `from` is -1 at the start. */
  isPaidBy(from: number, to: number): boolean
}
