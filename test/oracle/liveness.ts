/**
 * Liveness by set fixpoints over the explored graph. A small monitor runs along with the behaviour and says where it may
 * stay for ever if it is to break the property; what is looked for are the states there to which a fair behaviour can
 * return without end.
 *
 * The fixpoint is that of E. A. Emerson and C.-L. Lei, "Modalities for model checking: branching time logic strikes
 * back" (1987), for fairness of the form "again and again this, or from some time on always that".
 */
import type { PropertyDefinition, State, StepCondition } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { FairnessCondition } from './fairness.ts'
import { isChange, type ReferenceGraph, type ReferenceState, whatReaches } from './graph.ts'

export type LivenessProperty = PropertyDefinition & {
  readonly kind: (typeof livenessKinds)[number]
}

const livenessKinds = [
  'eventually',
  'leads-to',
  'leads-to-always',
  'infinitely-often',
  'infinitely-often-step',
  'eventually-always',
] as const

export function isLiveness(property: PropertyDefinition): property is LivenessProperty {
  return (livenessKinds as readonly string[]).includes(property.kind)
}

/** What is remembered of the behaviour so far: answered, nothing asked since, or a response that is missing. */
type Mode = 'quiet' | 'idle' | 'waiting'

/** Watches a behaviour that is to break one part of a property. */
export interface Monitor {
  readonly label: string | null
  /** The mode after this state, given the mode before it (`quiet` at first); null where nothing can break it any more. */
  readonly after: (mode: Mode, state: State) => Mode | null
  /** What must be true again and again, while the behaviour stays `waiting`. */
  readonly again: readonly ((state: State) => boolean)[]
  /** Steps that must be taken again and again, and steps that must not be taken for ever. */
  readonly taken: readonly StepCondition[]
  readonly avoided: readonly StepCondition[]
}

/** A state of the explored graph together with the monitor's mode. */
interface Node {
  readonly of: ReferenceState
  readonly mode: Mode
  /** States of the shortest path to this node. */
  readonly stem: number
  /** Steps that change the state; besides, every node may stutter. */
  readonly next: Node[]
  readonly previous: Node[]
}

/** A demand on what happens for ever: something again and again, unless every state excuses it. */
interface Requirement {
  readonly isVisit: (node: Node) => boolean
  readonly isTaken: (before: Node, after: Node) => boolean
  readonly isExcused: (node: Node) => boolean
}

export interface LivenessViolation {
  /** Fewest states of a path, the first state of the loop included, after which a fair behaviour can break the property. */
  readonly stem: number
  /** Fewest states of a path and the loop at its end that break the property. */
  readonly length: number
  /** Whether some lasso of that length ends in a state in which nothing happens any more. */
  readonly isStill: boolean
  /** The parts that can be broken by a lasso of that length; where one stands still, by such. */
  readonly parts: readonly string[]
}

/** Of the lassos that break one part the shortest. */
interface ShortestLasso {
  readonly stem: number
  readonly length: number
  readonly isStill: boolean
}

/**
 * The shortest lassos of fair behaviours that break the property, or null where there is none in the explored graph.
 * States that were not expanded can be no part of a loop: it is not known what is enabled there.
 * Cost: for each state of the graph at worst a fixpoint over all of them, and all ways on from it.
 */
export function livenessViolation(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
  property: LivenessProperty,
): LivenessViolation | null {
  return violationOf(semantics, graph, fairness, monitorsOf(semantics, property))
}

/** The same for what one of these monitors watches for, each a part. */
export function violationOf(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
  monitors: readonly Monitor[],
): LivenessViolation | null {
  const broken = monitors.flatMap((monitor) => {
    const lasso = shortestLasso(semantics, graph, fairness, monitor)
    return lasso === null ? [] : [{ label: monitor.label, ...lasso }]
  })
  if (broken.length === 0) return null
  const length = Math.min(...broken.map((each) => each.length))
  const shortest = broken.filter((each) => each.length === length)
  const isStill = shortest.some((each) => each.isStill)
  const labels = shortest.filter((each) => each.isStill === isStill).map(({ label }) => label)
  return {
    stem: Math.min(...broken.map(({ stem }) => stem)),
    length,
    isStill,
    parts: labels.filter((label) => label !== null),
  }
}

