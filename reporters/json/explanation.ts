/** What the machine-readable report says about a story beyond its trace. */
import type { Change, NamedValue, Reason, Story, StoryStep, StoryTurn } from '../../counterexamples/index.ts'
import type { Trace } from '../../spec/language/index.ts'

export interface ExplanationData {
  /** Title of the specification, as `specify` names it. */
  readonly specification: string
  /** One line: what happened to which promise, in how many states. */
  readonly headline: string
  /** Why the property came out as it did: its parts, and what they read. */
  readonly why: readonly Reason[]
  /** For a story without end, why its loop is fair, assumption by assumption; empty otherwise. */
  readonly fairness: readonly Reason[]
  /** Each step after the initial state, the closing one of a loop last. */
  readonly steps: readonly StepData[]
  readonly pointOfNoReturn: StoryTurn | null
  /** The variables as printed, in the first state and in the last; sets and bags are told from arrays. */
  readonly initial: readonly NamedValue[]
  readonly final: readonly NamedValue[]
  /** What the first state is mapped to, where a refinement is broken; or null. */
  readonly abstract: readonly Change[] | null
}

/** A story, as every report tells it. */
export interface StoryData {
  readonly part: string | null
  /** One sentence a step; null where there is no story. */
  readonly sentences: readonly string[] | null
  readonly trace: Trace | null
  /** Why it came out so, what each step is needed for, and from where on it was unavoidable; null without a story. */
  readonly explanation: ExplanationData | null
}

export function storyData(part: string | null, trace: Trace | null, story: Story | null): StoryData {
  return {
    part,
    sentences: story?.steps.map(({ sentence }) => sentence) ?? null,
    trace,
    explanation: story === null ? null : explanationData(story),
  }
}

export type StepData = Omit<StoryStep, 'index' | 'touchesPromise' | 'state'> & {
  /** Its number, which is the index in the trace of the state after it. */
  readonly step: number
}

function explanationData(story: Story): ExplanationData {
  const { spec, headline, why, fairness, steps, back, pointOfNoReturn, finalState } = story
  const [first, ...others] = steps
  const taken = [...others, ...(back === null ? [] : [back])]
  return {
    specification: spec,
    headline,
    why,
    fairness,
    steps: taken.map(({ index, touchesPromise: _touches, state: _state, ...step }) => ({ step: index, ...step })),
    pointOfNoReturn,
    initial: first?.state ?? [],
    final: finalState,
    abstract: first?.abstract ?? null,
  }
}
