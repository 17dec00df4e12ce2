/**
 * The reference explorer: breadth-first search in its plainest form, the oracle that the engine is tested against.
 * Nothing is memoised, packed or hashed; a state is known if its canonical text is in a `Map`.
 */

import type { ActionStatistics, Completeness, StateCounts, Verdict } from '../../checker/contract/result.ts'
import type { PropertyDefinition, PropertyKind, SpecDefinition, State } from '../../spec/language/index.ts'
import { asksForFairness, type RefinementProperty } from '../../spec/language/property-kinds.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { Refinement } from '../../spec/semantics/refinement.ts'
import type { Successor } from '../../spec/semantics/world.ts'
import { abstractMonitors } from './abstract-fairness.ts'
import { fairnessConditions } from './fairness.ts'
import type { ReferenceGraph, ReferenceState, ReferenceStep } from './graph.ts'
import {
  isAnyFair,
  isLiveness,
  isSpokenOf,
  type LivenessProperty,
  type LivenessViolation,
  livenessViolation,
  unmetParts,
  violationOf,
} from './liveness.ts'
import { orbitText, renamingsOf } from './orbits.ts'
import { canAlwaysReach, endedPart, lostPart } from './recoverability.ts'
import { leastWay } from './witness.ts'

export interface ReferenceOptions {
  /** States of this depth are stored and checked but not expanded; an initial state has depth 1. */
  readonly maxDepth?: number
  /** End after the first level in which more distinct states than this are known. */
  readonly maxStates?: number
}

export interface ReferenceProperty {
  readonly name: string
  readonly kind: PropertyKind
  readonly verdict: Verdict
  /**
   * States of the shortest violation, or of the way to the goal with fewest faults, and then fewest states; null where
   * there is none, and for a liveness property. Of `can-always-reach`: states of the shortest path to where there is no
   * way any more.
   */
  readonly length: number | null
  /**
   * For a violated liveness property, states of the shortest path after which a fair behaviour can break it, up to and
   * including the first state of the loop; otherwise null.
   */
  readonly stem: number | null
  /** For a violated liveness property, its shortest lasso: states in all, and whether one of that length stands still. */
  readonly lasso: { readonly length: number; readonly isStill: boolean } | null
  /** The first false part of each violation of that length, sorted: a checker may report any one of them. */
  readonly parts: readonly string[]
  /** Of a liveness property that holds: labels of the parts that assume what no fair behaviour meets. */
  readonly unmet?: readonly (string | null)[]
}

export interface ReferenceResult {
  readonly completeness: Completeness & ('full' | 'depth' | 'constraint' | 'states')
  readonly states: StateCounts
  /** Generated states outside a constraint, initial ones included. */
  readonly constraintCut: number
  /** `distinct` credits the first to reach a state: states in order of discovery, actions in order of declaration. */
  readonly actions: Readonly<Record<string, ActionStatistics>>
  readonly properties: readonly ReferenceProperty[]
  /** Depth of every distinct state, by its canonical text. */
  readonly depthOf: ReadonlyMap<string, number>
  readonly graph: ReferenceGraph
}

