import {
  type PointOfNoReturn,
  type PropertyDefinition,
  type PropertyKind,
  type SpecDefinition,
  type State,
  sameValue,
  type Trace,
} from '../spec/language/index.ts'
import { chosenArguments } from '../spec/language/parameters.ts'
import { isLeadsTo, verdictsOf } from '../spec/language/property-kinds.ts'
import { partsAsked, unanswered } from '../spec/semantics/is-settled.ts'
import { allCalls, type PlainPath, pathOf } from '../spec/semantics/path.ts'
import { PlainWorld } from '../spec/semantics/plain-world.ts'
import { lastTaken } from '../spec/semantics/recurrence.ts'
import type { Call } from '../spec/semantics/world.ts'
import { printFields, printValue } from './print/print-value.ts'
import { actorOf, callText, sentenceOf } from './print/sentence.ts'
import { abstractFairness } from './replay/abstract-fairness.ts'
import { feedsOf } from './replay/flow.ts'
import { type Importance, importanceOf } from './replay/importance.ts'
import { promiseReadsOf } from './replay/promise-reads.ts'
import { storyBudget } from './replay/story-budget.ts'
import { changesBetween } from './story/difference.ts'
import { headlineOf, type Outline } from './story/headline.ts'
import { turnOf } from './story/point-of-no-return.ts'
import { printState, slotsOf } from './story/slots.ts'
import type { Change, Feed, Story, StoryStep } from './story/story.ts'
import { assumptionReasons } from './why/assumptions.ts'
import { fairnessReasons } from './why/fairness.ts'
import { reasonsOf } from './why/reasons.ts'

/** A property that came out by a trace: the trace breaks the promise or reaches the goal. */
export interface TracedProperty {
  readonly property: string
  readonly kind: PropertyKind
  /** The part of the property that is false at the end, where it has named parts. */
  readonly part: string | null
  readonly trace: Trace
  readonly pointOfNoReturn?: PointOfNoReturn | null
}

/**
 * Tells a trace in the words of its specification: each step as a sentence with what it changed and why the story needs
 * it, the state at the end, and why the property came out as it did. Call it where the trace was made: sets and bags
 * lose their mark on the way to another thread, a story does not. Cost: a replay of the rest of the trace for each step,
 * unless `isBrief`: then nothing is said about what the steps are needed for.
 */
export function tell(definition: SpecDefinition, traced: TracedProperty, isBrief = false): Story {
  const { property: name, kind, part, trace } = traced
  const property = definition.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`spec "${definition.name}" has no property "${name}" to tell about`)
  const spec = new PlainWorld(definition, storyBudget)
  const path = pathOf(spec, trace)
  const why = reasonsOf(spec, property, part, path)
  const fairness =
    path.loop === null ? [] : [...assumptionReasons(spec, property, part, path), ...fairnessReasons(spec, path)]
  // Last, because leaving out steps may use up what a story is worth in runs.
  const told = toldSteps(spec, property, part, path, isBrief)
  const steps = told.slice(0, path.states.length)
  const back = told[path.states.length] ?? null
  const turn = traced.pointOfNoReturn ?? null
  return {
    spec: definition.name,
    property: name,
    kind,
    verdict: verdictsOf(kind).settled,
    part,
    headline: headlineOf({ property, part, steps, back, loop: path.loop, ...conditionsIn(spec, property, part, path) }),
    length: trace.length,
    loop: trace.loop,
    steps,
    back,
    finalState: steps.at(-1)?.state ?? [],
    why,
    fairness,
    pointOfNoReturn: turn === null ? null : turnOf(spec.definition, turn, trace),
  }
}

/** The steps of a path that shows nothing of a property: each as a sentence, with what it changed. */
export function tellPath(definition: SpecDefinition, trace: Trace): readonly StoryStep[] {
  const spec = new PlainWorld(definition, storyBudget)
  const path = pathOf(spec, trace)
  const steps = allCalls(path).map((call, at) =>
    tellStep(spec, call, at + 1, path.states[at] ?? {}, path.states[at + 1] ?? {}, new Set()),
  )
  return [beginningOf(definition, path), ...steps]
}

function beginningOf(definition: SpecDefinition, { states: [first = {}] }: PlainPath): StoryStep {
  return { ...quietStep, sentence: initialSentence(definition, first), state: printState(definition, first) }
}

