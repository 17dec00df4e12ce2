/** Whether a way to a condition is always open, and whether a step leads back out of one. Fairness plays no part. */

import type { Verdict } from '../../checker/contract/result.ts'
import type { PropertyDefinition, State, StatePart, UnlessPart } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type ReferenceGraph, type ReferenceState, whatReaches } from './graph.ts'

export interface RecoverabilityVerdict {
  readonly verdict: Verdict & ('holds' | 'violated' | 'undecided')
  /** States of the shortest path to a state from which there is no way; null where none is known. */
  readonly length: number | null
  /** The parts to which no way leads from a state at that distance. */
  readonly parts: readonly string[]
}

interface Node {
  readonly of: ReferenceState
  readonly previous: Node[]
}

/**
 * Decides `can-always-reach`. What lies behind a step that leaves the constraint, or behind a state that was not
 * expanded, is unknown: a state that can get there is no trap for certain, and not known to be none.
 */
export function canAlwaysReach(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  property: PropertyDefinition & { readonly kind: 'can-always-reach' },
): RecoverabilityVerdict {
  const nodes = nodesOf(graph)
  const all = new Set(nodes)
  const leaving = nodes.filter(({ of }) => of.steps === null || of.steps.some(({ after }) => after === null))
  const perPart = property.parts.map(({ label, holds }) => {
    const goals = nodes.filter(({ of }) => semantics.truth(holds(semantics.view(of.state)), property.name))
    const escaping = whatReaches([...goals, ...leaving], all)
    return {
      label,
      // States are listed nearest first.
      trap: nodes.find((node) => !escaping.has(node)),
      isCertain: whatReaches(goals, all).size === nodes.length,
    }
  })
  const depths = perPart.flatMap(({ trap }) => (trap === undefined ? [] : [trap.of.depth]))
  if (depths.length === 0) {
    // Where no initial state is inside the constraint, nothing was looked at.
    const isCertain = nodes.length > 0 && perPart.every((each) => each.isCertain)
    const verdict = isCertain ? 'holds' : 'undecided'
    return { verdict, length: null, parts: [] }
  }
  const length = Math.min(...depths)
  const labels = perPart.filter(({ trap }) => trap?.of.depth === length).map(({ label }) => label)
  return { verdict: 'violated', length, parts: labels.filter((label) => label !== null) }
}

/** The first part that is true before a step and false after it: what breaks `no-way-back`. */
export function lostPart(
  semantics: PlainWorld,
  property: PropertyDefinition & { readonly kind: 'no-way-back' },
  before: State,
  after: State,
): StatePart | null {
  const isTrue = ({ holds }: StatePart, state: State): boolean =>
    semantics.truth(holds(semantics.view(state)), property.name)
  return property.parts.find((part) => isTrue(part, before) && !isTrue(part, after)) ?? null
}

/** The first part that a step ends before anything may: what breaks `unless`. */
export function endedPart(
  semantics: PlainWorld,
  property: PropertyDefinition & { readonly kind: 'unless' },
  before: State,
  after: State,
): UnlessPart | null {
  // In every state either it holds, or it has been ended, or there was nothing to end: "weak until", word for word.
  return (
    property.parts.find(({ holds, until }) => {
      const isTrue = (asked: (state: State) => boolean, state: State): boolean =>
        semantics.truth(asked(semantics.view(state)), property.name)
      const isWaiting = isTrue(holds, before) && !isTrue(until, before)
      return isWaiting && !(isTrue(holds, after) || isTrue(until, after))
    }) ?? null
  )
}

function nodesOf(graph: ReferenceGraph): readonly Node[] {
  const byState = new Map(graph.states.map((of): [ReferenceState, Node] => [of, { of, previous: [] }]))
  for (const node of byState.values()) {
    for (const { after } of node.of.steps ?? []) if (after !== null) byState.get(after)?.previous.push(node)
  }
  return [...byState.values()]
}
