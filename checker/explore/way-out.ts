/**
 * Which of the steps that still avoid a break is told as the one that could have been taken in its place: one that leads
 * to safety soonest, to a state from which the broken part cannot break at all. A step that only puts the break off is
 * no answer.
 */

import { type Arguments, SpecError, type Trace } from '../../spec/language/index.ts'
import { sameValue } from '../../spec/language/value.ts'
import { compareInstances } from '../memo/compare-instances.ts'
import type { Program } from '../memo/program.ts'
import { keyOf } from '../model/state-ids.ts'
import { type Breaking, StepsOn } from './steps-on.ts'

/** A step that avoids the break: memo number of the instance, and the stored ids of the state it leads to. */
export interface WayOut {
  readonly fn: number
  readonly ids: Int32Array
}

/** States looked at for safety, at most. */
const MOST_STATES = 5_000

/**
 * The best of these ways out, by its memo number; null where there are none. The steps of the protocol come before its
 * faults, then what is safe soonest, then what is done by the same actor or with the same arguments as the steps
 * `towards` the break, the nearest first; then a fixed order.
 */
export function bestWayOut(
  program: Program,
  breaking: Breaking,
  ways: readonly WayOut[],
  towards: Trace['steps'],
  mostStates: number,
): number | null {
  if (ways.length === 0) return null
  const distances = distancesToSafety(program, breaking, ways, Math.min(mostStates, MOST_STATES))
  const ranked = ways.map(({ fn }, at) => ({
    fn,
    rank: [isFault(program, fn) ? 1 : 0, distances[at] ?? MOST_STATES, strangeness(program, fn, towards)],
  }))
  const compare = (left: (typeof ranked)[number], right: (typeof ranked)[number]): number => {
    for (const [at, value] of left.rank.entries()) {
      if (value !== right.rank[at]) return value - (right.rank[at] as number)
    }
    return compareInstances(program, left.fn, right.fn)
  }
  return ranked.toSorted(compare)[0]?.fn ?? null
}

function isFault(program: Program, fn: number): boolean {
  return program.model.definition.actions[program.instance(fn).action]?.isFault === true
}

/** A state on the ways on, by number. */
interface Node {
  /** States before it. */
  readonly from: number[]
  /** Whether the break may be next, or what is next is not known. */
  isUnsafe: boolean
}

/** For each way out the number of steps to the nearest safe state after it; undefined where none is known. */
function distancesToSafety(
  program: Program,
  breaking: Breaking,
  ways: readonly WayOut[],
  mostStates: number,
): readonly (number | undefined)[] {
  const steps = new StepsOn(program, breaking, breaking.part)
  const nodes: Node[] = []
  const numbers = new Map<string, number>()
  let level: { readonly ids: Int32Array; readonly number: number }[] = []
  const arrive = (ids: Int32Array): number => {
    const key = keyOf(ids)
    let number = numbers.get(key)
    if (number === undefined) {
      // Unsafe until it has been looked at.
      number = nodes.push({ from: [], isUnsafe: true }) - 1
      numbers.set(key, number)
      level.push({ ids, number })
    }
    return number
  }
  const starts = ways.map(({ ids }) => arrive(ids))
  try {
    // A level is looked at as a whole or not at all, so that the answer depends on no order.
    while (level.length > 0 && nodes.length <= mostStates) {
      const current = level
      level = []
      for (const { ids, number } of current) {
        const next = steps.from(ids)
        const node = nodes[number] as Node
        node.isUnsafe = next.isBreaking || next.isCut
        for (const way of next.ways) (nodes[arrive(program.model.after(ids, way.writes))] as Node).from.push(number)
      }
    }
  } catch (error) {
    // A mistake beyond the break is no matter of this run.
    if (error instanceof SpecError) return []
    throw error
  }
  const isUnsafe = new Set(
    backwards(
      nodes,
      [...nodes.keys()].filter((at) => nodes[at]?.isUnsafe === true),
    ).keys(),
  )
  const distance = backwards(
    nodes,
    [...nodes.keys()].filter((at) => !isUnsafe.has(at)),
  )
  return starts.map((start) => distance.get(start))
}

/** Steps to the nearest of these goals, for each state from which there is a way to one. */
function backwards(nodes: readonly Node[], goals: readonly number[]): ReadonlyMap<number, number> {
  const distance = new Map(goals.map((goal) => [goal, 0]))
  // A map that grows while it is walked is walked to its end, in order of distance.
  for (const [at, steps] of distance) {
    for (const before of (nodes[at] as Node).from) if (!distance.has(before)) distance.set(before, steps + 1)
  }
  return distance
}

/** How many steps towards the break come before the first that the same actor takes, or with one of the same arguments. */
function strangeness(program: Program, fn: number, towards: Trace['steps']): number {
  const { action, args } = program.instance(fn)
  const actor = actorOf(program, action, args)
  const values = Object.values(args)
  const at = towards.findIndex(({ action: name, params }) => {
    const other = program.model.definition.actions.findIndex((each) => each.name === name)
    if (actor !== null && actorOf(program, other, params) === actor) return true
    return Object.values(params).some((value) => values.some((own) => sameValue(own, value)))
  })
  return at < 0 ? towards.length : at
}

function actorOf({ model }: Program, action: number, args: Arguments): string | null {
  const actor = model.definition.actions[action]?.actor ?? null
  if (typeof actor !== 'function') return actor
  try {
    return actor(args)
  } catch {
    // Who acts is told elsewhere, with what is wrong about it.
    return null
  }
}
