/** Why what a promise waits for never comes, in a behaviour that goes on for ever. */
import type { LeadsToPart, PropertyDefinition, StatePart } from '../../spec/language/index.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import { loopIndices, type PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { whenText } from '../print/sentence.ts'
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
  const states = indices.map((index) => path.states[index] ?? {})
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

/** For each part, where the trigger was true, and that no response came then or later. */
export function leadsToReasons(
  spec: PlainWorld,
  name: string,
  parts: readonly LeadsToPart[],
  path: PlainPath,
): readonly Reason[] {
  return parts.flatMap((each): Reason[] => {
    const prefix = each.label === null ? '' : `${each.label}: `
    const at = triggerIn(spec, path, each, name)
    if (at === null) {
      const states = loopIndices(path).map((index) => path.states[index] ?? {})
      const { values, detail } = evaluateAll(spec, states, each.response)
      return [{ label: each.label ?? name, holds: detail === '' ? true : null, values, detail }]
    }
    const trigger = evaluate(spec, path.states[at] ?? {}, each.trigger)
    const later = evaluateAll(spec, path.states.slice(Math.min(at, path.loop ?? at)), each.response)
    return [
      { label: `${prefix}the trigger`, holds: true, values: trigger.values, detail: `true ${whenText(at)}` },
      {
        label: `${prefix}the response`,
        holds: false,
        values: later.values,
        detail: 'false then and in every state that follows, for ever',
      },
    ]
  })
}
