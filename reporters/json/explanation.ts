/** What the machine-readable report says about a story beyond its trace. */
import type { Reason, Story, StoryStep, StoryTurn } from '../../counterexamples/index.ts'
import type { Trace } from '../../spec/language/index.ts'

export interface ExplanationData {
  /** One line: what happened to which promise, in how many states. */
  readonly headline: string
  /** Why the property came out as it did: its parts, and what they read. */
  readonly why: readonly Reason[]
  /** For a story without end, why its loop is fair, assumption by assumption; empty otherwise. */
  readonly fairness: readonly Reason[]
  /** Each step after the initial state, the closing one of a loop last. */
  readonly steps: readonly StepData[]
  readonly pointOfNoReturn: StoryTurn | null
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

export type StepData = Pick<StoryStep, 'sentence' | 'matters' | 'because' | 'blocks' | 'feeds'> & {
  /** Its number, which is the index in the trace of the state after it. */
  readonly step: number
}

function explanationData({ headline, why, fairness, steps, back, pointOfNoReturn }: Story): ExplanationData {
  const taken = [...steps.slice(1), ...(back === null ? [] : [back])]
  return {
    headline,
    why,
    fairness,
    steps: taken.map(({ index, sentence, matters, because, blocks, feeds }) => {
      return { step: index, sentence, matters, because, blocks, feeds }
    }),
    pointOfNoReturn,
  }
}
