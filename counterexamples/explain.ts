import {
  type PropertyDefinition,
  type PropertyKind,
  type SpecDefinition,
  type State,
  sameValue,
  type Trace,
  type TraceStep,
} from '../spec/language/index.ts'
import { plainView } from '../spec/language/plain-view.ts'
import { changesBetween } from './difference.ts'
import { printFields } from './print-value.ts'
import { explainProperty } from './reasons.ts'
import { actorOf, callText, sentenceOf } from './sentence.ts'
import { printState } from './slots.ts'
import type { Story, StoryStep } from './story.ts'

/** A property's outcome and the trace that shows it. */
export interface Finding {
  readonly property: string
  readonly kind: PropertyKind
  /** The part of the property that is false at the end, where it has named parts. */
  readonly part: string | null
  readonly trace: Trace
}

/**
 * Tells a trace in the words of its specification: each step as a sentence with what it changed, the state at the end,
 * and why the property came out as it did. Call it where the trace was made: sets and bags lose their mark on the way
 * to another thread, a story does not.
 */
export function tell(definition: SpecDefinition, finding: Finding): Story {
  const { property: name, kind, part, trace } = finding
  const property = definition.properties.find((each) => each.name === name)
  if (property === undefined) throw new Error(`spec "${definition.name}" has no property "${name}" to tell about`)
  const { why, reads } = explainProperty(definition, property, trace)
  const steps = trace.steps.map((step, index) => tellStep(definition, step, index, trace.steps[index - 1], reads))
  const verdict = kind === 'reachable' || kind === 'reachable-step' ? 'reachable' : 'violated'
  return {
    spec: definition.name,
    property: name,
    kind,
    verdict,
    part,
    headline: headlineOf(property, part, steps),
    length: trace.length,
    loop: trace.loop,
    steps,
    finalState: steps.at(-1)?.state ?? [],
    why,
  }
}

function tellStep(
  definition: SpecDefinition,
  step: TraceStep,
  index: number,
  previous: TraceStep | undefined,
  reads: ReadonlySet<string>,
): StoryStep {
  const state = printState(definition, step.state)
  const action = definition.actions.find((each) => each.name === step.action)
  const args = printFields(step.params)
  if (previous === undefined || step.action === null) {
    return { ...quietStep, index, args, sentence: initialSentence(definition, step.state), state }
  }
  const changes = changesBetween(definition, previous.state, step.state, reads)
  const touchesPromise = changes.some((change) => change.isRead)
  const told = { ...quietStep, index, action: step.action, args, changes, touchesPromise, state }
  if (action === undefined) return { ...told, sentence: callText(step.action, step.params) }
  const before = plainView(definition, previous.state)
  const after = plainView(definition, step.state)
  const { text, problem } = sentenceOf(action, before, step.params, after)
  return {
    ...told,
    sentence: text,
    storyProblem: problem,
    actor: actorOf(action, step.params),
    isFault: action.isFault,
  }
}

const quietStep = {
  action: null,
  args: '',
  sentence: '',
  storyProblem: null,
  actor: null,
  isFault: false,
  changes: [],
  touchesPromise: false,
} satisfies Partial<StoryStep>

/** Says so where the story begins in another state than the declared one. */
function initialSentence(definition: SpecDefinition, state: State): string {
  const isDeclared = definition.variables.every(({ name, initial }) => sameValue(state[name], initial))
  return isDeclared ? 'initial state' : 'one of the initial states'
}

function headlineOf(property: PropertyDefinition, part: string | null, steps: readonly StoryStep[]): string {
  const taken = steps.length - 1
  const faults = steps.filter((step) => step.isFault).length
  const withFaults = faults === 0 ? '' : faults === 1 ? ', 1 of them a fault' : `, ${faults} of them faults`
  const when = taken < 1 ? 'in the initial state' : `after ${taken === 1 ? '1 step' : `${taken} steps`}${withFaults}`
  const promise = `"${property.name}"`
  switch (property.kind) {
    case 'reachable':
      return `${promise} is reached ${when}`
    case 'reachable-step':
      return `${promise} is done by the last step, ${when}`
    case 'deadlock-free':
      return `${promise} is broken ${when}: nothing can happen any more`
    case 'always-step':
      return `${promise} is broken by the last step, ${when}`
    case 'always':
      return `${promise} is broken${part === null ? '' : ` for ${part}`} ${when}`
    case 'eventually':
    case 'leads-to':
    case 'infinitely-often':
    case 'eventually-always':
      return `${promise} is broken${part === null ? '' : ` for ${part}`} by a behaviour that goes on for ever`
    case 'can-always-reach':
      return `${promise} is broken${part === null ? '' : ` for ${part}`} ${when}: it cannot be reached any more`
    case 'no-way-back':
      return `${promise} is broken${part === null ? '' : ` for ${part}`} by the last step, ${when}`
    case 'refines':
      return `${promise} is broken by the last step, ${when}: the abstract specification has no such step`
  }
}
