import { count, plural } from '../print/wording.ts'
import type { StoryStep } from './story.ts'

/** What stands in the place of steps in the middle of a long story. `deed` is `drawn` or `told`. */
export function leftOutNote(steps: readonly StoryStep[], deed: string): string {
  const faults = steps.filter((step) => step.isFault).length
  const withFaults =
    faults === 0 ? 'no fault among them' : faults === 1 ? '1 of them a fault' : `${count(faults)} of them faults`
  const [first, last] = [steps[0]?.index ?? 0, steps.at(-1)?.index ?? 0]
  const which = first === last ? `, ${count(first)}, is` : `, ${count(first)} to ${count(last)}, are`
  return `… ${plural(steps.length, 'step')}${which} not ${deed} (${withFaults}) …`
}
