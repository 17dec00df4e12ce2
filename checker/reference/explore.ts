/**
 * The reference explorer: breadth-first search in its plainest form, the oracle that the engine is tested against.
 * Nothing is memoised, packed or hashed; a state is known if its canonical text is in a `Map`.
 */
import type { PropertyDefinition, PropertyKind, SpecDefinition, State } from '../../spec/language/index.ts'
import type { ActionStatistics, Completeness, Verdict } from '../result.ts'
import { Semantics, type Transition } from './successors.ts'

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
  /** States of the shortest violation or of the shortest way to the goal; null where there is none. */
  readonly length: number | null
  /** The first false part of each violation of that length, sorted: a checker may report any one of them. */
  readonly parts: readonly string[]
}

export interface ReferenceResult {
  readonly completeness: Completeness & ('full' | 'depth' | 'constraint' | 'states')
  readonly states: { readonly distinct: number; readonly generated: number; readonly depth: number }
  /** Generated states outside a constraint, initial ones included. */
  readonly constraintCut: number
  /** `distinct` credits the first to reach a state: states in order of discovery, actions in order of declaration. */
  readonly actions: Readonly<Record<string, ActionStatistics>>
  readonly properties: readonly ReferenceProperty[]
  /** Depth of every distinct state, by its canonical text. */
  readonly depthOf: ReadonlyMap<string, number>
}

export function exploreReference(definition: SpecDefinition, options: ReferenceOptions = {}): ReferenceResult {
  const semantics = new Semantics(definition)
  const findings = new Map<PropertyDefinition, { length: number; readonly parts: Set<string> }>()
  const actions = Object.fromEntries(definition.actions.map(({ name }) => [name, { generated: 0, distinct: 0 }]))
  const depthOf = new Map<string, number>()
  let generated = 0
  let constraintCut = 0
  let depth = 1
  let level: State[] = []
  let next: State[] = []

  for (const state of semantics.initialStates()) generate(state)
  let completeness = expandLevels()
  if (completeness === 'full' && constraintCut > 0) completeness = 'constraint'

  return {
    completeness,
    states: { distinct: depthOf.size, generated, depth: Math.max(0, ...new Set(depthOf.values())) },
    constraintCut,
    actions,
    properties: definition.properties.map(conclude),
    depthOf,
  }

  function expandLevels(): ReferenceResult['completeness'] {
    while (next.length > 0) {
      if (depth === options.maxDepth) return 'depth'
      if (depthOf.size > (options.maxStates ?? Number.POSITIVE_INFINITY)) return 'states'
      level = next
      next = []
      depth++
      for (const state of level) expand(state)
    }
    return 'full'
  }

  function expand(before: State): void {
    let isStuck = true
    for (const transition of semantics.successors(before)) {
      isStuck = false
      checkStep(before, transition)
      const isNew = generate(transition.after)
      const { generated, distinct } = actions[transition.action] ?? { generated: 0, distinct: 0 }
      actions[transition.action] = { generated: generated + 1, distinct: distinct + (isNew ? 1 : 0) }
    }
    if (isStuck) checkDeadlock(before)
  }

  /** Counts a state at the current depth, checks it where it is due, and stores it where it is new and inside. */
  function generate(state: State): boolean {
    generated++
    if (isOutside(state)) {
      constraintCut++
      checkState(state)
      return false
    }
    const text = semantics.textOf(state)
    if (depthOf.has(text)) return false
    depthOf.set(text, depth)
    checkState(state)
    next.push(state)
    return true
  }

  function isOutside(state: State): boolean {
    const view = semantics.view(state)
    return definition.constraints.some(({ name, holds }) => !semantics.truth(holds(view), `constraint "${name}"`))
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

  function checkStep(before: State, { action, args, after }: Transition): void {
    for (const property of definition.properties) {
      if (property.kind !== 'always-step' && property.kind !== 'reachable-step') continue
      if (!isOpen(property, depth)) continue
      const answer = property.holds(semantics.view(before), { action, args }, semantics.view(after))
      const isWanted = property.kind === 'reachable-step'
      if (semantics.truth(answer, property.name) === isWanted) find(property, depth)
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
    const isGoal = kind === 'reachable' || kind === 'reachable-step'
    const found = findings.get(property)
    if (found !== undefined) {
      const verdict = isGoal ? 'reachable' : 'violated'
      return { name, kind, verdict, length: found.length, parts: [...found.parts].sort() }
    }
    const unfound = isGoal ? 'unreachable' : 'holds'
    return { name, kind, verdict: completeness === 'states' ? 'undecided' : unfound, length: null, parts: [] }
  }
}
