import { oneLine } from '../print/plain-text.ts'
import type { Story, StoryStep } from '../story/story.ts'

/** The columns of a diagram: everyone who acts, in the order in which they first do. */
export interface Lanes {
  /** Empty string where no step names an actor: then there is one lane, without a heading. */
  readonly names: readonly string[]
  readonly laneOf: (step: StoryStep) => number
  /** Whether there is room at the left, in lane -1, for the way back from the end of a loop to its beginning. */
  readonly hasGutter: boolean
}

/** Faults and steps whose actor the specification does not name, in a story where others are named. */
const unnamedFault = 'environment'
const unnamedStep = 'system'

/** `shown`: the steps that are drawn, where a story is shortened. */
export function lanesOf(story: Story, shown: readonly StoryStep[] = stepsOf(story)): Lanes {
  const steps = shown.filter((step) => step.action !== null)
  const isNamed = steps.some((step) => step.actor !== null)
  const nameOf = (step: StoryStep): string => {
    if (!isNamed) return ''
    return step.actor === null ? (step.isFault ? unnamedFault : unnamedStep) : oneLine(step.actor)
  }
  const names = [...new Set(steps.map(nameOf))]
  const hasGutter = story.back !== null && story.loop !== null && story.loop < story.length - 1
  return { names: names.length === 0 ? [''] : names, laneOf: (step) => names.indexOf(nameOf(step)), hasGutter }
}

function stepsOf({ steps, back }: Story): readonly StoryStep[] {
  return back === null ? steps : [...steps, back]
}
