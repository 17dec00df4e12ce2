/**
 * Decides the properties that a look at single states and steps does not decide: liveness, under fairness, and whether
 * something can always be reached. Done on the whole graph once it has been explored.
 */

import { isLeadsTo, isOfProgress, needsGraph, propertyTraits } from '../../spec/language/property-kinds.ts'
import type { Completeness } from '../contract/result.ts'
import { buildGraph, type ExploredStates } from '../graph/build-graph.ts'
import { ComponentSearch } from '../graph/component-search.ts'
import { Fairness } from '../graph/fairness.ts'
import type { StateGraph } from '../graph/state-graph.ts'
import { StoredStates } from '../graph/stored-states.ts'
import type { CompiledAssumptions, CompiledProperty, CompiledStep, Program } from '../memo/program.ts'
import type { PlainEvaluator } from '../model/plain-evaluator.ts'
import type { Refinement } from '../refinement/refinement.ts'
import { pathWithFewestFaults } from '../states/fewest-faults.ts'
import type { PathStep } from '../states/path.ts'
import type { Subject } from '../states/subject.ts'
import { type Mapped, mappedStates, unfairBehaviours } from './abstract-fairness.ts'
import { FairComponents, type Wanted } from './fair-components.ts'
import { type Escape, type Lasso, LassoFinder } from './find-lasso.ts'
import type { FoundLasso } from './found-lasso.ts'
import { Reachability } from './reachability.ts'
import { type Truths, truthsOf } from './truths.ts'

export interface Analysis extends ExploredStates {
  readonly plain: PlainEvaluator
  readonly subject: Subject
  readonly completeness: Completeness
  /** See `LassoFinder`. */
  readonly mostPairs: number
  /** The refinement that the property at a position asks for. */
  readonly refinementOf: (property: number) => Refinement | undefined
  /** Whether a state or a step has settled the property at a position. */
  readonly isSettled: (property: number) => boolean
}

/** The verdict on one property, from the whole graph. */
export type Decision =
  | {
      readonly verdict: 'holds' | 'undecided'
      readonly reason: string | null
      /** Labels of the parts of which nothing was asked, because no fair behaviour meets what they assume. */
      readonly unmet: readonly (string | null)[]
    }
  /** A behaviour that breaks it. */
  | { readonly verdict: 'violated'; readonly part: string | null; readonly lasso: FoundLasso }
  /** A state from which the condition cannot be reached any more, by its ids and depth. */
  | {
      readonly verdict: 'violated'
      readonly part: string | null
      readonly ids: Int32Array
      readonly depth: number
      /** Whether it surely can be from each state that a shortest path to this one may come from. */
      readonly wasReachable: boolean
    }

/** Decisions by position of the property. */
export type Decisions = ReadonlyMap<number, Decision>

/** Adds one decision after the other to `decisions`. Yields now and then. */
export function* analyse(analysis: Analysis, decisions: Map<number, Decision>): Generator<void, void> {
  const { program, states, plain, subject } = analysis
  const properties = program.properties.flatMap((property, at) =>
    needsGraph(property.definition) && !analysis.isSettled(at) ? [{ property, at }] : [],
  )
  const fairness = new Fairness(program)
  const graph = yield* buildGraph(analysis, fairness, stepConditionsOf(program))
  const conditions = properties.flatMap(({ property: { parts, responses, assumptions } }) => [
    ...parts,
    ...responses,
    ...assumptions.flatMap(({ states }) => states),
  ])
  const truths = yield* truthsOf(program, plain, states, conditions, subject)
  const refinements = properties.flatMap(({ at }) => analysis.refinementOf(at) ?? [])
  const mapped = yield* mappedStates(program, plain, states, refinements, subject)
  const goals = properties.flatMap(({ property }) => (isOfGraph(property) ? property.parts : []))
  const reachability = goals.map((goal) => new Reachability(graph, truths.get(goal) as Uint8Array))
  const search = new ComponentSearch(graph)
  const cycles: Int32Array[] = []
  yield* eachComponent(graph, search, (component) => {
    if (component.length > 1) cycles.push(component.slice())
    for (const each of reachability) each.add(component)
  })
  const stored = new StoredStates(program, states, graph)
  const behaviours = new Behaviours(analysis, graph, stored, fairness, truths, mapped, search, cycles)
  for (const { property, at } of properties) {
    decisions.set(
      at,
      isOfGraph(property)
        ? reachabilityDecision(
            property,
            analysis,
            graph,
            stored,
            (part) => reachability[goals.indexOf(part)] as Reachability,
          )
        : yield* behaviours.judge(property, analysis.refinementOf(at)),
    )
    yield
  }
}

