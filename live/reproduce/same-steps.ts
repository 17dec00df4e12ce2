/** The steps of a row, as far as the specification of its neighbour has them; what that refuses is tried. */
import type { Attempt } from '../../runs/conform/attempt.ts'
import { retrace } from '../../runs/walk/retrace.ts'
import type { Step } from '../../spec/language/definition.ts'
import { type SpecDefinition, sameValue, type Trace } from '../../spec/language/index.ts'
import { PlainWorld } from '../../spec/semantics/plain-world.ts'
import type { LiveRow } from './row.ts'
import { whyNotTried } from './tried.ts'

export interface SameSteps {
  readonly trace: Trace
  /** Steps that the neighbour's specification refuses, tried on its broker. */
  readonly attempts: readonly Attempt[]
  /** Whether each step is taken or tried: only then can the broker be led along all of them. */
  readonly isWhole: boolean
  /** What is taken, what is tried, what is left out and why, in a line. */
  readonly note: string
}

/** A step that the neighbour refuses. */
interface Refused {
  readonly attempt: Attempt
  readonly refusal: string
  /** Null: it is tried. */
  readonly whyNot: string | null
}

/** Begins where the path begins, if the neighbour can begin there, and else in its first initial state. */
export function sameSteps(on: LiveRow, { steps }: Trace): SameSteps {
  const { definition } = on.scenario
  const startingFrom = startIn(definition, steps[0]?.state)
  const taken: Step[] = []
  const refused: Refused[] = []
  for (const { action, params } of steps.slice(1)) {
    const step = { action: action ?? '', args: params }
    const { trace, refusal } = retrace(definition, [...taken, step], startingFrom)
    if (refusal === null) {
      taken.push(step)
      continue
    }
    const attempt = { ...step, after: taken.length }
    refused.push({ attempt, refusal: refusal.text, whyNot: whyNotTried(on, attempt, trace) })
  }
  return {
    trace: retrace(definition, taken, startingFrom).trace,
    attempts: refused.flatMap(({ attempt, whyNot }) => (whyNot === null ? [attempt] : [])),
    isWhole: refused.every(({ whyNot }) => whyNot === null),
    note: noteOf(steps.length - 1, refused),
  }
}

function startIn(definition: SpecDefinition, start: Trace['steps'][number]['state'] | undefined) {
  const canBegin = [...new PlainWorld(definition).initialStates()].some((state) => sameValue(state, start))
  return canBegin ? start : undefined
}

function noteOf(steps: number, refused: readonly Refused[]): string {
  const [first] = refused
  if (first === undefined) return 'all of the steps'
  const tried = refused.flatMap(({ attempt, whyNot }) => (whyNot === null ? [attempt.action] : []))
  const leftOut = refused.flatMap(({ attempt, whyNot }) => (whyNot === null ? [] : [`${attempt.action} (${whyNot})`]))
  return [
    `${steps - refused.length} of ${steps} steps; ${first.refusal}`,
    ...(tried.length === 0 ? [] : [`tried all the same: ${tried.join(', ')}`]),
    ...(leftOut.length === 0 ? [] : [`left out: ${leftOut.join(', ')}`]),
  ].join('; ')
}