export function exploreReference(definition: SpecDefinition, options: ReferenceOptions = {}): ReferenceResult {
  const semantics = new PlainWorld(definition)
  const renamings = renamingsOf(definition)
  const findings = new Map<PropertyDefinition, { length: number; readonly parts: Set<string> }>()
  const actions = Object.fromEntries(definition.actions.map(({ name }) => [name, { generated: 0, distinct: 0 }]))
  const known = new Map<string, ReferenceState>()
  const initial: ReferenceState[] = []
  const refinements = new Map<PropertyDefinition, Refinement>()
  for (const property of definition.properties) {
    if (property.kind === 'refines') refinements.set(property, new Refinement(definition.name, property))
  }
  let generated = 0
  let constraintCut = 0
  let depth = 1
  let level: ReferenceState[] = []
  let next: ReferenceState[] = []

  for (const state of semantics.initialStates()) {
    checkInitial(state)
    const { stored, isNew } = generate(state)
    if (stored !== null && isNew) initial.push(stored)
  }
  let completeness = expandLevels()
  if (completeness === 'full' && constraintCut > 0) completeness = 'constraint'
  const graph: ReferenceGraph = { initial, states: [...known.values()] }
  const fairness = fairnessConditions(definition, graph)

  return {
    completeness,
    states: {
      distinct: known.size,
      generated,
      depth: graph.states[graph.states.length - 1]?.depth ?? 0,
      ...(definition.symmetric !== undefined && { symmetric: definition.symmetric }),
    },
    constraintCut,
    actions,
    properties: definition.properties.map(conclude),
    depthOf: new Map([...known].map(([text, { depth }]) => [text, depth])),
    graph,
  }

  function expandLevels(): ReferenceResult['completeness'] {
    while (next.length > 0) {
      if (depth === options.maxDepth) return 'depth'
      if (known.size > (options.maxStates ?? Number.POSITIVE_INFINITY)) return 'states'
      level = next
      next = []
      depth++
      for (const state of level) expand(state)
    }
    return 'full'
  }

  function expand(before: ReferenceState): void {
    const steps: ReferenceStep[] = []
    before.steps = steps
    for (const transition of semantics.successors(before.state)) {
      checkStep(before.state, transition)
      const { stored, isNew } = generate(transition.after)
      const { action, args } = transition
      steps.push({ action, args, after: stored })
      const { generated, distinct } = actions[action] ?? { generated: 0, distinct: 0 }
      actions[action] = { generated: generated + 1, distinct: distinct + (isNew ? 1 : 0) }
    }
    if (steps.length === 0) checkDeadlock(before.state)
  }

  /**
   * Counts a state at the current depth, checks it where it is due, and stores it where it is new and inside; `stored`
   * is null outside.
   */
  function generate(state: State): { readonly stored: ReferenceState | null; readonly isNew: boolean } {
    generated++
    if (isOutside(state)) {
      constraintCut++
      checkState(state)
      return { stored: null, isNew: false }
    }
    const text = definition.symmetric === undefined ? semantics.textOf(state) : orbitText(state, renamings)
    const before = known.get(text)
    if (before !== undefined) return { stored: before, isNew: false }
    const stored: ReferenceState = { state, depth, steps: null }
    known.set(text, stored)
    checkState(state)
    next.push(stored)
    return { stored, isNew: true }
  }

  function isOutside(state: State): boolean {
    const view = semantics.view(state)
    return definition.constraints.some(({ name, holds }) => !semantics.truth(holds(view), `constraint "${name}"`))
  }

  function checkInitial(state: State): void {
    for (const [property, refinement] of refinements) {
      if (!refinement.isInitial(semantics.view(state))) find(property, depth)
    }
  }

  function checkState(state: State): void {
    const view = semantics.view(state)
    for (const property of definition.properties) {
      if (!isOpen(property, depth)) continue
      if (property.kind === 'always') {
        const broken = property.parts.find(({ holds }) => !semantics.truth(holds(view), property.name))
        if (broken !== undefined) find(property, depth, broken.label)
      }
      if (property.kind === 'reachable' && semantics.truth(property.holds(view), property.name)) find(property, depth)
    }
  }

  function checkStep(before: State, { action, args, after }: Successor<State>): void {
    for (const property of definition.properties) {
      if (!isOpen(property, depth)) continue
      switch (property.kind) {
        case 'always-step':
        case 'reachable-step': {
          const answer = property.holds(semantics.view(before), { action, args }, semantics.view(after))
          const isWanted = property.kind === 'reachable-step'
          if (semantics.truth(answer, property.name) === isWanted) find(property, depth)
          break
        }
        case 'no-way-back': {
          const lost = lostPart(semantics, property, before, after)
          if (lost !== null) find(property, depth, lost.label)
          break
        }
        case 'unless': {
          const ended = endedPart(semantics, property, before, after)
          if (ended !== null) find(property, depth, ended.label)
          break
        }
        case 'refines': {
          const isStep = refinements.get(property)?.isStep(semantics.view(before), semantics.view(after))
          if (isStep === false) find(property, depth)
        }
      }
    }
  }

  function checkDeadlock(state: State): void {
    for (const property of definition.properties) {
      if (property.kind !== 'deadlock-free' || !isOpen(property, depth - 1)) continue
      const { isFinal } = property
      const isExpected = isFinal !== null && semantics.truth(isFinal(semantics.view(state)), property.name)
      if (!isExpected) find(property, depth - 1)
    }
  }

  /** A decided property is of interest only as long as findings of the same length may follow. */
  function isOpen(property: PropertyDefinition, length: number): boolean {
    const found = findings.get(property)
    return found === undefined || found.length === length
  }

  function find(property: PropertyDefinition, length: number, part: string | null = null): void {
    const found = findings.get(property) ?? { length, parts: new Set<string>() }
    if (part !== null) found.parts.add(part)
    findings.set(property, found)
  }

  function conclude(property: PropertyDefinition): ReferenceProperty {
    const { name, kind } = property
    if (isLiveness(property)) return concludeLiveness(property)
    if (property.kind === 'can-always-reach') {
      const { verdict, length, parts } = canAlwaysReach(semantics, graph, property)
      const isUnfinished = completeness === 'states' && verdict === 'holds'
      return {
        name,
        kind,
        verdict: isUnfinished ? 'undecided' : verdict,
        length,
        stem: null,
        lasso: null,
        parts: [...parts].sort(),
      }
    }
    const isGoal = kind === 'reachable' || kind === 'reachable-step'
    const found = findings.get(property)
    if (found !== undefined) {
      const verdict = isGoal ? 'reachable' : 'violated'
      const length = lengthOf(property, found.length)
      return { name, kind, verdict, length, stem: null, lasso: null, parts: [...found.parts].sort() }
    }
    if (asksForFairness(property)) return concludeFairness(property)
    const unfound = isGoal ? 'unreachable' : 'holds'
    const verdict = completeness === 'states' ? 'undecided' : unfound
    return { name, kind, verdict, length: null, stem: null, lasso: null, parts: [] }
  }

  /** `shortest` is the length of the shortest story, which is that of a promise. */
  function lengthOf(property: PropertyDefinition, shortest: number): number {
    if (property.kind !== 'reachable' && property.kind !== 'reachable-step') return shortest
    // Only where a fault may be a short cut is there anything to look for.
    if (!definition.actions.some(({ isFault }) => isFault)) return shortest
    return leastWay(semantics, graph, property, options.maxDepth) ?? shortest
  }

  /**
   * Where states were left unexpanded, a behaviour of which nothing is known may go on from there; and where every fair
   * behaviour that the property is about leaves the constraint, none was looked at.
   */
  function concludeLiveness(property: LivenessProperty): ReferenceProperty {
    const { name, kind } = property
    const found = livenessViolation(semantics, graph, fairness, property)
    if (found !== null) return brokenForEver(property, found)
    const isTold =
      completeness === 'full' || (completeness === 'constraint' && isSpokenOf(semantics, graph, fairness, property))
    const verdict = isTold ? 'holds' : 'undecided'
    const unmet = isTold ? unmetParts(semantics, graph, fairness, property) : []
    return { name, kind, verdict, length: null, stem: null, lasso: null, parts: [], unmet }
  }

  /** Of a refinement that no state or step breaks: whether fair behaviours are fair in the abstract specification. */
  function concludeFairness(property: RefinementProperty): ReferenceProperty {
    const { name, kind } = property
    const found = violationOf(semantics, graph, fairness, abstractMonitors(semantics, graph, property))
    if (found !== null) return brokenForEver(property, found)
    const isTold = completeness === 'full' || (completeness === 'constraint' && isAnyFair(semantics, graph, fairness))
    const verdict = isTold ? 'holds' : 'undecided'
    return { name, kind, verdict, length: null, stem: null, lasso: null, parts: [] }
  }

  function brokenForEver({ name, kind }: PropertyDefinition, found: LivenessViolation): ReferenceProperty {
    const { stem, length, isStill, parts } = found
    return { name, kind, verdict: 'violated', length: null, stem, lasso: { length, isStill }, parts: [...parts].sort() }
  }
}