/** Conditions that are asked of every step of the graph. */
export function stepConditionsOf({ properties }: Program): readonly CompiledStep[] {
  return properties
    .filter(({ definition }) => isOfProgress(definition))
    .flatMap(({ steps, assumptions }) => [...steps, ...assumptions.flatMap((each) => each.steps)])
}

/** Whether a property is about what can be reached, as opposed to behaviours. */
function isOfGraph({ definition }: CompiledProperty): boolean {
  return propertyTraits[definition.kind].decidedBy === 'graph'
}

/** What a behaviour looks like that breaks a property, in one part of it. */
interface Question {
  readonly label: string | null
  readonly escapes: readonly [Escape, ...Escape[]]
}

class Behaviours {
  readonly #analysis: Analysis
  readonly #graph: StateGraph
  readonly #stored: StoredStates
  readonly #truths: Truths
  readonly #mapped: Mapped
  readonly #components: FairComponents
  readonly #lassos: LassoFinder
  /** From where a fair behaviour can stay inside what was explored. */
  #fairInside: Reachability | null = null

  constructor(
    analysis: Analysis,
    graph: StateGraph,
    stored: StoredStates,
    fairness: Fairness,
    truths: Truths,
    mapped: Mapped,
    search: ComponentSearch,
    cycles: readonly Int32Array[],
  ) {
    this.#analysis = analysis
    this.#graph = graph
    this.#stored = stored
    this.#truths = truths
    this.#mapped = mapped
    this.#components = new FairComponents(graph, fairness, search, cycles)
    this.#lassos = new LassoFinder(graph, fairness, this.#components, search, stored, analysis.mostPairs)
  }

  /** The broken part with the shortest lasso is told about; the first, where several are equally short. */
  *judge(property: CompiledProperty, refinement: Refinement | undefined): Generator<void, Decision> {
    let best: { readonly part: string | null; readonly lasso: FoundLasso } | null = null
    for (const question of this.#questions(property, refinement)) {
      yield
      if (question === null) continue
      const { label, escapes } = question
      const lasso = this.#found(yield* this.#lassos.find(escapes))
      if (lasso !== null && (best === null || isShorter(lasso, best.lasso))) best = { part: label, lasso }
    }
    return best === null ? yield* this.#unbroken(property) : { verdict: 'violated', ...best }
  }

  /** One for each way in which the property may be broken; those of a refinement are good until the next is asked for. Null for a pause. */
  *#questions(property: CompiledProperty, refinement: Refinement | undefined): Generator<Question | null, void> {
    if (refinement !== undefined) {
      for (const wanted of unfairBehaviours(refinement, this.#mapped.get(refinement) as Int32Array, this.#graph)) {
        yield wanted && { label: null, escapes: [{ ...wanted, isSource: null }] }
      }
      return
    }
    for (const [part, { label }] of askedParts(property).entries()) {
      yield { label, escapes: this.#escapes(property, part) }
    }
  }

  #truth(part: CompiledProperty['parts'][number] | undefined): Uint8Array {
    return this.#truths.get(part as CompiledProperty['parts'][number]) as Uint8Array
  }

