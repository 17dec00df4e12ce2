/** Why a goal is out of reach for good, and what can still happen there. */
import type { State, StatePart } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { reachableFrom } from '../../spec/semantics/reachable.ts'
import type { Successor } from '../../spec/semantics/world.ts'
import { oneLine } from '../print/plain-text.ts'
import { printFields } from '../print/print-value.ts'
import type { Reason } from '../story/story.ts'
import { evaluate } from './evaluate.ts'

/** States of the trap that are counted. */
const mostStates = 500
const mostCalls = 3

export function trapReasons(
  spec: PlainWorld,
  name: string,
  parts: readonly StatePart[],
  last: State,
): readonly Reason[] {
  const { extent, actions } = whatGoesOn(spec, last)
  const goals = parts.map(({ label, holds }): Reason => {
    const evaluation = evaluate(spec, last, holds)
    return {
      label: label ?? name,
      ...evaluation,
      detail: evaluation.detail === '' ? `false here, ${extent}` : evaluation.detail,
    }
  })
  return [...goals, ...actions]
}

function whatGoesOn(spec: PlainWorld, last: State): { readonly extent: string; readonly actions: readonly Reason[] } {
  try {
    const successors = [...spec.successors(last)]
    const { states, isAll } = reachableFrom(spec, last, mostStates)
    const names = [...new Set(successors.map(({ action }) => action))]
    const reasonOfAction = (action: string): Reason => {
      const ofAction = successors.filter((successor) => successor.action === action)
      const isIdle = ofAction.every(({ after }) => spec.isSame(after, last))
      const detail = `can still happen${forCalls(ofAction)}${isIdle ? ', and changes nothing' : ''}`
      return { label: action, holds: true, values: [], detail }
    }
    return { extent: extentText(states.length, isAll, successors.length), actions: names.map(reasonOfAction) }
  } catch (error) {
    const detail = `could not be found out: ${oneLine(String(error))}`
    const unknown = { label: 'what can still happen', holds: null, values: [], detail }
    return { extent: 'and no way leads to where it is true', actions: [unknown] }
  }
}

function extentText(states: number, isAll: boolean, successors: number): string {
  if (!isAll) return 'and no way leads to where it is true'
  if (successors === 0) return 'and nothing can happen any more'
  if (states === 1) return 'and nothing can change any more'
  return `and in ${states === 2 ? 'the only other state' : `all ${states - 1} other states`} that can be reached from here`
}

function forCalls(calls: readonly Successor<State>[]): string {
  if (calls.length > mostCalls) return ` for ${calls.length} choices`
  const choices = calls.map(({ args }) => printFields(args)).filter((text) => text !== '')
  return choices.length === 0 ? '' : ` for ${choices.join(' and ')}`
}
