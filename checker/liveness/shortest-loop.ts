/**
 * The shortest fair loop from a state, where it can be found at a bounded cost: breadth-first over states together with
 * what the loop has met so far. Takes the loop whose states come first where several are equally short.
 */

import type { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import type { Wanted } from './fair-components.ts'
import { NumberedSets } from './numbered-sets.ts'

export interface LoopSearch {
  readonly graph: StateGraph
  readonly fairness: Fairness
  /** The first state of the loop. */
  readonly start: number
  /** Whether a state may be on the loop. */
  readonly isInside: (state: number) => boolean
  /** Fairness conditions that are enabled in states inside. */
  readonly conditions: readonly number[]
  /** What steps the loop may take, and what it meets and takes. */
  readonly wanted: Pick<Wanted, 'isStepAllowed' | 'mustVisit' | 'mustTake'>
  readonly comesBefore: (left: number, right: number) => boolean
  /** States of the loop at most. */
  readonly mostStates: number
  /** Pairs of a state and what has been met that are looked at; beyond this the search is given up. */
  readonly mostPairs: number
}

export interface LoopFound {
  /** The states of the loop after `start`, in order; null where there is none, or the search was given up. */
  readonly loop: readonly number[] | null
  /** Pairs that were looked at; more than `mostPairs` where the search was given up. */
  readonly pairs: number
}

export function shortestLoop(search: LoopSearch): LoopFound {
  const meeting = meetingOf(search)
  const { layers, isComplete, pairs } = layersToLoop(search, meeting)
  return { loop: isComplete ? firstWay(search, meeting, layers) : null, pairs }
}

/** What a loop has met: each visit and each step that is wanted; for each condition that it was not enabled, or taken (weak); that it was enabled, that it was taken (strong). */
interface Meeting {
  /** The set before anything is met. */
  readonly none: number
  /** With what is met in this state. */
  atState(met: number, state: number): number
  /** With what is met by taking this step. */
  onStep(met: number, step: number): number
  isEnough(met: number): boolean
}

function meetingOf({ graph, fairness, start, conditions: all, wanted }: LoopSearch): Meeting {
  const { mustVisit, mustTake } = wanted
  const owed = mustVisit.length + mustTake.length
  let things = owed
  // Weak fairness of what is not enabled at the start is met there.
  const relevant = all.filter(
    (condition) =>
      fairness.conditions[condition]?.isStrong === true || fairness.has(graph.enabled[start] ?? 0, condition),
  )
  const conditions = relevant.map((condition) => {
    const isStrong = fairness.conditions[condition]?.isStrong === true
    const paid = things++
    const enabled = isStrong ? things++ : null
    return { condition, paid, enabled }
  })
  // A state and what is met make one number together.
  const sets = new NumberedSets(things, Number.MAX_SAFE_INTEGER / graph.size)
  const visits = mustVisit.map((isMet, at) => ({ isMet, met: sets.of([at]) }))
  const takes = mustTake.map((isIt, at) => ({ isIt, met: sets.of([mustVisit.length + at]) }))
  const ofEnabled = new Map<number, number>()
  const ofTaken = new Map<number, number>()
  const metWhere = (set: number): number =>
    sets.of(
      conditions.flatMap(({ condition, paid, enabled }) => {
        if (fairness.has(set, condition)) return enabled ?? []
        return enabled === null ? paid : []
      }),
    )
  const metBy = (set: number): number =>
    sets.of(conditions.flatMap(({ condition, paid }) => (fairness.has(set, condition) ? paid : [])))
  return {
    none: sets.none,
    atState: (met, state) =>
      visits.reduce(
        (sum, visit) => (visit.isMet(state) ? sets.union(sum, visit.met) : sum),
        sets.union(met, known(ofEnabled, graph.enabled[state] ?? 0, metWhere)),
      ),
    onStep: (met, step) =>
      takes.reduce(
        (sum, take) => (take.isIt(step) ? sets.union(sum, take.met) : sum),
        sets.union(met, known(ofTaken, graph.taken[step] ?? 0, metBy)),
      ),
    isEnough: (met) => {
      for (let thing = 0; thing < owed; thing++) if (!sets.has(met, thing)) return false
      return conditions.every(
        ({ paid, enabled }) => sets.has(met, paid) || (enabled !== null && !sets.has(met, enabled)),
      )
    },
  }
}

function known(answers: Map<number, number>, set: number, answer: (set: number) => number): number {
  let value = answers.get(set)
  if (value === undefined) {
    value = answer(set)
    answers.set(set, value)
  }
  return value
}

/** A state and what has been met on the way to it, as one number. */
type Pair = number

/** Pairs by distance from the start, up to the first distance at which a loop is complete. */
interface Layers {
  readonly layers: readonly Pair[][]
  readonly isComplete: boolean
  readonly pairs: number
}

function layersToLoop(search: LoopSearch, meeting: Meeting): Layers {
  const first = pairOf(search, search.start, meeting.atState(meeting.none, search.start))
  const seen = new Set<Pair>([first])
  const layers = [[first]]
  let layer = layers[0] as Pair[]
  // As many steps lead round a loop as it has states.
  for (let steps = 1; steps <= search.mostStates && layer.length > 0; steps++) {
    const next: Pair[] = []
    let isComplete = false
    for (const pair of layer) {
      for (const after of pairsAfter(search, meeting, pair)) {
        if (isLoop(search, meeting, after)) isComplete = true
        if (seen.has(after)) continue
        seen.add(after)
        next.push(after)
      }
      if (seen.size > search.mostPairs) return { layers, isComplete: false, pairs: seen.size }
    }
    layers.push(next)
    if (isComplete) return { layers, isComplete, pairs: seen.size }
    layer = next
  }
  return { layers, isComplete: false, pairs: seen.size }
}

/** The way through the layers whose states come first. */
function firstWay(search: LoopSearch, meeting: Meeting, layers: readonly Pair[][]): number[] {
  const leading = layers.map(() => new Set<Pair>())
  for (const pair of layers.at(-1) as Pair[]) if (isLoop(search, meeting, pair)) leading.at(-1)?.add(pair)
  for (let at = layers.length - 2; at >= 0; at--) {
    const goals = leading[at + 1] as Set<Pair>
    for (const pair of layers[at] as Pair[]) {
      if (pairsAfter(search, meeting, pair).some((after) => goals.has(after))) leading[at]?.add(pair)
    }
  }
  let pair = (layers[0] as Pair[])[0] as Pair
  const way: number[] = []
  for (let at = 1; at < layers.length; at++) {
    const goals = leading[at] as Set<Pair>
    const next = pairsAfter(search, meeting, pair).filter((after) => goals.has(after))
    pair = next.reduce((best, each) => (search.comesBefore(stateOf(search, each), stateOf(search, best)) ? each : best))
    way.push(stateOf(search, pair))
  }
  // The last state is the first again.
  return way.slice(0, -1)
}

function pairsAfter(search: LoopSearch, meeting: Meeting, pair: Pair): Pair[] {
  const { graph, isInside, wanted } = search
  const state = stateOf(search, pair)
  const met = metOf(search, pair)
  const after: Pair[] = []
  for (let step = graph.begins[state] as number; step < (graph.begins[state + 1] as number); step++) {
    const target = graph.targets[step] as number
    if (!isInside(target) || wanted.isStepAllowed?.(step) === false) continue
    after.push(pairOf(search, target, meeting.atState(meeting.onStep(met, step), target)))
  }
  return after
}

function isLoop(search: LoopSearch, meeting: Meeting, pair: Pair): boolean {
  return stateOf(search, pair) === search.start && meeting.isEnough(metOf(search, pair))
}

function pairOf({ graph }: LoopSearch, state: number, met: number): Pair {
  return met * graph.size + state
}

function stateOf(search: LoopSearch, pair: Pair): number {
  return pair - metOf(search, pair) * search.graph.size
}

function metOf({ graph }: LoopSearch, pair: Pair): number {
  return Math.floor(pair / graph.size)
}
