/** Why what a promise waits for never comes, in a behaviour that goes on for ever. */
import type { LeadsToPart, PropertyDefinition, State, StatePart } from '../../spec/language/index.ts'
import type { LeadsToProperty } from '../../spec/language/property-kinds.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import { loopIndices, type PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { lastTaken, takenInLoop } from '../../spec/semantics/recurrence.ts'
import { oneLine } from '../print/plain-text.ts'
import { takenText, whenText } from '../print/sentence.ts'
import { triggerIn } from '../replay/trigger.ts'
import type { Reason } from '../story/story.ts'
import { evaluate, evaluateAll } from './evaluate.ts'

type Waiting = Extract<PropertyDefinition, { kind: 'eventually' | 'infinitely-often' | 'eventually-always' }>

export function lassoReasons(
  spec: PlainWorld,
  property: Waiting,
  part: string | null,
  path: PlainPath,
): readonly Reason[] {
  const indices = loopIndices(path)
  const states = loopStates(path)
  return partsAsked(property.parts, part).map(({ label, holds }): Reason => {
    const round = evaluateAll(spec, states, holds)
    const reason = { label: label ?? property.name, values: round.values }
    if (round.detail !== '') return { ...reason, holds: null, detail: round.detail }
    const firstTrue = round.holds.indexOf(true)
    const firstFalse = round.holds.indexOf(false)
    if (firstTrue === -1) return { ...reason, holds: false, detail: neverText(spec, property.kind, holds, path) }
    if (property.kind !== 'eventually-always' || firstFalse === -1) {
      return { ...reason, holds: true, detail: `true ${whenText(indices[firstTrue] ?? 0)}` }
    }
    const { values } = evaluate(spec, states[firstFalse] ?? {}, holds)
    return {
      ...reason,
      holds: false,
      values,
      detail: `false ${whenText(indices[firstFalse] ?? 0)}, each time round the loop`,
    }
  })
}

function neverText(spec: PlainWorld, kind: Waiting['kind'], holds: StatePart['holds'], path: PlainPath): string {
  const never =
    path.back === null ? `false ${whenText(path.states.length - 1)}, for ever` : 'false in every state of the loop'
  if (kind === 'eventually') return path.loop === 0 ? never : `${never}, and before`
  const lastTrue = path.states.findLastIndex((state) => evaluate(spec, state, holds).holds === true)
  return lastTrue === -1 ? never : `${never}; last true ${whenText(lastTrue)}`
}

/** For each part, where the trigger was true, and that no response came then or later, or that it did not stay. */
export function leadsToReasons(
  spec: PlainWorld,
  property: LeadsToProperty,
  part: string | null,
  path: PlainPath,
): readonly Reason[] {
  return partsAsked(property.parts, part).flatMap((each): Reason[] => {
    const prefix = each.label === null ? '' : `${each.label}: `
    const at = triggerIn(spec, path, each, property)
    if (at === null) {
      const { values, detail } = evaluateAll(spec, loopStates(path), each.response)
      return [{ label: each.label ?? property.name, holds: detail === '' ? true : null, values, detail }]
    }
    const trigger = evaluate(spec, path.states[at] ?? {}, each.trigger)
    return [
      { label: `${prefix}the trigger`, holds: true, values: trigger.values, detail: `true ${whenText(at)}` },
      { label: `${prefix}the response`, holds: false, ...missing(spec, property.kind, each, at, path) },
    ]
  })
}

/** Where the response that the state at this index asks for is missing. */
function missing(
  spec: PlainWorld,
  kind: LeadsToProperty['kind'],
  { response }: LeadsToPart,
  at: number,
  path: PlainPath,
): Pick<Reason, 'values' | 'detail'> {
  if (kind === 'leads-to') {
    const { values } = evaluateAll(spec, path.states.slice(Math.min(at, path.loop ?? at)), response)
    return { values, detail: 'false then and in every state that follows, for ever' }
  }
  const states = loopStates(path)
  const { holds } = evaluateAll(spec, states, response)
  if (!holds.includes(true)) {
    const { values } = evaluateAll(spec, states, response)
    return {
      values,
      detail:
        path.back === null ? `false ${whenText(path.states.length - 1)}, for ever` : 'false in every state of the loop',
    }
  }
  const firstFalse = holds.indexOf(false)
  const { values } = evaluate(spec, states[firstFalse] ?? {}, response)
  return { values, detail: `false ${whenText(loopIndices(path)[firstFalse] ?? 0)}, each time round the loop` }
}

/** For each part, that no step of the loop is such a one, and when the last one was taken. */
export function takenReasons(
  spec: PlainWorld,
  property: Extract<PropertyDefinition, { kind: 'infinitely-often-step' }>,
  part: string | null,
  path: PlainPath,
): readonly Reason[] {
  return partsAsked(property.parts, part).map(({ label, holds }): Reason => {
    const reason = { label: label ?? property.name, values: [] }
    try {
      const taken = takenInLoop(spec, path, holds, property.name)
      if (taken !== null) return { ...reason, holds: true, detail: takenText(taken) }
      const last = lastTaken(spec, path, holds, property.name)
      const before = last === null ? '' : `; last done in step ${last}`
      const never = path.back === null ? 'no step is taken any more' : 'done by no step of the loop'
      return { ...reason, holds: false, detail: `${never}${before}` }
    } catch (error) {
      return { ...reason, holds: null, detail: `could not be evaluated: ${oneLine(String(error))}` }
    }
  })
}

function loopStates(path: PlainPath): readonly State[] {
  return loopIndices(path).map((index) => path.states[index] ?? {})
}
