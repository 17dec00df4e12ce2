/** Whether a path breaks a property, or meets a goal, by the plain reading of the property. */
import type { LeadsToPart, PropertyDefinition, State, StatePart } from '../../spec/language/index.ts'
import { loopIndices, type Path } from './path.ts'
import { type Call, PlainSpec } from './plain-spec.ts'

/** States looked at to see whether a goal can still be reached. */
const mostStates = 2_000

/**
 * Whether the end of the path (the loop, where there is one) breaks the property, in the named part where one is given;
 * for a goal, whether it meets it. Fairness is not looked at. Null where that cannot be told. May throw what the
 * specification throws.
 */
export function isSettled(
  spec: PlainSpec,
  property: PropertyDefinition,
  part: string | null,
  path: Path,
): boolean | null {
  const last = path.states.at(-1) ?? {}
  const asked = <T extends Labelled>(parts: readonly T[]): readonly T[] => partsAsked(parts, part)
  switch (property.kind) {
    case 'always':
      return asked(property.parts).some(({ holds }) => !holds(spec.view(last)))
    case 'reachable':
      return Boolean(property.holds(spec.view(last)))
    case 'always-step':
      return ofLastStep(path, (before, call, after) => !property.holds(spec.view(before), call, spec.view(after)))
    case 'reachable-step':
      return ofLastStep(path, (before, call, after) =>
        Boolean(property.holds(spec.view(before), call, spec.view(after))),
      )
    case 'no-way-back':
      return ofLastStep(path, (before, _call, after) =>
        asked(property.parts).some(({ holds }) => holds(spec.view(before)) && !holds(spec.view(after))),
      )
    case 'deadlock-free':
      return !property.isFinal?.(spec.view(last)) && spec.successors(last).length === 0
    case 'eventually':
      return asked(property.parts).some((each) => path.states.every((state) => !each.holds(spec.view(state))))
    case 'infinitely-often':
      return asked(property.parts).some((each) => inLoop(path).every((state) => !each.holds(spec.view(state))))
    case 'eventually-always':
      return asked(property.parts).some((each) => inLoop(path).some((state) => !each.holds(spec.view(state))))
    case 'leads-to':
      return asked(property.parts).some((each) => unanswered(spec, path, each) !== null)
    case 'can-always-reach':
      return anyUnreachable(spec, last, asked(property.parts))
    case 'refines': {
      const abstract = new PlainSpec(property.abstract)
      const mapped = (state: State): State => abstract.adopt(property.map(spec.view(state)) as State)
      const isStep = (before: State, after: State): boolean =>
        abstract.isSame(before, after) || abstract.successors(before).some((each) => abstract.isSame(each.after, after))
      return path.calls.length === 0
        ? !abstract.initialStates().some((state) => abstract.isSame(state, mapped(last)))
        : ofLastStep(path, (before, _call, after) => !isStep(mapped(before), mapped(after)))
    }
  }
}

interface Labelled {
  readonly label: string | null
}

/** The part with this name; all of them where none is named. */
export function partsAsked<T extends Labelled>(parts: readonly T[], part: string | null): readonly T[] {
  return part === null ? parts : parts.filter(({ label }) => label === part)
}

/** Index of the first state that triggers a response which never comes, then or later; null where there is none. */
export function unanswered(spec: PlainSpec, path: Path, { trigger, response }: LeadsToPart): number | null {
  const isAnswered = path.states.map((state) => Boolean(response(spec.view(state))))
  if (loopIndices(path).some((index) => isAnswered[index])) return null
  const from = isAnswered.lastIndexOf(true) + 1
  const found = path.states.findIndex((state, index) => index >= from && trigger(spec.view(state)))
  return found === -1 ? null : found
}

/** The same, where a condition that throws counts as no trigger. */
export function triggerIn(spec: PlainSpec, path: Path, part: LeadsToPart): number | null {
  try {
    return unanswered(spec, path, part)
  } catch {
    return null
  }
}

function inLoop(path: Path): readonly State[] {
  return loopIndices(path).map((index) => path.states[index] ?? {})
}

function ofLastStep(path: Path, holds: (before: State, call: Call, after: State) => boolean): boolean {
  const before = path.states.at(-2)
  const after = path.states.at(-1)
  const call = path.calls.at(-1)
  return before !== undefined && after !== undefined && call !== undefined && holds(before, call, after)
}

function anyUnreachable(spec: PlainSpec, from: State, parts: readonly StatePart[]): boolean | null {
  const { states, isAll } = reachableFrom(spec, from, mostStates)
  const missed = parts.some(({ holds }) => !states.some((state) => holds(spec.view(state))))
  return missed && !isAll ? null : missed
}

/** States that can be reached from this one inside the constraints, itself first, and whether these are all. */
export function reachableFrom(
  spec: PlainSpec,
  from: State,
  most: number,
): { readonly states: readonly State[]; readonly isAll: boolean } {
  const known = new Map([[spec.textOf(from), from]])
  const waiting = [from]
  let isAll = true
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const { after } of spec.successors(state)) {
      const text = spec.textOf(after)
      if (known.has(text)) continue
      if (known.size >= most) return { states: [...known.values()], isAll: false }
      if (isOutside(spec, after)) {
        isAll = false
        continue
      }
      known.set(text, after)
      waiting.push(after)
    }
  }
  return { states: [...known.values()], isAll }
}

function isOutside(spec: PlainSpec, state: State): boolean {
  return spec.definition.constraints.some(({ holds }) => !holds(spec.view(state)))
}
