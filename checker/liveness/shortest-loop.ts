/**
 * The shortest fair loop from a state, where it can be found at a bounded cost: breadth-first over states together with
 * what the loop has met so far. Takes the loop whose states come first where several are equally short.
 */

import type { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import type { Wanted } from './fair-components.ts'

/** What is met is kept in the bits of a number, as far as JavaScript's operators for bits go. */
const MOST_BITS = 30

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
  if (meeting === null) return { loop: null, pairs: search.mostPairs + 1 }
  const { layers, isComplete, pairs } = layersToLoop(search, meeting)
  return { loop: isComplete ? firstWay(search, meeting, layers) : null, pairs }
}

/** What a loop has met, in bits: each visit and each step that is wanted; for each condition that it was not enabled, or taken (weak); that it was enabled, that it was taken (strong). */
interface Meeting {
  readonly bits: number
  atState(state: number): number
  onStep(step: number): number
  isEnough(met: number): boolean
}

function meetingOf({ graph, fairness, start, conditions: all, wanted }: LoopSearch): Meeting | null {
  const { mustVisit, mustTake } = wanted
  let bits = mustVisit.length + mustTake.length
  const owed = 2 ** bits - 1
  // Weak fairness of what is not enabled at the start is met there.
  const relevant = all.filter(
    (condition) =>
      fairness.conditions[condition]?.isStrong === true || fairness.has(graph.enabled[start] ?? 0, condition),
  )
  const conditions = relevant.map((condition) => {
    const isStrong = fairness.conditions[condition]?.isStrong === true
    const paid = 1 << bits++
    const enabled = isStrong ? 1 << bits++ : 0
    return { condition, isStrong, paid, enabled }
  })
  // A state and what is met make one number together.
  if (bits > MOST_BITS || graph.size * 2 ** bits > Number.MAX_SAFE_INTEGER) return null
  const sumBits = (set: number, bitsOf: (each: (typeof conditions)[number], isIn: boolean) => number): number =>
    conditions.reduce((sum, each) => sum | bitsOf(each, fairness.has(set, each.condition)), 0)
  const ofEnabled = new Map<number, number>()
  const ofTaken = new Map<number, number>()
  return {
    bits,
    atState: (state) =>
      mustVisit.reduce((sum, isMet, at) => (isMet(state) ? sum | (1 << at) : sum), 0) |
      known(ofEnabled, graph.enabled[state] ?? 0, (set) =>
        sumBits(set, ({ isStrong, paid, enabled }, isIn) => (isIn ? enabled : isStrong ? 0 : paid)),
      ),
    onStep: (step) =>
      mustTake.reduce((sum, isIt, at) => (isIt(step) ? sum | (1 << (mustVisit.length + at)) : sum), 0) |
      known(ofTaken, graph.taken[step] ?? 0, (set) => sumBits(set, ({ paid }, isIn) => (isIn ? paid : 0))),
    isEnough: (met) =>
      (met & owed) === owed &&
      conditions.every(({ isStrong, paid, enabled }) => (met & paid) !== 0 || (isStrong && (met & enabled) === 0)),
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
  const first = pairOf(meeting, search.start, meeting.atState(search.start))
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
    }
    if (seen.size > search.mostPairs) return { layers, isComplete: false, pairs: seen.size }
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
    pair = next.reduce((best, each) =>
      search.comesBefore(stateOf(meeting, each), stateOf(meeting, best)) ? each : best,
    )
    way.push(stateOf(meeting, pair))
  }
  // The last state is the first again.
  return way.slice(0, -1)
}

function pairsAfter({ graph, isInside, wanted }: LoopSearch, meeting: Meeting, pair: Pair): Pair[] {
  const state = stateOf(meeting, pair)
  const met = pair % 2 ** meeting.bits
  const after: Pair[] = []
  for (let step = graph.begins[state] as number; step < (graph.begins[state + 1] as number); step++) {
    const target = graph.targets[step] as number
    if (!isInside(target) || wanted.isStepAllowed?.(step) === false) continue
    after.push(pairOf(meeting, target, met | meeting.atState(target) | meeting.onStep(step)))
  }
  return after
}

function isLoop({ start }: LoopSearch, meeting: Meeting, pair: Pair): boolean {
  return stateOf(meeting, pair) === start && meeting.isEnough(pair % 2 ** meeting.bits)
}

function pairOf({ bits }: Meeting, state: number, met: number): Pair {
  return state * 2 ** bits + met
}

function stateOf({ bits }: Meeting, pair: Pair): number {
  return Math.floor(pair / 2 ** bits)
}