/** Whether there is a fair behaviour that stays in the explored graph. */
export function isAnyFair(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
): boolean {
  const any: Monitor = { label: null, after: () => 'waiting', again: [], taken: [], avoided: [] }
  return shortestLasso(semantics, graph, fairness, any) !== null
}

/**
 * Whether fair behaviours that stay in the explored graph say something about the property: there is one, and where a
 * trigger is true somewhere, there is one that meets it.
 */
export function isSpokenOf(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
  property: LivenessProperty,
): boolean {
  const isMet = (
    hasMet: (state: State) => boolean,
    assumed: Pick<Monitor, 'again' | 'taken'> = { again: [], taken: [] },
  ): boolean => {
    const after: Monitor['after'] = (mode, state) => (mode === 'waiting' || hasMet(state) ? 'waiting' : 'quiet')
    return shortestLasso(semantics, graph, fairness, { label: null, after, avoided: [], ...assumed }) !== null
  }
  if (!isAnyFair(semantics, graph, fairness)) return false
  return property.parts.every((part) => {
    const assumed = assumedBy(part)
    if (!isMet(() => true, assumed)) return false
    if (!('trigger' in part)) return true
    const isTrue = (state: State): boolean => semantics.truth(part.trigger(state), property.name)
    return !graph.states.some(({ state }) => isTrue(semantics.view(state))) || isMet(isTrue, assumed)
  })
}

/** Labels of the parts whose assumptions no fair behaviour in the explored graph meets. */
export function unmetParts(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
  { parts }: LivenessProperty,
): readonly (string | null)[] {
  return [...parts]
    .filter((part) => {
      const monitor: Monitor = { label: null, after: () => 'waiting', avoided: [], ...assumedBy(part) }
      return (part.assuming ?? []).length > 0 && shortestLasso(semantics, graph, fairness, monitor) === null
    })
    .map(({ label }) => label)
}

function assumedBy({ assuming = [] }: LivenessProperty['parts'][number]): Pick<Monitor, 'again' | 'taken'> {
  return {
    again: assuming.flatMap((each) => (each.of === 'states' ? [each.holds] : [])),
    taken: assuming.flatMap((each) => (each.of === 'steps' ? [each.holds] : [])),
  }
}

function monitorsOf(semantics: PlainWorld, property: LivenessProperty): readonly Monitor[] {
  const monitors = breaking(semantics, property)
  return property.parts.map((part, at) => {
    const monitor = monitors[at] as Breaking
    const { again, taken } = assumedBy(part)
    return { taken, avoided: [], ...monitor, again: [...monitor.again, ...again] }
  })
}

type Breaking = Omit<Monitor, 'taken' | 'avoided'> & Partial<Pick<Monitor, 'avoided'>>

/** What breaks each part, whatever is assumed. */
function breaking(semantics: PlainWorld, property: LivenessProperty): readonly Breaking[] {
  const truth = (answer: boolean): boolean => semantics.truth(answer, property.name)
  switch (property.kind) {
    case 'eventually':
      return property.parts.map(({ label, holds }) => ({
        label,
        after: (_mode, state) => (truth(holds(state)) ? null : 'waiting'),
        again: [],
      }))
    case 'leads-to':
      return property.parts.map(({ label, trigger, response }) => ({
        label,
        after: (mode, state) => {
          if (truth(response(state))) return 'quiet'
          return mode === 'waiting' || truth(trigger(state)) ? 'waiting' : 'idle'
        },
        again: [],
      }))
    case 'leads-to-always':
      return property.parts.map(({ label, trigger, response }) => ({
        label,
        after: (mode, state) => (mode === 'waiting' || truth(trigger(state)) ? 'waiting' : 'idle'),
        again: [(state) => !truth(response(state))],
      }))
    case 'infinitely-often':
      return property.parts.map(({ label, holds }) => ({
        label,
        after: (_mode, state) => (truth(holds(state)) ? 'quiet' : 'waiting'),
        again: [],
      }))
    case 'infinitely-often-step':
      return property.parts.map(({ label, holds }) => ({
        label,
        after: () => 'waiting',
        again: [],
        avoided: [holds],
      }))
    case 'eventually-always':
      return property.parts.map(({ label, holds }) => ({
        label,
        after: () => 'waiting',
        again: [(state) => !truth(holds(state))],
      }))
  }
}

