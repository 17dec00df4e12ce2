/**
 * A behaviour that breaks a liveness property, as a lasso: the one whose stem and loop together have fewest states, where
 * it can be found at a bounded cost. Where several will do, what the states contain decides, so that the lasso does not
 * depend on numbers.
 */
import { BreadthFirst } from '../graph/breadth-first.ts'
import type { ComponentSearch } from '../graph/component-search.ts'
import type { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import type { StoredStates } from '../graph/stored-states.ts'
import type { FairComponents, FairSet, Wanted } from './fair-components.ts'
import { type LoopFound, shortestLoop } from './shortest-loop.ts'

/** What a behaviour that breaks a property looks like. */
export interface Escape extends Wanted {
  /**
   * Where what is wanted begins: until then the behaviour may go anywhere (null), or that time begins in a source, from
   * where on it stays among the states that are allowed. Steps are not allowed or forbidden before the loop.
   */
  readonly isSource: ((state: number) => boolean) | null
}

/** A lasso by numbers of states. */
export interface Lasso {
  /** A way from a source to the first state of the loop; only that state where the stem may be any way to it. */
  readonly stem: readonly number[]
  /** States after the last of the stem, which is on the loop as well; empty where it stays there, or goes there at once. */
  readonly loop: readonly number[]
  /** Whether nothing happens in the loop. */
  readonly isStill: boolean
  /** States of the whole behaviour, from an initial state on, each state of the loop once. */
  readonly length: number
}

/** A state that a fair loop leads through. */
interface Start {
  readonly state: number
  /** The states that a fair loop from it may be in. */
  readonly inside: FairSet
}

/** A loop by the state that it begins with. */
interface Round {
  readonly start: number
  readonly loop: readonly number[]
}

/** States equally far from the start of which each is tried as the beginning of a loop. */
const MOST_STARTS = 10_000

export class LassoFinder {
  readonly #graph: StateGraph
  readonly #fairness: Fairness
  readonly #components: FairComponents
  readonly #search: ComponentSearch
  readonly #stored: StoredStates
  readonly #stems: BreadthFirst
  readonly #loops: BreadthFirst
  readonly #mostPairs: number

  /** `mostPairs`: how far shortest loops are looked for from the nearest state, and from all others together. */
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

  /**
   * The lasso of fewest states by any of these escapes, or null where no fair behaviour escapes. Behaviours that escape by
   * a later one escape by the first as well, perhaps on a longer lasso. Of several equally short, one that stands still
   * comes first, then the one that is on its loop soonest, then that of the earlier escape. Where there are more loops
   * than can be looked at, a short one from the nearest state of any. Yields now and then.
   */
  *find([first, ...others]: readonly [Escape, ...Escape[]]): Generator<void, Lasso | null> {
    let best = yield* this.#shortest(first, Number.POSITIVE_INFINITY)
    for (const wanted of others) {
      if (best === null) return null
      // One of the same length may be on its loop sooner.
      const found = yield* this.#shortest(wanted, best.length + 1)
      if (found !== null && isBetter(found, best)) best = found
    }
    return best
  }

  /** The lasso of fewest states, if these are fewer than `fewerThan`. */
  *#shortest(wanted: Escape, fewerThan: number): Generator<void, Lasso | null> {
    if (!(yield* this.hasCycle(wanted))) return null
    const stemLength = yield* this.#stemLengths(wanted)
    const isReached = (state: number): boolean => stemLength(state) > 0
    const isNearer = (state: number, best: Start | null): boolean => {
      const difference = best === null ? -1 : stemLength(state) - stemLength(best.state)
      return difference < 0 || (difference === 0 && best !== null && this.#stored.comesBefore(state, best.state))
    }
    let nearest: Start | null = null
    let still: Start | null = null
    const sets: FairSet[] = []
    for (const inside of this.#components.among({ ...wanted, isAllowed: isReached })) {
      if (inside === null) yield
      if (inside === null) continue
      for (const state of inside.states) {
        if (isNearer(state, nearest)) nearest = { state, inside }
        if (this.#components.canStay(state, wanted) && isNearer(state, still)) still = { state, inside }
      }
      if (inside.states.length > 1) sets.push(inside)
    }
    if (nearest === null) return null
    const standing = still === null ? Number.POSITIVE_INFINITY : stemLength(still.state)
    const most = Math.min(standing, fewerThan)
    // Where something happens, the loop has another state.
    if (most > stemLength(nearest.state) + 1) {
      const moving = yield* this.#shortestRound(wanted, sets, { nearest, still }, most, stemLength)
      if (moving !== null) {
        const { start, loop } = moving
        return { stem: this.#stemTo(start, wanted), loop, isStill: false, length: stemLength(start) + loop.length }
      }
    }
    if (still !== null && standing < fewerThan) {
      return { stem: this.#stemTo(still.state, wanted), loop: [], isStill: true, length: standing }
    }
    if (fewerThan === Number.POSITIVE_INFINITY) throw new Error('unreachable: a fair set of states has no loop')
    return null
  }

  /**
   * Of the lassos with fewer states than `fewerThan` the one with fewest; null where there is none. A loop is looked for
   * from that of its states which is nearest, so that none of the others may be nearer. Where that takes too much from
   * the nearest of all, and there is no state to stand still in, any loop from there will do.
   */
  *#shortestRound(
    wanted: Escape,
    sets: readonly FairSet[],
    { nearest, still }: { readonly nearest: Start; readonly still: Start | null },
    fewerThan: number,
    stemLength: (state: number) => number,
  ): Generator<void, Round | null> {
    let best: Round | null = null
    let length = fewerThan
    let pairs = this.#mostPairs
    const conditionsOf = new Map<FairSet, readonly number[]>()
    const search = ({ state, inside }: Start, mostPairs: number): LoopFound => {
      const stem = stemLength(state)
      const conditions = conditionsOf.get(inside) ?? this.#conditionsIn(inside, wanted)
      conditionsOf.set(inside, conditions)
      return shortestLoop({
        graph: this.#graph,
        fairness: this.#fairness,
        start: state,
        isInside: (other) => this.#search.zoneOf[other] === inside.zone && stemLength(other) >= stem,
        conditions,
        wanted,
        comesBefore: this.#stored.comesBefore,
        mostStates: length - stem,
        mostPairs,
      })
    }
    const offer = (start: number, loop: readonly number[] | null): void => {
      if (loop === null || stemLength(start) + loop.length >= length) return
      best = { start, loop }
      length = stemLength(start) + loop.length
    }
    const first = search(nearest, pairs)
    offer(nearest.state, first.loop)
    if (first.pairs > pairs && still === null) {
      offer(nearest.state, (yield* this.#collect(nearest, wanted)).slice(1))
    }
    const isShortEnough = (stem: number): boolean => stem + 1 < length
    for (const level of this.#levels(sets, stemLength, isShortEnough)) {
      for (const start of level) {
        if (!isShortEnough(stemLength(start.state))) return best
        if (start.state === nearest.state) continue
        const found = search(start, pairs)
        pairs -= found.pairs
        if (pairs < 0) return best
        offer(start.state, found.loop)
        yield
      }
    }
    return best
  }

  /**
   * The states of these sets by the length of their stems, each level in the structural order of states; ends before a
   * length that is not short enough, and before a level that has too many states.
   */
  *#levels(
    sets: readonly FairSet[],
    stemLength: (state: number) => number,
    isShortEnough: (length: number) => boolean,
  ): Generator<Start[]> {
    const counts: number[] = []
    for (const { states } of sets) {
      for (const state of states) counts[stemLength(state)] = (counts[stemLength(state)] ?? 0) + 1
    }
    for (const [length, count = 0] of counts.entries()) {
      if (count > MOST_STARTS || !isShortEnough(length)) return
      if (count === 0) continue
      const level: Start[] = []
      for (const inside of sets) {
        for (const state of inside.states) if (stemLength(state) === length) level.push({ state, inside })
      }
      yield level.sort((left, right) => (this.#stored.comesBefore(left.state, right.state) ? -1 : 1))
    }
  }

  /** Whether there is a fair cycle at all, reached or not: where there is none, ways to it need not be looked for. */
  *hasCycle(wanted: Wanted): Generator<void, boolean> {
    for (const found of this.#components.among(wanted)) {
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

  /** The states of a shortest way inside the zone: from `start`, included, to before `end`. */
  #wayTo(start: number, end: number, zone: number, { isStepAllowed }: Escape): number[] {
    const way = this.#way(start, zone, isStepAllowed, (_from, to) => to === end)
    return way.slice(0, -1)
  }

  /**
   * Conditions that are enabled in some of these states; of those that are enabled and taken alike everywhere among
   * them only the first, since a loop meets all of these or none.
   */
  #conditionsIn({ states, zone }: FairSet, { isStepAllowed }: Escape): readonly number[] {
    const { begins, enabled, taken, targets } = this.#graph
    const { zoneOf } = this.#search
    const enabledSets = new Set<number>()
    const takenSets = new Set<number>()
    for (const state of states) {
      enabledSets.add(enabled[state] ?? 0)
      for (let step = begins[state] as number; step < (begins[state + 1] as number); step++) {
        if (zoneOf[targets[step] as number] !== zone || isStepAllowed?.(step) === false) continue
        takenSets.add(taken[step] ?? 0)
      }
    }
    const all = new Set([...enabledSets].flatMap((set) => this.#fairness.members(set)))
    const kinds = new Map<string, number>()
    for (const condition of [...all].sort((left, right) => left - right)) {
      const isStrong = this.#fairness.conditions[condition]?.isStrong === true
      const isIn = (set: number): number => Number(this.#fairness.has(set, condition))
      const kind = [Number(isStrong), ...[...enabledSets].map(isIn), ...[...takenSets].map(isIn)].join('')
      if (!kinds.has(kind)) kinds.set(kind, condition)
    }
    return [...kinds.values()]
  }

  /** Goes from one thing that the loop owes to the nearest next, and back to the start. */
  *#collect({ state: start, inside }: Start, wanted: Escape): Generator<void, number[]> {
    const { zone } = inside
    const way = [start]
    const debts = this.#debts(inside, wanted)
    const settle = (from: number, to: number): void => {
      for (const debt of debts) if (debt.isPaidBy(from, to)) debts.delete(debt)
    }
    settle(-1, start)
    while (debts.size > 0) {
      const leg = this.#way(way.at(-1) as number, zone, wanted.isStepAllowed, (from, to) => {
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
    const back = this.#wayTo(way.at(-1) as number, start, zone, wanted)
    return [...way, ...back.slice(1)]
  }

  /** What a fair loop owes: a state where a condition is not enabled, or a step that it counts; each visit, and each step that is wanted. */
  #debts(inside: FairSet, wanted: Escape): Set<Debt> {
    const { taken, enabled } = this.#graph
    const debts = new Set<Debt>([
      ...wanted.mustVisit.map((isMet): Debt => ({ isPaidBy: (_from, to) => isMet(to) })),
      ...wanted.mustTake.map(
        (isIt): Debt => ({ isPaidBy: (from, to) => from >= 0 && isIt(this.#stepBetween(from, to)) }),
      ),
    ])
    for (const condition of this.#conditionsIn(inside, wanted)) {
      const isStrong = this.#fairness.conditions[condition]?.isStrong === true
      const isTaken = (from: number, to: number): boolean =>
        from >= 0 && this.#fairness.has(taken[this.#stepBetween(from, to)] ?? 0, condition)
      const isDisabled = (state: number): boolean => !this.#fairness.has(enabled[state] ?? 0, condition)
      debts.add({ isPaidBy: (from, to) => isTaken(from, to) || (!isStrong && isDisabled(to)) })
    }
    return debts
  }

  /** A shortest way inside the zone, of at least one step, whose last step satisfies `isGoal`; both ends included. */
  #way(
    start: number,
    zone: number,
    isStepAllowed: Wanted['isStepAllowed'],
    isGoal: (from: number, to: number) => boolean,
  ): number[] {
    const { begins, targets } = this.#graph
    const { zoneOf } = this.#search
    const isInside = (state: number): boolean => zoneOf[state] === zone
    const loops = this.#loops
    loops.begin(isStepAllowed)
    for (let sources = [start]; loops.advance(sources, isInside); sources = []) {
      let from = -1
      let to = -1
      for (const state of loops.last) {
        const end = begins[state + 1] as number
        for (let step = begins[state] as number; step < end; step++) {
          const target = targets[step] as number
          if (!isInside(target) || isStepAllowed?.(step) === false || !isGoal(state, target)) continue
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

/** Fewer states; of equally many, standing still, or else on its loop sooner. */
function isBetter(left: Lasso, right: Lasso): boolean {
  if (left.length !== right.length) return left.length < right.length
  if (left.isStill !== right.isStill) return left.isStill
  return left.loop.length > right.loop.length
}