/** The initial state, each step, and the closing step of a loop. */
function toldSteps(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
  isBrief: boolean,
): readonly StoryStep[] {
  const promiseReads = promiseReadsOf(spec, property, part, path)
  // In a deadlock everything is read, which marks nothing in particular.
  const marked = property.kind === 'deadlock-free' ? [] : [...promiseReads.values()]
  const reads = new Set(marked.flatMap((paths) => [...paths]))
  const feeds = feedsOf(spec, path, promiseReads)
  const importance = isBrief ? [] : importanceOf(spec, property, part, path)
  const abstract = property.kind === 'refines' ? abstractChanges(spec, property, path) : null
  const beginning = { ...beginningOf(spec.definition, path), abstract: abstract?.[0] ?? null }
  const steps = allCalls(path).map((call, at) => {
    const next = at + 1 === path.states.length ? (path.loop ?? 0) : at + 1
    const told = tellStep(spec, call, at + 1, path.states[at] ?? {}, path.states[next] ?? {}, reads)
    return { ...told, ...explained(importance[at], feeds[at]), abstract: abstract?.[at + 1] ?? null }
  })
  return [beginning, ...steps]
}

function tellStep(
  spec: PlainWorld,
  call: Call,
  index: number,
  before: State,
  after: State,
  reads: ReadonlySet<string>,
): StoryStep {
  const { definition } = spec
  const changes = changesBetween(definition, before, after, reads)
  const action = definition.actions.find((each) => each.name === call.action)
  const told = {
    ...quietStep,
    index,
    action: call.action,
    args: printFields(action === undefined ? call.args : chosenArguments(action, call.args)),
    changes,
    touchesPromise: changes.some((change) => change.isRead),
    state: printState(definition, after),
  }
  if (action === undefined) return { ...told, sentence: callText(call.action, call.args) }
  const { text, problem } = sentenceOf(action, spec.view(before), call.args, spec.view(after))
  return {
    ...told,
    sentence: text,
    storyProblem: problem,
    actor: actorOf(action, call.args),
    isFault: action.isFault,
  }
}

function explained(importance: Importance | undefined, feeds: readonly Feed[] = []): Partial<StoryStep> {
  const { matters, because, blocks } = importance ?? { matters: null, because: '', blocks: null }
  const isUnread = matters === false && feeds.length === 0
  return { matters, because: isUnread ? `${because}: nothing later reads what it changes` : because, blocks, feeds }
}

/** A step of which there is nothing to say. */
export const quietStep: StoryStep = {
  index: 0,
  action: null,
  args: '',
  sentence: '',
  storyProblem: null,
  actor: null,
  isFault: false,
  changes: [],
  touchesPromise: false,
  state: [],
  abstract: null,
  matters: null,
  because: '',
  blocks: null,
  feeds: [],
}

/** Says so where the story begins in another state than the declared one. */
function initialSentence(definition: SpecDefinition, state: State): string {
  const isDeclared = definition.variables.every(({ name, initial }) => sameValue(state[name], initial))
  return isDeclared ? 'initial state' : 'one of the initial states'
}

/** By state, that after the closing step of a loop last: what changed in what it is mapped to; null where the mapping throws. */
function abstractChanges(
  spec: PlainWorld,
  { abstract, map }: Extract<PropertyDefinition, { kind: 'refines' }>,
  path: PlainPath,
): readonly (readonly Change[])[] | null {
  try {
    const mapped = path.states.map((state) => map(spec.view(state)) as State)
    const closing = path.back === null ? undefined : mapped[path.loop ?? 0]
    const states = closing === undefined ? mapped : [...mapped, closing]
    return states.map((state, at) => {
      const before = states[at - 1]
      if (before !== undefined) return changesBetween(abstract, before, state, new Set())
      return slotsOf(abstract, state).map(
        ({ path: name, value }): Change => ({
          path: name,
          kind: 'added',
          before: null,
          after: printValue(value),
          isRead: false,
        }),
      )
    })
  } catch {
    // The reasons say that it could not be evaluated.
    return null
  }
}

function conditionsIn(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
): Pick<Outline, 'triggered' | 'wasTrue' | 'unfairTo'> {
  const none = { triggered: null, wasTrue: false, unfairTo: null }
  try {
    if (isLeadsTo(property)) {
      const found = partsAsked(property.parts, part).map((each) => unanswered(spec, path, each, property))
      return { ...none, triggered: found.find((at) => at !== null) ?? null }
    }
    if (property.kind === 'infinitely-often-step') {
      const parts = partsAsked(property.parts, part)
      return { ...none, wasTrue: parts.some(({ holds }) => lastTaken(spec, path, holds, property.name) !== null) }
    }
    if (property.kind === 'refines' && path.loop !== null) {
      const unfair = abstractFairness(spec, property, path).accounts.find(({ isFair }) => !isFair)
      return { ...none, unfairTo: unfair?.label ?? null }
    }
    const parts = property.kind === 'infinitely-often' ? partsAsked(property.parts, part) : []
    const wasTrue = path.states.some((state) => parts.some(({ holds }) => holds(spec.view(state))))
    return { ...none, wasTrue }
  } catch {
    return none
  }
}