function shortestLasso(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  fairness: readonly FairnessCondition[],
  monitor: Monitor,
): ShortestLasso | null {
  const all = productOf(semantics, graph, monitor)
  // On the way to the loop any step may be taken.
  const nodes =
    monitor.avoided.length === 0
      ? all
      : withoutSteps(
          all,
          monitor.avoided.map((holds) => stepsThat(semantics, graph, holds)),
        )
  const visits = monitor.again.map((isMet): Requirement => {
    const met = new Set(nodes.filter(({ of }) => isMet(semantics.view(of.state))).map(({ of }) => of))
    return { isVisit: ({ of }) => met.has(of), isTaken: () => false, isExcused: () => false }
  })
  const steps = monitor.taken.map((holds): Requirement => {
    const takenTo = stepsThat(semantics, graph, holds)
    return {
      isVisit: () => false,
      isTaken: (before, after) => takenTo.get(before.of)?.has(after.of) ?? false,
      isExcused: () => false,
    }
  })
  const requirements = [...fairness.map(requirementOf), ...visits, ...steps]
  const expanded = nodes.filter(({ of }) => of.steps !== null)
  const allowed = expanded.filter(({ mode }) => mode === 'waiting')
  const canBeFair = largestFairSet(new Set(allowed), requirements)
  const within = new Set([...canBeFair, ...expanded.filter(({ mode }) => mode === 'idle')])
  const known = new Map<Node, boolean>()
  const isOnLoop = (node: Node): boolean => {
    const answer = known.get(node) ?? (canBeFair.has(node) && isOnFairLoop(node, canBeFair, requirements))
    known.set(node, answer)
    return answer
  }
  let stem = 0
  let length = Number.POSITIVE_INFINITY
  let isStill = false
  // The nearest first: the first lasso has the shortest stem, and one whose loop is entered later than `length` is longer.
  for (const start of expanded) {
    if (start.stem > length) break
    // A loop leads back to a state, not to what is remembered: it may begin idle, and come back waiting.
    const end = start.mode === 'idle' ? nodes.find(({ of, mode }) => of === start.of && mode === 'waiting') : start
    if (end === undefined || !isOnLoop(end)) continue
    const loop = loopLength(start, end, within, requirements, length - start.stem + 1)
    if (loop === Number.POSITIVE_INFINITY) continue
    const its = start.stem - 1 + loop
    if (stem === 0) stem = start.stem
    isStill = loop === 1 || (isStill && its === length)
    length = its
  }
  return stem === 0 ? null : { stem, length, isStill }
}

/**
 * States of the shortest fair loop that begins in one node and comes back to its state in another, or the same; infinite
 * where there is none of at most `most` states. All ways on are followed, each with what happened on it.
 */
function loopLength(
  start: Node,
  end: Node,
  within: ReadonlySet<Node>,
  requirements: readonly Requirement[],
  most: number,
): number {
  const isFair = (happened: string): boolean =>
    requirements.every((_, at) => happened[at] === '+' || happened[at] === 'o')
  // For each requirement: + it has happened, o it has been excused all the time, - neither.
  const happenedIn = (node: Node): string =>
    requirements.map((each) => (each.isVisit(node) ? '+' : each.isExcused(node) ? 'o' : '-')).join('')
  const after = (happened: string, before: Node, node: Node): string =>
    requirements
      .map((each, at) => {
        if (happened[at] === '+' || each.isVisit(node) || each.isTaken(before, node)) return '+'
        return happened[at] === 'o' && each.isExcused(node) ? 'o' : '-'
      })
      .join('')
  // Nothing happens: the state is its own successor.
  if (start === end && isFair(happenedIn(start))) return 1
  const seen = new Map<Node, Set<string>>()
  let latest = [{ node: start, happened: happenedIn(start) }]
  for (let length = 1; latest.length > 0 && length <= most; length++) {
    const next: typeof latest = []
    for (const { node, happened } of latest) {
      for (const to of node.next.filter((each) => within.has(each))) {
        const pair = { node: to, happened: after(happened, node, to) }
        if (to === end && isFair(pair.happened)) return length
        const known = seen.get(to) ?? new Set()
        seen.set(to, known)
        if (known.has(pair.happened)) continue
        known.add(pair.happened)
        next.push(pair)
      }
    }
    latest = next
  }
  return Number.POSITIVE_INFINITY
}

