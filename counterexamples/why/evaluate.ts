/** Evaluates conditions of the user's on states, noting what they read. */
import type { State } from '../../spec/language/index.ts'
import type { PlainWorld } from '../../spec/semantics/plain-world.ts'
import { type RecordedView, recordedView } from '../../spec/semantics/recorded-view.ts'
import { oneLine } from '../print/plain-text.ts'
import { printValue } from '../print/print-value.ts'
import type { NamedValue, Reason } from '../story/story.ts'

export interface Evaluation {
  /** Null where it could not be evaluated; `detail` says why. */
  readonly holds: boolean | null
  readonly detail: string
  readonly values: readonly NamedValue[]
}

/** A predicate that throws is reported, never thrown on. */
export function attempt(predicate: () => unknown): Omit<Evaluation, 'values'> {
  try {
    return { holds: Boolean(predicate()), detail: '' }
  } catch (error) {
    return { holds: null, detail: `could not be evaluated: ${oneLine(String(error))}` }
  }
}

export function evaluate(spec: PlainWorld, state: State, predicate: (state: State) => unknown): Evaluation {
  const recorded = recordedView(spec.definition, state, spec.share)
  const attempted = attempt(() => predicate(recorded.view))
  return { ...attempted, values: valuesRead(recorded) }
}

/** A condition in two states, a step apart: the values as `before → after` where they differ. */
export function evaluateStep(
  spec: PlainWorld,
  before: State,
  after: State,
  predicate: (before: State, after: State) => unknown,
): Evaluation {
  const first = recordedView(spec.definition, before, spec.share)
  const second = recordedView(spec.definition, after, spec.share)
  const attempted = attempt(() => predicate(first.view, second.view))
  return { ...attempted, values: valuesOfStep(valuesRead(first), valuesRead(second)) }
}

/** A condition in several states one after the other: the values as `a → b → c` where they differ. */
export function evaluateAll(
  spec: PlainWorld,
  states: readonly State[],
  predicate: (state: State) => unknown,
): { readonly holds: readonly (boolean | null)[]; readonly detail: string; readonly values: readonly NamedValue[] } {
  const evaluations = states.map((state) => evaluate(spec, state, predicate))
  const byPath = new Map<string, string[]>()
  for (const { path, value } of evaluations.flatMap(({ values }) => values)) {
    const known = byPath.get(path) ?? []
    byPath.set(path, known.at(-1) === value ? known : [...known, value])
  }
  return {
    holds: evaluations.map(({ holds }) => holds),
    detail: evaluations.find(({ holds }) => holds === null)?.detail ?? '',
    values: [...byPath].map(([path, values]) => ({ path, value: inTurn(values) })),
  }
}

/** Values in turn that are still worth reading; where there are more, the first and the last stay. */
const mostInTurn = 5

function inTurn(values: readonly string[]): string {
  if (values.length <= mostInTurn) return values.join(' → ')
  return [...values.slice(0, mostInTurn - 2), '…', values.at(-1)].join(' → ')
}

/** A reason that is one condition in one state. */
export function reasonOf(label: string, { holds, detail, values }: Evaluation): Reason {
  return { label, holds, values, detail }
}

export function valuesRead({ reads, derivedReads }: RecordedView): readonly NamedValue[] {
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