  #marks(condition: CompiledStep | undefined): Uint8Array {
    return this.#graph.marks.get(condition as CompiledStep) as Uint8Array
  }

  /** What a behaviour that breaks this part looks like. */
  #escapes(
    { definition, parts, responses, steps, assumptions }: CompiledProperty,
    part: number,
  ): readonly [Escape, ...Escape[]] {
    const all = this.#meeting(assumptions[part])
    if (definition.kind === 'infinitely-often-step') {
      const marks = this.#marks(steps[part])
      return [{ ...all, isSource: null, isStepAllowed: (step) => marks[step] === 0 }]
    }
    const truth = this.#truth(parts[part])
    const isTrue = (state: number): boolean => truth[state] === 1
    const isFalse = (state: number): boolean => truth[state] === 0
    switch (definition.kind) {
      case 'eventually':
        return [{ ...all, isAllowed: isFalse, isSource: (state) => this.#graph.depth[state] === 1 }]
      case 'infinitely-often':
        return [{ ...all, isAllowed: isFalse, isSource: null }]
      case 'eventually-always':
        return [{ ...all, isSource: null, mustVisit: [...all.mustVisit, isFalse] }]
      default: {
        const response = this.#truth(responses[part])
        const isOpen = (state: number): boolean => response[state] === 0
        const mustStay = definition.kind === 'leads-to-always'
        const isAllowed = mustStay ? all.isAllowed : isOpen
        const mustVisit = mustStay ? [...all.mustVisit, isOpen] : all.mustVisit
        return [
          { ...all, isAllowed, isSource: isTrue, mustVisit },
          // The loop meets the trigger itself: however it was come to.
          { ...all, isAllowed, isSource: null, mustVisit: [...mustVisit, isTrue] },
        ]
      }
    }
  }

  /** A behaviour that meets these assumptions, and may do anything else. */
  #meeting({ states, steps }: CompiledAssumptions = { states: [], steps: [] }): Wanted {
    return {
      isAllowed: () => true,
      isStepAllowed: null,
      mustVisit: states.map((each) => {
        const truth = this.#truth(each)
        return (state) => truth[state] === 1
      }),
      mustTake: steps.map((each) => {
        const marks = this.#marks(each)
        return (step) => marks[step] === 1
      }),
    }
  }

  #found(lasso: Lasso | null): FoundLasso | null {
    if (lasso === null) return null
    const { program, states } = this.#analysis
    const [first] = lasso.stem as [number]
    const stored = { program, states }
    const target = { ids: this.#stored.idsOf(first), faultsAfter: 0 }
    const { path: prefix } = pathWithFewestFaults(stored, [target], this.#graph.depth[first] as number)
    const rest = this.#stored.path([...lasso.stem, ...lasso.loop]).slice(1)
    const entry = lasso.stem.at(-1) as number
    const last = lasso.loop.at(-1) ?? entry
    const path: PathStep[] = [...prefix, ...rest]
    return {
      path,
      loop: prefix.length + lasso.stem.length - 2,
      back: lasso.isStill ? null : this.#stored.instanceBetween(last, entry),
    }
  }

  *#unbroken(property: CompiledProperty): Generator<void, Decision> {
    switch (this.#analysis.completeness) {
      case 'full':
        return { verdict: 'holds', reason: null, unmet: yield* this.#unmet(property) }
      case 'constraint': {
        const emptiness = yield* this.#emptiness(property)
        return emptiness === null
          ? { verdict: 'holds', reason: 'for behaviours that stay inside the constraint for ever', unmet: [] }
          : { verdict: 'undecided', reason: `every fair behaviour${emptiness} leaves the constraint`, unmet: [] }
      }
      default:
        return {
          verdict: 'undecided',
          reason: 'a behaviour goes on for ever, and not all of the graph was explored',
          unmet: [],
        }
    }
  }

  /**
   * Says which fair behaviours that the property is about all leave the constraint, so that it would hold of nothing:
   * `''` for any at all; null where some stay. A trigger that is never true is another matter.
   */
  *#emptiness(property: CompiledProperty): Generator<void, string | null> {
    const { definition, parts, assumptions } = property
    this.#fairInside ??= yield* this.#whereFairBehavioursStay(this.#meeting())
    const isFromStart = (inside: Reachability): boolean =>
      this.#graph.depth.some((its, state) => its === 1 && inside.isReachableFrom(state))
    if (!isFromStart(this.#fairInside)) return ''
    for (const [at, { label }] of askedParts(property).entries()) {
      const ofPart = label === null ? '' : ` for ${label}`
      const assumed = assumptions[at]
      const inside = hasAny(assumed) ? yield* this.#whereFairBehavioursStay(this.#meeting(assumed)) : this.#fairInside
      if (!isFromStart(inside)) return ` that meets what it assumes${ofPart}`
      const trigger = this.#truth(parts[at])
      if (!isLeadsTo(definition) || !trigger.includes(1)) continue
      if (trigger.some((isTrue, state) => isTrue === 1 && inside.isReachableFrom(state))) continue
      return ` that meets its trigger${ofPart}`
    }
    return null
  }

  /** Labels of the parts that assume what no fair behaviour meets. All states of the graph are reached. */
  *#unmet(property: CompiledProperty): Generator<void, (string | null)[]> {
    const unmet: (string | null)[] = []
    for (const [at, { label }] of askedParts(property).entries()) {
      const assumed = property.assumptions[at]
      if (hasAny(assumed) && !(yield* this.#lassos.hasCycle(this.#meeting(assumed)))) unmet.push(label)
    }
    return unmet
  }

  *#whereFairBehavioursStay(wanted: Wanted): Generator<void, Reachability> {
    const graph = this.#graph
    const isFair = new Uint8Array(graph.size)
    for (const found of this.#components.among(wanted)) {
      if (found === null) yield
      for (const state of found?.states ?? []) isFair[state] = 1
    }
    const inside = new Reachability(graph, isFair)
    yield* eachComponent(graph, new ComponentSearch(graph), (component) => inside.add(component))
    return inside
  }
}

/** The parts of a promise of progress: each is broken, or not, by itself. */
function askedParts({ definition, parts, steps }: CompiledProperty): readonly { readonly label: string | null }[] {
  return definition.kind === 'infinitely-often-step' ? steps : parts
}

function hasAny(assumptions: CompiledAssumptions | undefined): boolean {
  return assumptions !== undefined && assumptions.states.length + assumptions.steps.length > 0
}

/** Fewer states; of equally many, standing still. */
function isShorter(left: FoundLasso, right: FoundLasso): boolean {
  if (left.path.length !== right.path.length) return left.path.length < right.path.length
  return left.back === null && right.back !== null
}

/** Strongly connected components of the whole graph, each after those it leads to. */
function* eachComponent(
  graph: StateGraph,
  search: ComponentSearch,
  visit: (component: Int32Array) => void,
): Generator<void, void> {
  search.begin(
    Int32Array.from({ length: graph.size }, (_, state) => state),
    0,
  )
  let components = 0
  for (let component = search.next(); component !== null; component = search.next()) {
    visit(component)
    if (components++ % 4096 === 0) yield
  }
}

function reachabilityDecision(
  property: CompiledProperty,
  { completeness }: Analysis,
  graph: StateGraph,
  stored: StoredStates,
  of: (part: CompiledProperty['parts'][number]) => Reachability,
): Decision {
  let best = -1
  let broken: CompiledProperty['parts'][number] | null = null
  for (const part of property.parts) {
    const trap = of(part).nearestTrap(stored.comesBefore)
    if (trap < 0 || (best >= 0 && (graph.depth[trap] as number) >= (graph.depth[best] as number))) continue
    best = trap
    broken = part
  }
  if (broken !== null) {
    return {
      verdict: 'violated',
      part: broken.label,
      ids: stored.idsOf(best),
      depth: graph.depth[best] as number,
      wasReachable: of(broken).wasReachableBefore(best),
    }
  }
  if (!property.parts.every((part) => of(part).isReachableInside)) {
    const reason = 'from some states the only ways to it, if there are any, leave what was explored'
    return { verdict: 'undecided', reason, unmet: [] }
  }
  // Ended in the middle of a level, a run says nothing of the states that it did not come to.
  return { verdict: completeness === 'states' ? 'undecided' : 'holds', reason: null, unmet: [] }
}
