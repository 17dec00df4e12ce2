import type { PropertyDefinition } from '../../spec/language/index.ts'
import { plural } from '../print/wording.ts'
import type { Story, StoryStep } from './story.ts'

/** What a headline is made of. */
export interface Outline {
  readonly property: PropertyDefinition
  readonly part: string | null
  /** Without the closing step of a loop. */
  readonly steps: readonly StoryStep[]
  readonly loop: number | null
  readonly back: StoryStep | null
  /** Index of the state in which an answer was asked for that never comes, or does not stay; null where there is none. */
  readonly triggered: number | null
  /** Whether the condition was true, or the step taken, before the loop. */
  readonly wasTrue: boolean
  /** What the abstract specification assumes and the loop breaks: `weak fairness of deliver`; null where nothing is. */
  readonly unfairTo: string | null
}

/** One line: what happened to which promise, in how many states. Names stand in quotation marks. */
export function headlineOf(outline: Outline): string {
  const { property, part, steps } = outline
  const promise = `"${property.name}"`
  const broken = `${promise} is broken${part === null ? '' : ` for "${part}"`}`
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
    case 'infinitely-often-step':
      return `${broken}: ${endlessly(outline)}, and it is never done${outline.wasTrue ? ' again' : ''}`
    case 'eventually-always':
      return outline.back === null
        ? `${broken}: ${endlessly(outline)}, and it is not true then`
        : `${broken}: ${endlessly(outline)}, and each time it is false again`
    case 'leads-to':
      return `${broken}: ${triggeredText(outline)}${endlessly(outline)}, and the response never comes`
    case 'leads-to-always':
      return outline.back === null
        ? `${broken}: ${triggeredText(outline)}${endlessly(outline)}, and the response is not true then`
        : `${broken}: ${triggeredText(outline)}${endlessly(outline)}, and each time the response is false again`
    case 'can-always-reach':
      return `${broken} ${when}: from there it cannot be reached`
    case 'no-way-back':
      return `${broken} by the last step, ${when}: it was true, and is so no more`
    case 'unless':
      return `${broken} by the last step, ${when}: it was true, and is so no more, before anything may end it`
    case 'refines': {
      const abstract = `"${property.abstract.name}"`
      if (outline.loop !== null) {
        return `${promise} is broken: ${endlessly(outline)}, against the ${outline.unfairTo ?? 'fairness'} in ${abstract}`
      }
      return steps.length === 1
        ? `${promise} is broken in the initial state, which is no initial state of ${abstract}`
        : `${promise} is broken by the last step, ${when}: it is no step of ${abstract}`
    }
  }
}

/** `in 4 states (1 fault)`: the initial state is the first of them. */
function whenOf(steps: readonly StoryStep[]): string {
  return steps.length < 2 ? 'in the initial state' : `in ${statesText(steps)}`
}

/** `after 2 states, 3 states repeat for ever`, together as many as the story has; `after 4 states nothing more happens`. */
function endlessly({ steps, loop, back }: Outline): string {
  if (loop === null || back === null) {
    return steps.length === 1 ? 'nothing ever happens' : `after ${statesText(steps)} nothing more happens`
  }
  const round = steps.slice(loop)
  // The step into the first state of the loop is taken once, the one that closes it each time.
  const repeat = `${statesText(round, [...round.slice(1), back])} ${round.length === 1 ? 'repeats' : 'repeat'} for ever`
  return loop === 0
    ? `from the start, ${repeat}`
    : `after ${statesText(steps.slice(0, loop), steps.slice(0, loop + 1))}, ${repeat}`
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

/** `4 states (1 fault)`: how many states, and how many faults among the steps that lead through them. */
function statesText(states: readonly StoryStep[], steps = states): string {
  const faults = steps.filter((step) => step.isFault).length
  return plural(states.length, 'state') + (faults === 0 ? '' : ` (${plural(faults, 'fault')})`)
}
