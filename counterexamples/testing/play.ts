import {
  disabled,
  type SpecDefinition,
  type State,
  sameValue,
  type Trace,
  type TraceStep,
} from '../../spec/language/index.ts'
import { plainView } from '../../spec/language/plain-view.ts'

type Call = readonly [action: string, args?: Readonly<Record<string, unknown>>]

/** The trace of the given steps from the declared initial state; fails where a step is not enabled. */
export function play(definition: SpecDefinition, calls: readonly Call[]): Trace {
  let state: State = Object.fromEntries(definition.variables.map(({ name, initial }) => [name, initial]))
  const steps: TraceStep[] = [{ action: null, params: {}, state, changed: [] }]
  for (const [name, params = {}] of calls) {
    const action = definition.actions.find((each) => each.name === name)
    if (action === undefined) throw new Error(`no action ${name}`)
    const view = plainView(definition, state)
    const changes = action.guard === null || action.guard(view, params) ? action.effect(view, params) : disabled
    if (changes === disabled) throw new Error(`step ${steps.length}, ${name}, is not enabled`)
    const next = applied(definition, state, changes as Readonly<Record<string, unknown>>)
    const changed = Object.keys(next).filter((variable) => !sameValue(next[variable], state[variable]))
    steps.push({ action: name, params, state: next, changed })
    state = next
  }
  return { length: steps.length, loop: null, back: null, steps }
}

function applied(definition: SpecDefinition, state: State, changes: Readonly<Record<string, unknown>>): State {
  return Object.fromEntries(
    definition.variables.map(({ name, keys }) => {
      if (!Object.hasOwn(changes, name)) return [name, state[name]]
      return [name, keys === null ? changes[name] : { ...(state[name] as object), ...(changes[name] as object) }]
    }),
  )
}
