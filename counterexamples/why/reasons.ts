/** Why a property came out as it did at the end of a story. */
import type { PropertyDefinition, StatePart, UnlessPart } from '../../spec/language/index.ts'
import { partsAsked } from '../../spec/semantics/is-settled.ts'
import type { PlainPath } from '../../spec/semantics/path.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { stepText } from '../print/sentence.ts'
import type { Reason } from '../story/story.ts'
import { deadlockReasons } from './deadlock.ts'
import { evaluate, evaluateAll, evaluateStep, reasonOf } from './evaluate.ts'
import { lassoReasons, leadsToReasons, takenReasons } from './lasso.ts'
import { refinementReasons } from './refinement.ts'
import { trapReasons } from './trap.ts'

/** Parts that hold are listed up to this number; the others always. */
const mostPartsThatHold = 8

/** `part` is the one that broke, where the property has named parts. */
export function reasonsOf(
  spec: PlainWorld,
  property: PropertyDefinition,
  part: string | null,
  path: PlainPath,
): readonly Reason[] {
  const last = path.states.at(-1) ?? {}
  const previous = path.states.at(-2)
  const call = path.calls.at(-1)
  switch (property.kind) {
    case 'always':
      return partsOf(
        property.parts.map(({ label, holds }) => reasonOf(label ?? property.name, evaluate(spec, last, holds))),
      )
    case 'reachable':
      return [reasonOf(property.name, evaluate(spec, last, property.holds))]
    case 'always-step':
    case 'reachable-step': {
      if (previous === undefined || call === undefined) return []
      const label = `step ${path.calls.length}, ${stepText(spec.definition.actions, call)}`
      return [
        reasonOf(
          label,
          evaluateStep(spec, previous, last, (before, after) => property.holds(before, call, after)),
        ),
      ]
    }
    case 'no-way-back':
      return previous === undefined
        ? []
        : property.parts
            .filter(({ holds }) => evaluate(spec, previous, holds).holds === true)
            .filter(({ holds }) => evaluate(spec, last, holds).holds !== true)
            .map((each) => goneBack(spec, property.name, each, path))
    case 'unless':
      return previous === undefined
        ? []
        : partsAsked(property.parts, part).flatMap((each) => endedTooSoon(spec, property.name, each, path))
    case 'deadlock-free':
      return deadlockReasons(spec, last)
    case 'eventually':
    case 'infinitely-often':
    case 'eventually-always':
      return lassoReasons(spec, property, part, path)
    case 'infinitely-often-step':
      return takenReasons(spec, property, part, path)
    case 'leads-to':
    case 'leads-to-always':
      return leadsToReasons(spec, property, part, path)
    case 'can-always-reach':
      return trapReasons(spec, property.name, partsAsked(property.parts, part), last)
    case 'refines':
      return refinementReasons(spec, property, path)
  }
}

function partsOf(parts: readonly Reason[]): readonly Reason[] {
  const holding = parts.filter(({ holds }) => holds === true)
  const isBroken = holding.length < parts.length
  const listed = parts
    .filter((reason) => reason.holds !== true || holding.indexOf(reason) < mostPartsThatHold)
    .map((reason): Reason => (isBroken && reason.holds === true ? { ...reason, values: [] } : reason))
  const unlisted = holding.length - mostPartsThatHold
  return unlisted > 0 ? [...listed, { label: `${unlisted} more parts`, holds: true, values: [], detail: '' }] : listed
}

/** Where a condition is true before the last step and false after it: that, and that what may end it is neither. */
function endedTooSoon(
  spec: PlainWorld,
  name: string,
  { label, holds, until }: UnlessPart,
  path: PlainPath,
): readonly Reason[] {
  const states = path.states.slice(-2)
  const [wasTrue, isTrue] = states.map((state) => evaluate(spec, state, holds).holds)
  const ending = evaluateAll(spec, states, until)
  if (wasTrue !== true || isTrue === true || ending.holds.includes(true)) return []
  return [
    goneBack(spec, name, { label, holds }, path),
    {
      label: 'what may end it',
      holds: false,
      values: ending.values,
      detail: ending.detail || 'false before and after it',
    },
  ]
}

function goneBack(spec: PlainWorld, name: string, { label, holds }: StatePart, { states }: PlainPath): Reason {
  const before = states.at(-2) ?? {}
  const after = states.at(-1) ?? {}
  const { values } = evaluateStep(spec, before, after, (earlier, later) => holds(earlier) && holds(later))
  const detail = `true before step ${states.length - 1}, and false after it`
  return { label: label ?? name, holds: false, values, detail }
}
