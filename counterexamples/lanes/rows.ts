import { leftOutNote } from '../story/left-out.ts'
import type { Story, StoryStep } from '../story/story.ts'

/** A row of the diagram: a step, or a note about steps left out or the point of no return. */
export type Row = (
  | { readonly kind: 'step'; readonly step: StoryStep }
  | { readonly kind: 'gap' | 'turn'; readonly note: string }
) & { readonly id: string; readonly isInLoop: boolean }

/**
 * The steps to draw, the closing one of a loop last. Where a story has more than `most`, the first and the last stay and
 * the middle becomes a note.
 */
export function rowsOf(story: Story, most: number): Row[] {
  const told = story.back === null ? story.steps : [...story.steps, story.back]
  const steps = told.filter((step) => step.action !== null)
  const inLoop = (step: StoryStep | undefined): boolean =>
    story.back !== null && story.loop !== null && step !== undefined && step.index > story.loop
  const rowOf = (step: StoryStep): Row => ({ kind: 'step', id: `step${step.index}`, step, isInLoop: inLoop(step) })
  const rowsFrom = (some: readonly StoryStep[]): Row[] =>
    some.flatMap((step) => [rowOf(step), ...turnAfter(story, step.index)])
  if (steps.length <= Math.max(2, most)) return [...turnAfter(story, 0), ...rowsFrom(steps)]
  const head = Math.max(1, Math.floor(most / 3))
  const tail = Math.max(1, most - head)
  const hidden = steps.slice(head, steps.length - tail)
  return [
    ...turnAfter(story, 0),
    ...rowsFrom(steps.slice(0, head)),
    { kind: 'gap', id: 'gap', note: leftOutNote(hidden, 'drawn'), isInLoop: inLoop(hidden.at(-1)) },
    ...hidden.flatMap((step) => turnAfter(story, step.index)),
    ...rowsFrom(steps.slice(steps.length - tail)),
  ]
}

/** The row that marks the point of no return, if it is this step; the last step needs no mark. */
function turnAfter({ pointOfNoReturn, length }: Story, index: number): Row[] {
  if (pointOfNoReturn === null || !pointOfNoReturn.isKnown) return []
  const at = pointOfNoReturn.index === null ? 0 : pointOfNoReturn.index + 1
  if (at !== index || at === length - 1) return []
  return [{ kind: 'turn', id: 'turn', note: pointOfNoReturn.sentence, isInLoop: false }]
}

/** A step that the story does not need: it is drawn faintly, or with a word about that. */
export function isIdle(step: StoryStep): boolean {
  return step.matters === false
}
