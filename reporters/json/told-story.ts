/** The other way round: a story as a report has it, told and drawn like any other. */
import type { Story, StoryStep } from '../../counterexamples/index.ts'
import type { PropertyKind } from '../../spec/language/index.ts'
import { propertyTraits } from '../../spec/language/property-kinds.ts'
import type { ExplanationData, StepData, StoryData } from './explanation.ts'

/** Null where the report has no story. `state` of a step between the first and the last is empty. */
export function toldStory(
  property: string,
  kind: PropertyKind,
  { part, trace, sentences, explanation }: StoryData,
): Story | null {
  if (trace === null || explanation === null) return null
  const { specification, headline, why, fairness, pointOfNoReturn, final } = explanation
  const steps = [beginning(explanation, sentences?.[0] ?? 'initial state'), ...explanation.steps.map(stepOf)]
  const last = trace.back === null ? null : (steps.pop() ?? null)
  return {
    spec: specification,
    property,
    kind,
    verdict: propertyTraits[kind].isGoal ? 'reachable' : 'violated',
    part,
    headline,
    length: trace.length,
    loop: trace.loop,
    steps,
    back: last,
    finalState: final,
    why,
    fairness,
    pointOfNoReturn,
  }
}

function beginning({ initial, abstract }: ExplanationData, sentence: string): StoryStep {
  return {
    index: 0,
    action: null,
    args: '',
    sentence,
    storyProblem: null,
    actor: null,
    isFault: false,
    changes: [],
    touchesPromise: false,
    state: initial,
    abstract,
    matters: null,
    because: '',
    blocks: null,
    feeds: [],
  }
}

function stepOf({ step, ...told }: StepData): StoryStep {
  return { ...told, index: step, touchesPromise: told.changes.some(({ isRead }) => isRead), state: [] }
}