/** By state, the states to which some step leads that satisfies the condition. */
function stepsThat(
  semantics: PlainWorld,
  graph: ReferenceGraph,
  holds: StepCondition,
): ReadonlyMap<ReferenceState, ReadonlySet<ReferenceState>> {
  return new Map(
    graph.states.map((before) => {
      const satisfying = (before.steps ?? []).filter(
        ({ action, args, after }) =>
          after !== null &&
          semantics.truth(
            holds(semantics.view(before.state), { action, args }, semantics.view(after.state)),
            'a condition of steps',
          ),
      )
      return [before, new Set(satisfying.map(({ after }) => after as ReferenceState))]
    }),
  )
}

/** The same nodes, equally far from the start, without the steps that are avoided. */
function withoutSteps(
  nodes: readonly Node[],
  avoided: readonly ReadonlyMap<ReferenceState, ReadonlySet<ReferenceState>>[],
): readonly Node[] {
  const copies = new Map(nodes.map((node) => [node, { ...node, next: [] as Node[], previous: [] as Node[] }]))
  for (const node of nodes) {
    for (const to of node.next) {
      if (avoided.some((takenTo) => takenTo.get(node.of)?.has(to.of))) continue
      copies.get(node)?.next.push(copies.get(to) as Node)
      copies.get(to)?.previous.push(copies.get(node) as Node)
    }
  }
  return [...copies.values()]
}

/** The reachable nodes, nearest first. */
function productOf(semantics: PlainWorld, graph: ReferenceGraph, monitor: Monitor): readonly Node[] {
  const nodes: Node[] = []
  const known = new Map<ReferenceState, Partial<Record<Mode, Node>>>()
  for (const state of graph.initial) visit(state, 'quiet', null)
  // The list grows while it is walked.
  for (const node of nodes) {
    const after = (node.of.steps ?? []).filter((step) => isChange(node.of, step)).map((step) => step.after)
    for (const state of new Set(after)) if (state !== null) visit(state, node.mode, node)
  }
  return nodes

  function visit(of: ReferenceState, before: Mode, from: Node | null): void {
    const mode = monitor.after(before, semantics.view(of.state))
    if (mode === null) return
    const modes = known.get(of) ?? {}
    known.set(of, modes)
    let node = modes[mode]
    if (node === undefined) {
      node = { of, mode, stem: (from?.stem ?? 0) + 1, next: [], previous: [] }
      modes[mode] = node
      nodes.push(node)
    }
    if (from === null) return
    from.next.push(node)
    node.previous.push(from)
  }
}

/** Weak: again and again not enabled, or taken. Strong: from some time on never enabled, or taken again and again. */
function requirementOf({ strength, enabledIn, takenTo }: FairnessCondition): Requirement {
  const isDisabled = ({ of }: Node): boolean => !enabledIn.has(of)
  return {
    isVisit: (node) => strength === 'weak' && isDisabled(node),
    isTaken: (before, after) => takenTo.get(before.of)?.has(after.of) ?? false,
    isExcused: (node) => strength === 'strong' && isDisabled(node),
  }
}

/**
 * The largest set in which every node, for every requirement, is excused or can reach what is required without leaving
 * the set. In the last strong component that is reached by going on and on inside it, what can be reached happens again
 * and again, and what cannot is excused everywhere: so every node of it begins a fair behaviour that stays inside, and
 * no node of a fair loop is ever left out.
 */
function largestFairSet(allowed: ReadonlySet<Node>, requirements: readonly Requirement[]): ReadonlySet<Node> {
  let kept = allowed
  for (;;) {
    const before = kept
    for (const requirement of requirements) {
      const within = kept
      const reaching = whatReaches(
        [...within].filter((node) => happensAt(node, requirement, within)),
        within,
      )
      kept = new Set([...within].filter((node) => requirement.isExcused(node) || reaching.has(node)))
    }
    if (kept.size === before.size) return kept
  }
}

function happensAt(node: Node, { isVisit, isTaken }: Requirement, within: ReadonlySet<Node>): boolean {
  return isVisit(node) || node.next.some((after) => within.has(after) && isTaken(node, after))
}

/** The same fixpoint, where every node must also be able to return to this one: then it leads round in fair loops. */
function isOnFairLoop(start: Node, allowed: ReadonlySet<Node>, requirements: readonly Requirement[]): boolean {
  let kept = allowed
  while (kept.has(start)) {
    const before = kept
    kept = largestFairSet(whatReaches([start], kept), requirements)
    if (kept.size === before.size) return true
  }
  return false
}
