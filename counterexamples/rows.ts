import type { Story, StoryStep } from './story.ts'

/** A row of the diagram: a step, or the note that stands for steps left out. */
export type Row =
  | { readonly kind: 'step'; readonly id: string; readonly step: StoryStep }
  | { readonly kind: 'gap'; readonly id: string; readonly note: string }

/** The steps to draw. Of a story with more than `most`, the first and the last stay and the middle becomes a note. */
export function rowsOf(story: Story, most: number): Row[] {
  const steps = story.steps.filter((step) => step.action !== null)
  if (steps.length <= Math.max(2, most)) return steps.map(rowOf)
  const head = Math.max(1, Math.floor(most / 3))
  const tail = Math.max(1, most - head)
  const hidden = steps.slice(head, steps.length - tail)
  return [
    ...steps.slice(0, head).map(rowOf),
    { kind: 'gap', id: 'gap', note: noteOf(hidden) },
    ...steps.slice(steps.length - tail).map(rowOf),
  ]
}

function rowOf(step: StoryStep): Row {
  return { kind: 'step', id: `step${step.index}`, step }
}

function noteOf(hidden: readonly StoryStep[]): string {
  const faults = hidden.filter((step) => step.isFault).length
  const withFaults =
    faults === 0 ? 'no fault among them' : faults === 1 ? '1 of them a fault' : `${faults} of them faults`
  return `… ${hidden.length} steps, ${hidden[0]?.index} to ${hidden.at(-1)?.index}, are not drawn (${withFaults}) …`
}
