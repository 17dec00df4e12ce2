import type { PropertyDefinition, SpecDefinition, State, StatePart, Trace } from '../spec/language/index.ts'
import { deadlockReasons } from './deadlock.ts'
import { oneLine } from './plain-text.ts'
import { printValue } from './print-value.ts'
import { type RecordedView, recordedView } from './recorded-view.ts'
import { callText } from './sentence.ts'
import type { NamedValue, Reason } from './story.ts'

/** Why a property came out as it did, and the variables that decided it at the end of the trace. */
export interface Explanation {
  readonly why: readonly Reason[]
  /** Paths of variables; empty where nothing in particular decides, as for a deadlock. */
  readonly reads: ReadonlySet<string>
}

/** Parts that hold are listed up to this number; the others always. */
const mostPartsThatHold = 8

export function explainProperty(definition: SpecDefinition, property: PropertyDefinition, trace: Trace): Explanation {
  const end = trace.steps.at(-1)?.state ?? {}
  switch (property.kind) {
    case 'always':
    case 'eventually':
    case 'infinitely-often':
    case 'eventually-always':
    case 'can-always-reach':
    case 'no-way-back':
      return ofParts(definition, property, end)
    case 'reachable': {
      const part = evaluate(definition, end, property.name, property.holds)
      return { why: [part.reason], reads: part.reads }
    }
    case 'always-step':
    case 'reachable-step':
      return ofStep(definition, property, trace)
    case 'deadlock-free':
      return { why: deadlockReasons(definition, end), reads: new Set() }
    case 'leads-to':
    case 'refines':
      return { why: [], reads: new Set() }
  }
}

type Always = Extract<PropertyDefinition, { parts: readonly StatePart[] }>
type OfStep = Extract<PropertyDefinition, { kind: 'always-step' | 'reachable-step' }>

interface Evaluated {
  readonly reason: Reason
  readonly reads: ReadonlySet<string>
}

function ofParts(definition: SpecDefinition, property: Always, end: State): Explanation {
  const parts = property.parts.map(({ label, holds }) => evaluate(definition, end, label ?? property.name, holds))
  const broken = parts.filter(({ reason }) => reason.holds !== true)
  const holding = parts.filter(({ reason }) => reason.holds === true)
  const decisive = broken.length > 0 ? broken : holding
  const isListed = (part: Evaluated): boolean => part.reason.holds !== true || holding.indexOf(part) < mostPartsThatHold
  const why = parts
    .filter(isListed)
    .map(({ reason }): Reason => (broken.length > 0 && reason.holds === true ? { ...reason, values: [] } : reason))
  const unlisted = holding.length - mostPartsThatHold
  if (unlisted > 0) why.push({ label: `${unlisted} more parts`, holds: true, values: [], detail: '' })
  return { why, reads: new Set(decisive.flatMap(({ reads }) => [...reads])) }
}

function evaluate(
  definition: SpecDefinition,
  state: State,
  label: string,
  predicate: (state: State) => boolean,
): Evaluated {
  const recorded = recordedView(definition, state)
  const outcome = attempt(() => predicate(recorded.view))
  return { reason: { label, ...outcome, values: valuesRead(recorded) }, reads: new Set(recorded.reads.keys()) }
}

function ofStep(definition: SpecDefinition, property: OfStep, trace: Trace): Explanation {
  const last = trace.steps.at(-1)
  const previous = trace.steps.at(-2)
  if (last === undefined || previous === undefined || last.action === null) return { why: [], reads: new Set() }
  const before = recordedView(definition, previous.state)
  const after = recordedView(definition, last.state)
  const step = { action: last.action, args: last.params }
  const outcome = attempt(() => property.holds(before.view, step, after.view))
  const label = `step ${trace.steps.length - 1}, ${callText(last.action, last.params)}`
  const values = valuesOfStep(valuesRead(before), valuesRead(after))
  return { why: [{ label, ...outcome, values }], reads: new Set([...before.reads.keys(), ...after.reads.keys()]) }
}

/** A predicate that throws is reported, never thrown on. */
function attempt(predicate: () => unknown): { holds: boolean | null; detail: string } {
  try {
    return { holds: Boolean(predicate()), detail: '' }
  } catch (error) {
    return { holds: null, detail: `could not be evaluated: ${oneLine(String(error))}` }
  }
}

function valuesRead({ reads, derivedReads }: RecordedView): NamedValue[] {
  return [...derivedReads, ...reads].map(([path, value]) => ({ path, value: printValue(value) }))
}

function valuesOfStep(before: readonly NamedValue[], after: readonly NamedValue[]): NamedValue[] {
  const later = new Map(after.map(({ path, value }) => [path, value]))
  const both = before.map(({ path, value }): NamedValue => {
    const now = later.get(path)
    later.delete(path)
    if (now === undefined) return { path, value: `${value} before` }
    return { path, value: now === value ? value : `${value} → ${now}` }
  })
  return [...both, ...[...later].map(([path, value]) => ({ path, value: `${value} after` }))]
}
