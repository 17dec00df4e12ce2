import type { PropertyDefinition } from '../../spec/language/index.ts'
import type { Story, StoryStep } from './story.ts'

/** What a headline is made of. */
export interface Outline {
  readonly property: PropertyDefinition
  readonly part: string | null
  /** Without the closing step of a loop. */
  readonly steps: readonly StoryStep[]
  readonly loop: number | null
  readonly back: StoryStep | null
  /** Index of the state in which an answer was asked for that never comes; null where there is none. */
  readonly triggered: number | null
  /** Whether the condition was true before the loop. */
  readonly wasTrue: boolean
}

/** One line: what happened to which promise, after how many steps. */
export function headlineOf(outline: Outline): string {
  const { property, part, steps } = outline
  const promise = `"${property.name}"`
  const broken = `${promise} is broken${part === null ? '' : ` for ${part}`}`
  const when = whenOf(steps)
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
      return `${broken} ${when}`
    case 'eventually':
      return `${broken}: ${endlessly(outline)}, and it never comes true`
    case 'infinitely-often':
      return `${broken}: ${endlessly(outline)}, and it never comes true${outline.wasTrue ? ' again' : ''}`
    case 'eventually-always':
      return outline.back === null
        ? `${broken}: ${endlessly(outline)}, and it is not true then`
        : `${broken}: ${endlessly(outline)}, and each time it is false again`
    case 'leads-to':
      return `${broken}: ${triggeredText(outline)}${endlessly(outline)}, and the response never comes`
    case 'can-always-reach':
      return `${broken} ${when}: from there it cannot be reached`
    case 'no-way-back':
      return `${broken} by the last step, ${when}: it was true, and is so no more`
    case 'refines': {
      const abstract = `"${property.abstract.name}"`
      return steps.length === 1
        ? `${promise} is broken in the initial state, which is no initial state of ${abstract}`
        : `${promise} is broken by the last step, ${when}: it is no step of ${abstract}`
    }
  }
}

function whenOf(steps: readonly StoryStep[]): string {
  const taken = steps.length - 1
  return taken < 1 ? 'in the initial state' : `after ${stepsText(taken)}${faultsText(steps)}`
}

/** `after 3 steps, 4 steps repeat for ever`, `after 3 steps nothing more happens`. */
function endlessly({ steps, loop, back }: Outline): string {
  if (loop === null || back === null) {
    const comma = faultsText(steps) === '' ? '' : ','
    return steps.length === 1 ? 'nothing ever happens' : `${whenOf(steps)}${comma} nothing more happens`
  }
  const stem = steps.slice(0, loop + 1)
  const round = [...steps.slice(loop + 1), back]
  const faults = faultsText(round) === '' ? '' : ` (${faultsText(round).slice(2)})`
  const repeat = `${stepsText(round.length)}${faults} ${round.length === 1 ? 'repeats' : 'repeat'} for ever`
  return loop === 0 ? `from the start, ${repeat}` : `${whenOf(stem)}, ${repeat}`
}

/** How a story without end goes on: `steps 3 to 6 repeat for ever`. */
export function foreverText({ loop, back, length }: Pick<Story, 'loop' | 'back' | 'length'>): string {
  if (loop === null || back === null) return 'nothing more happens, for ever'
  const first = loop + 1
  if (first === length) return `step ${length} repeats for ever`
  return `steps ${first} ${first + 1 === length ? 'and' : 'to'} ${length} repeat for ever`
}

function triggeredText({ triggered }: Outline): string {
  if (triggered === null) return ''
  return triggered === 0 ? 'it is triggered in the initial state; ' : `it is triggered by step ${triggered}; `
}

function stepsText(steps: number): string {
  return steps === 1 ? '1 step' : `${steps} steps`
}

function faultsText(steps: readonly StoryStep[]): string {
  const faults = steps.filter((step) => step.isFault).length
  if (faults === 0) return ''
  if (faults === steps.filter(({ action }) => action !== null).length)
    return faults === 1 ? ', a fault' : ', all of them faults'
  return faults === 1 ? ', 1 of them a fault' : `, ${faults} of them faults`
}
